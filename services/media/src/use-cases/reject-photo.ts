import type { Trace } from '@shutterbus/contracts/event';
import type { Rejection } from '@shutterbus/contracts/fields';
import type { Clock } from '@shutterbus/lambda/clock';
import { retryOnConflict } from '@shutterbus/lambda/retry-on-conflict';
import { ConcurrentChangeError } from '../errors.ts';
import { originalKey } from '../original.ts';
import { reject } from '../photo-changes.ts';
import type { OriginalStore, PhotoRepository, UploadQuota } from '../ports.ts';

interface Dependencies {
  photos: PhotoRepository;
  originals: OriginalStore;
  quota: UploadQuota;
  clock: Clock;
  newId: () => string;
}

interface RejectPhoto {
  mediaId: string;
  reason: Rejection;
  trace: Trace;
}

/**
 * No renditions can be made: the owner reads why, gets the upload back, and the original goes. Repeated, it only does
 * again what follows the write, which makes good for a crash after it. Ignored when the photo is gone.
 */
export function makeRejectPhoto({ photos, originals, quota, clock, newId }: Dependencies) {
  return ({ mediaId, reason, trace }: RejectPhoto): Promise<void> =>
    retryOnConflict(ConcurrentChangeError, async () => {
      const photo = await photos.find(mediaId);
      if (photo?.status !== 'processing' && photo?.status !== 'rejected') return;
      if (photo.status === 'processing')
        await photos.save(photo, reject(photo, reason, { at: clock().toISOString(), trace, newId }));
      await quota.giveBack(photo);
      await originals.purge(originalKey(photo));
    });
}
