import type { Trace } from '@shutterbus/contracts/event';
import type { Clock } from '@shutterbus/lambda/clock';
import { originalKey } from '../original.ts';
import { deletion } from '../photo-changes.ts';
import type { OriginalStore, PhotoRepository } from '../ports.ts';
import { requireOwnPhoto } from '../require-own-photo.ts';
import { retryOnConflict } from '../retry-on-conflict.ts';

interface Dependencies {
  photos: PhotoRepository;
  originals: Pick<OriginalStore, 'bucket'>;
  clock: Clock;
  newId: () => string;
}

interface DeletePhoto {
  mediaId: string;
  callerId: string;
  trace: Trace;
}

/**
 * Removes the photo. Its original and renditions follow when MediaDeleted arrives at their owners.
 * @throws PhotoNotFoundError (a second time, too), NotYourPhotoError, ConcurrentChangeError
 */
export function makeDeletePhoto({ photos, originals, clock, newId }: Dependencies) {
  return ({ mediaId, callerId, trace }: DeletePhoto): Promise<void> =>
    retryOnConflict(async () => {
      const photo = await requireOwnPhoto(photos, mediaId, callerId);
      const original = { bucket: originals.bucket, key: originalKey(photo) };
      const { events } = deletion(photo, original, { at: clock().toISOString(), trace, newId });
      await photos.remove(photo, events);
    });
}
