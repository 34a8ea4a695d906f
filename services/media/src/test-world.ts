import { createEvent, type DomainEvent } from '@shutterbus/contracts/event';
import { DownloadRequested } from '@shutterbus/contracts/events/downloads';
import type { ImageType, Visibility } from '@shutterbus/contracts/fields';
import { ulid } from 'ulid';
import { memoryAuthors } from './adapters/memory-authors.ts';
import { memoryAvatars } from './adapters/memory-avatars.ts';
import { memoryComments } from './adapters/memory-comments.ts';
import { memoryCounts } from './adapters/memory-counts.ts';
import { memoryDownloads } from './adapters/memory-downloads.ts';
import { memoryFollows } from './adapters/memory-follows.ts';
import { memoryHomes } from './adapters/memory-homes.ts';
import { memoryLikes } from './adapters/memory-likes.ts';
import { memoryOriginals } from './adapters/memory-originals.ts';
import { memoryPhotos } from './adapters/memory-photos.ts';
import { memoryUploadQuota } from './adapters/memory-upload-quota.ts';
import { memoryViews } from './adapters/memory-views.ts';
import { memoryZips } from './adapters/memory-zips.ts';
import { originalKey } from './original.ts';
import type { Edit } from './photo-changes.ts';
import type { FollowersRange, HomesQueue } from './ports.ts';
import { makeShowPhotos } from './show-photos.ts';
import { makeAddComment } from './use-cases/add-comment.ts';
import { makeApplyFollow } from './use-cases/apply-follow.ts';
import { makeApplyRenditions } from './use-cases/apply-renditions.ts';
import { makeChooseAvatar } from './use-cases/choose-avatar.ts';
import { makeCountViews } from './use-cases/count-views.ts';
import { makeDeleteComment } from './use-cases/delete-comment.ts';
import { makeDeletePhoto } from './use-cases/delete-photo.ts';
import { makeFillHomes } from './use-cases/fill-homes.ts';
import { makeForgetDownloads } from './use-cases/forget-downloads.ts';
import { makeGetDownload } from './use-cases/get-download.ts';
import { makeGetPhoto } from './use-cases/get-photo.ts';
import { makeGetPublicPhoto } from './use-cases/get-public-photo.ts';
import { makeLikePhoto } from './use-cases/like-photo.ts';
import { makeListComments } from './use-cases/list-comments.ts';
import { makeListDownloads } from './use-cases/list-downloads.ts';
import { makeListFeed } from './use-cases/list-feed.ts';
import { makeListHome } from './use-cases/list-home.ts';
import { makeListLikes } from './use-cases/list-likes.ts';
import { makeListMine } from './use-cases/list-mine.ts';
import { makeListPublicComments } from './use-cases/list-public-comments.ts';
import { makePackDownload } from './use-cases/pack-download.ts';
import { makeReceiveOriginal } from './use-cases/receive-original.ts';
import { makeRefreshAvatar } from './use-cases/refresh-avatar.ts';
import { makeRejectPhoto } from './use-cases/reject-photo.ts';
import { makeRemoveAvatar } from './use-cases/remove-avatar.ts';
import { makeRequestDownload } from './use-cases/request-download.ts';
import { makeRequestRenditions } from './use-cases/request-renditions.ts';
import { makeRequestUpload } from './use-cases/request-upload.ts';
import { makeSweepAbandoned } from './use-cases/sweep-abandoned.ts';
import { makeUnlikePhoto } from './use-cases/unlike-photo.ts';
import { makeUpdatePhoto } from './use-cases/update-photo.ts';

export const anna = '0b5f6c1e-7a53-4d0c-9b6b-2f1f3a8f7c11';
export const ben = '5d1b1a52-3f0e-4c41-8a35-6b0f2f0f9e22';
const requestTrace = { correlationId: 'upload-correlation', causationId: 'request' };
const laterTrace = { correlationId: 'later-correlation', causationId: 'event' };

/** The start of a JPEG file, as far as its type can be told. */
export const jpegStart = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1]);

