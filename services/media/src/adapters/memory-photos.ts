import type { DomainEvent } from '@shutterbus/contracts/event';
import { ConcurrentChangeError } from '../errors.ts';
import { goesAt, isPublished, type Photo, tagsOf } from '../photo.ts';
import type { Change } from '../photo-changes.ts';
import type { AbandonedPhotos, Page, PageRequest, PhotoLists, PhotoRepository } from '../ports.ts';
import type { UploadClaim } from '../upload-claim.ts';
import { memoryCounts } from './memory-counts.ts';

/** Photos in memory, for tests; `events` is what went out with them, in order. */
export function memoryPhotos(
  counts = memoryCounts(),
): PhotoRepository & PhotoLists & AbandonedPhotos & { events: DomainEvent[] } {
  const photos = new Map<string, Photo>();
  const claims = new Map<string, UploadClaim>();
  const claimName = ({ ownerId, key }: UploadClaim): string => `${ownerId} ${key}`;
  const events: DomainEvent[] = [];

  const requireUnchanged = ({ mediaId, version }: Photo): void => {
    if (photos.get(mediaId)?.version !== version) throw new ConcurrentChangeError();
  };

  const keep = async (before: Photo, change: Change): Promise<void> => {
    requireUnchanged(before);
    photos.set(before.mediaId, structuredClone(change.photo));
    events.push(...change.events);
  };

  return {
    events,
    async find(mediaId) {
      return structuredClone(photos.get(mediaId));
    },
    findPhotos: async (mediaIds) =>
      structuredClone([...new Set(mediaIds)].flatMap((id) => photos.get(id) ?? [])),
    async claim(claim) {
      const name = claimName(claim);
      const standing = claims.get(name) ?? claim;
      claims.set(name, standing);
      return standing;
    },
    async add(photo, claim) {
      if (photos.has(photo.mediaId)) throw new ConcurrentChangeError();
      photos.set(photo.mediaId, structuredClone(photo));
      if (claim) claims.set(claimName(claim), { ...claim, fulfilled: true });
    },
    save: keep,
    saveEdited: keep,
    async remove(before, caused) {
      requireUnchanged(before);
      photos.delete(before.mediaId);
      counts.close(before.mediaId);
      events.push(...caused);
    },
    async *due(now) {
      const byTime = [...photos.values()].map((photo) => ({ photo, end: goesAt(photo) }));
      const over = byTime.filter(({ end }) => end !== undefined && end <= now.toISOString());
      yield* over.toSorted((a, b) => ((a.end ?? '') < (b.end ?? '') ? -1 : 1)).map(({ photo }) => photo);
    },
    listReady: async (page) =>
      pageOf(
        [...photos.values()].filter(({ status }) => status === 'ready'),
        ({ mediaId }) => mediaId,
        page,
      ),
    async announce(caused) {
      events.push(...caused);
    },
    listByOwner: async (ownerId, page) =>
      pageOf(
        [...photos.values()].filter((photo) => photo.ownerId === ownerId),
        ({ mediaId }) => mediaId,
        page,
      ),
    listTagged: async (tag, page) =>
      pageOf(
        [...photos.values()].filter((photo) => isPublished(photo) && tagsOf(photo).includes(tag)),
        ({ publishedAt, mediaId }) => `${publishedAt}#${mediaId}`,
        page,
      ),
    listPublished: async (ownerId, page) =>
      pageOf(
        [...photos.values()].filter(
          (photo) => isPublished(photo) && (ownerId === undefined || photo.ownerId === ownerId),
        ),
        ({ publishedAt, mediaId }) => `${publishedAt}#${mediaId}`,
        page,
      ),
  };
}

/** Newest first; the cursor is the position of the page's last photo. */
function pageOf(
  photos: Photo[],
  position: (photo: Photo) => string,
  { limit, cursor }: PageRequest,
): Page<Photo> {
  const sorted = photos.toSorted((a, b) => (position(a) < position(b) ? 1 : -1));
  const rest = sorted.filter((photo) => cursor === undefined || position(photo) < cursor);
  const items = structuredClone(rest.slice(0, limit));
  const last = items.at(-1);
  return { items, nextCursor: rest.length > limit && last ? position(last) : undefined };
}
