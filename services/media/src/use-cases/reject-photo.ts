import type { Trace } from '@shutterbus/contracts/event';
import type { Rejection } from '@shutterbus/contracts/fields';
import type { Clock } from '@shutterbus/lambda/clock';
import { originalKey } from '../original.ts';
import { reject } from '../photo-changes.ts';
import type { OriginalStore, PhotoRepository } from '../ports.ts';
import { retryOnConflict } from '../retry-on-conflict.ts';

interface Dependencies {
  photos: PhotoRepository;
  originals: OriginalStore;
  clock: Clock;
  newId: () => string;
}

interface RejectPhoto {
  mediaId: string;
  reason: Rejection;
  trace: Trace;
}

/**
 * No renditions can be made: the owner reads why, and the original goes. Repeated, it only removes the original
 * again, which makes good for a crash after the write. Ignored when the photo is gone.
 */
export function makeRejectPhoto({ photos, originals, clock, newId }: Dependencies) {
  return ({ mediaId, reason, trace }: RejectPhoto): Promise<void> =>
    retryOnConflict(async () => {
      const photo = await photos.find(mediaId);
      if (photo?.status !== 'processing' && photo?.status !== 'rejected') return;
      if (photo.status === 'processing')
        await photos.save(photo, reject(photo, reason, { at: clock().toISOString(), trace, newId }));
      await originals.purge(originalKey(photo));
    });
}