const startedAt = Date.parse('2026-11-21T10:00:00.000Z');
/** An id begins with the time at which it was made. */
const timePart = ulid(startedAt).slice(0, 10);

/** The whole service over memory. Time moves on by a second with each look at the clock. */
export function testWorld({ perDay = 100, openAtOnce = 100 } = {}) {
  const counts = memoryCounts();
  const photos = memoryPhotos(counts);
  const likes = memoryLikes(counts);
  const comments = memoryComments(counts);
  const avatars = memoryAvatars(photos.find);
  const originals = memoryOriginals();
  const authors = memoryAuthors();
  const downloads = memoryDownloads();
  const zips = memoryZips();
  let seconds = 0;
  let ids = 0;
  const deps = {
    photos,
    lists: photos,
    abandoned: photos,
    originals,
    authors,
    avatars,
    likes,
    comments,
    downloads,
    zips,
    links: zips,
    show: makeShowPhotos({ authors, counts }),
    follows: memoryFollows(),
    homes: memoryHomes(),
    views: memoryViews(counts.isClosed),
    quota: memoryUploadQuota({ perDay, openAtOnce }),
    clock: () => {
      seconds += 1;
      return new Date(startedAt + seconds * 1000);
    },
    newId: () => {
      ids += 1;
      return `${timePart}Z4X6T0V5R3N1B${String(ids).padStart(3, '0')}`;
    },
  };
  const requestUpload = makeRequestUpload(deps);
  const receiveOriginal = makeReceiveOriginal(deps);
  const updatePhoto = makeUpdatePhoto(deps);
  const deletePhoto = makeDeletePhoto(deps);
  const applyRenditions = makeApplyRenditions(deps);
  const rejectPhoto = makeRejectPhoto(deps);
  const likePhoto = makeLikePhoto(deps);
  const addComment = makeAddComment(deps);
  const deleteComment = makeDeleteComment(deps);
  const unlikePhoto = makeUnlikePhoto(deps);
  const chooseAvatar = makeChooseAvatar(deps);
  const removeAvatar = makeRemoveAvatar(deps);
  const refreshAvatar = makeRefreshAvatar(deps);

  const queued: { event: DomainEvent; range: FollowersRange }[] = [];
  const homesQueue: HomesQueue = {
    goOn: async (event, ranges) => void queued.push(...ranges.map((range) => ({ event, range }))),
  };

  const again: DomainEvent[] = [];
  const packDownload = makePackDownload({
    ...deps,
    queue: { again: async (event) => void again.push(event) },
  });
  const requestDownload = makeRequestDownload(deps);

  const world = {
    deps,
    downloads,
    zips,
    requestDownload: (ids?: readonly string[], ownerId = anna) =>
      requestDownload({ ownerId, ids, trace: requestTrace }),
    /** DownloadRequested arrives. */
    pack: (downloadId: string, ownerId = anna) => {
      const event = createEvent(DownloadRequested, {
        ...{ eventId: deps.newId(), occurredAt: new Date(startedAt).toISOString(), trace: laterTrace },
        ...{ aggregateId: downloadId, aggregateVersion: 1, data: { downloadId, ownerId } },
      });
      return packDownload(event, { trace: laterTrace });
    },
    /** Events that the service says to itself once more. */
    again,
    listDownloads: makeListDownloads(deps),
    getDownload: makeGetDownload(deps),
    forgetDownloads: makeForgetDownloads(deps),
    photos,
    originals,
    authors,
    avatars,
    likes,
    comments,
    getPhoto: makeGetPhoto(deps),
    countViews: makeCountViews(deps),
    getPublicPhoto: makeGetPublicPhoto(deps),
    listFeed: makeListFeed(deps),
    listHome: makeListHome(deps),
    applyFollow: makeApplyFollow(deps),
    fillHomes: makeFillHomes({ ...deps, queue: homesQueue }),
    /** Pages of followers that still have to be filled. */
    queued,
    listMine: makeListMine(deps),
    sweepAbandoned: makeSweepAbandoned(deps),
    /** Nothing happens for so long. */
    passes: (hours: number) => {
      seconds += hours * 3600;
    },
    request: (
      asked: {
        visibility?: Visibility;
        contentType?: ImageType;
        sizeBytes?: number;
        ownerId?: string;
        idempotencyKey?: string;
      } = {},
    ) =>
      requestUpload({
        ownerId: anna,
        title: 'First snow',
        description: '',
        visibility: 'private',
        contentType: 'image/jpeg',
        sizeBytes: 1000,
        ...asked,
        trace: requestTrace,
      }),
    /** Bytes arrive, and S3 tells of it. */
    async arrives(mediaId: string, versionId = 'version-1', bytes: Uint8Array = jpegStart, ownerId = anna) {
      const key = originalKey({ ownerId, mediaId });
      originals.versions.set(`${key}@${versionId}`, bytes);
      await world.objectCreated(mediaId, versionId, bytes.length, ownerId);
    },
    objectCreated: (mediaId: string, versionId = 'version-1', sizeBytes = jpegStart.length, ownerId = anna) =>
      receiveOriginal({
        original: { bucket: 'uploads-bucket', key: originalKey({ ownerId, mediaId }), versionId, sizeBytes },
        causationId: 's3-event',
      }),
    requestRenditions: makeRequestRenditions(deps),
    generated: (mediaId: string, visibility: Visibility, mediaVersion: number, setVersion = mediaVersion) =>
      applyRenditions({
        mediaId,
        picture: {
          mediaVersion,
          setVersion,
          visibility,
          widthPx: 640,
          heightPx: 400,
          renditions: [
            { name: 'w160', widthPx: 160, heightPx: 100, key: `renditions/set-${setVersion}/w160.webp` },
          ],
          linkPreview: { widthPx: 1200, heightPx: 630, key: `renditions/set-${setVersion}/link-preview.jpg` },
        },
        trace: laterTrace,
      }),
    failed: (mediaId: string) =>
      rejectPhoto({ mediaId, reason: { code: 'unreadable', message: 'Damaged.' }, trace: laterTrace }),
    update: (mediaId: string, asked: Edit, callerId = anna) =>
      updatePhoto({ mediaId, callerId, asked, trace: laterTrace }),
    like: (mediaId: string, callerId = ben) => likePhoto({ mediaId, callerId, trace: laterTrace }),
    unlike: (mediaId: string, callerId = ben) => unlikePhoto({ mediaId, callerId, trace: laterTrace }),
    listLikes: makeListLikes(deps),
    comment: (mediaId: string, text: string, callerId = ben, idempotencyKey?: string) =>
      addComment({ mediaId, callerId, text, idempotencyKey, trace: laterTrace }),
    deleteComment: (mediaId: string, commentId: string, callerId = ben) =>
      deleteComment({ mediaId, commentId, callerId, trace: laterTrace }),
    listComments: makeListComments(deps),
    listPublicComments: makeListPublicComments(deps),
    chooseAvatar: (mediaId: string, callerId = anna) =>
      chooseAvatar({ mediaId, callerId, trace: laterTrace }),
    removeAvatar: (callerId = anna) => removeAvatar({ callerId, trace: laterTrace }),
    refreshAvatar: (mediaId: string, ownerId = anna) =>
      refreshAvatar({ mediaId, ownerId, trace: laterTrace }),
    remove: (mediaId: string, callerId = anna) => deletePhoto({ mediaId, callerId, trace: laterTrace }),
    /** A photo whose bytes were accepted (version 2). */
    async uploaded(visibility: Visibility, ownerId = anna): Promise<string> {
      const { photo } = await world.request({ visibility, ownerId });
      await world.arrives(photo.id, 'version-1', jpegStart, ownerId);
      return photo.id;
    },
    /** A photo that everybody sees. */
    async published(ownerId = anna): Promise<string> {
      const mediaId = await world.uploaded('public', ownerId);
      await world.generated(mediaId, 'public', 2);
      return mediaId;
    },
    told: () =>
      photos.events.map(({ detailType, detail }) => `${detailType}@${detail.metadata.aggregateVersion}`),
  };
  return world;
}
