import { createHash } from 'node:crypto';
import type { Trace } from '@shutterbus/contracts/event';
import type { ImageType, Visibility } from '@shutterbus/contracts/fields';
import type { Photo as PhotoShape } from '@shutterbus/contracts/routes/media';
import { maxUploadBytes } from '@shutterbus/contracts/uploads/limits';
import type { Clock } from '@shutterbus/lambda/clock';
import { retryOnConflict } from '@shutterbus/lambda/retry-on-conflict';
import {
  ConcurrentChangeError,
  IdempotencyKeyReusedError,
  PhotoNotFoundError,
  UploadTooLargeError,
} from '../errors.ts';
import { originalKey } from '../original.ts';
import type { Photo } from '../photo.ts';
import { waitAnew } from '../photo-changes.ts';
import type { PhotoRepository, UploadPermits, UploadQuota, UploadTicket } from '../ports.ts';
import { type ShowPhotos, showOne } from '../show-photos.ts';

/** A permission moves the end of a photo that waits, but not at each repeat of a request that was lost: that would be a write for nothing. */
const movedAfterMs = 60 * 60 * 1000;

interface Dependencies {
  photos: PhotoRepository;
  show: ShowPhotos;
  quota: UploadQuota;
  originals: UploadPermits;
  clock: Clock;
  newId: () => string;
}

export interface RequestUpload {
  ownerId: string;
  title: string;
  description: string;
  visibility: Visibility;
  contentType: ImageType;
  sizeBytes: number;
  /** The client's own name for this request; without it, each request is another one. */
  idempotencyKey?: string | undefined;
  trace: Trace;
}

/**
 * Reserves a photo and gives the permission to send its bytes. The photo is written before the permission is given,
 * so that bytes without a photo are never ours. Counts against the day's quota even if the bytes never come, and until
 * they have come, or may come no more, among the open ones.
 * With a key, safe to repeat whatever the client saw of the first answer: the key is noted first, with the id that the photo
 * is going to have, and everything after it does nothing the second time. A repeat gets the photo as it is now.
 * @throws UploadTooLargeError, DailyQuotaError, OpenUploadsError, IdempotencyKeyReusedError; PhotoNotFoundError when the photo
 * of the key was deleted since
 */
export function makeRequestUpload({ photos, show, quota, originals, clock, newId }: Dependencies) {
  async function claimed({ ownerId, idempotencyKey: key, trace: _, ...asked }: RequestUpload) {
    if (key === undefined) return undefined;
    const digest = digestOf(asked);
    const claim = await photos.claim({ ownerId, key, mediaId: newId(), asked: digest, fulfilled: false });
    if (claim.asked !== digest) throw new IdempotencyKeyReusedError();
    return claim;
  }

  /** Whoever gets a permission has a day for it: a sweep takes away what was waited for so long (decision 0068). */
  async function stillWaitedFor(photo: Photo, trace: Trace, now: Date): Promise<Photo> {
    const isRecent = now.getTime() - Date.parse(photo.updatedAt) < movedAfterMs;
    if (photo.status !== 'awaiting-upload' || isRecent) return photo;
    const change = waitAnew(photo, { at: now.toISOString(), trace, newId });
    await photos.save(photo, change);
    return change.photo;
  }

  async function reserve(command: RequestUpload, now: Date): Promise<Photo> {
    const claim = await claimed(command);
    if (claim?.fulfilled) {
      const known = await photos.find(claim.mediaId);
      if (!known) throw new PhotoNotFoundError();
      return stillWaitedFor(known, command.trace, now);
    }
    const { ownerId, title, description, visibility, contentType, sizeBytes, trace } = command;
    const photo: Photo = {
      mediaId: claim?.mediaId ?? newId(),
      ownerId,
      title,
      description,
      visibility,
      status: 'awaiting-upload',
      contentType,
      sizeBytes,
      correlationId: trace.correlationId,
      createdAt: now.toISOString(),
      updatedAt: now.toISOString(),
      version: 1,
      visibilityVersion: 1,
    };
    await quota.open(photo);
    await photos.add(photo, claim);
    return photo;
  }

  return async (command: RequestUpload): Promise<{ photo: PhotoShape; upload: UploadTicket }> => {
    const { contentType, sizeBytes } = command;
    if (sizeBytes > maxUploadBytes) throw new UploadTooLargeError();
    const now = clock();
    // Two that come at once: the later one finds what the other has made.
    const photo = await retryOnConflict(ConcurrentChangeError, () => reserve(command, now));
    const [shown, upload] = await Promise.all([
      showOne(show, photo, command.ownerId),
      originals.presignUpload({ key: originalKey(photo), contentType, sizeBytes }, now),
    ]);
    return { photo: shown, upload };
  };
}

/** Of what is asked for, not of when and by which request. */
function digestOf({
  title,
  description,
  visibility,
  contentType,
  sizeBytes,
}: Omit<RequestUpload, 'ownerId' | 'trace'>) {
  const asked = JSON.stringify([title, description, visibility, contentType, sizeBytes]);
  return createHash('sha256').update(asked).digest('base64url');
}
