import type { Trace } from '@shutterbus/contracts/event';
import type { Clock } from '@shutterbus/lambda/clock';
import { retryOnConflict } from '@shutterbus/lambda/retry-on-conflict';
import { ConcurrentChangeError } from '../errors.ts';
import { originalKey } from '../original.ts';
import { deletion } from '../photo-changes.ts';
import type { OriginalStore, PhotoRepository, UploadQuota } from '../ports.ts';
import { requireOwnPhoto } from '../require-own-photo.ts';

interface Dependencies {
  photos: PhotoRepository;
  originals: Pick<OriginalStore, 'bucket'>;
  quota: Pick<UploadQuota, 'close'>;
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
export function makeDeletePhoto({ photos, originals, quota, clock, newId }: Dependencies) {
  return ({ mediaId, callerId, trace }: DeletePhoto): Promise<void> =>
    retryOnConflict(ConcurrentChangeError, async () => {
      const photo = await requireOwnPhoto(photos, mediaId, callerId);
      const original = { bucket: originals.bucket, key: originalKey(photo) };
      const { events } = deletion(photo, original, { at: clock().toISOString(), trace, newId });
      await photos.remove(photo, events);
      if (photo.status === 'awaiting-upload') await quota.close(photo);
    });
}
