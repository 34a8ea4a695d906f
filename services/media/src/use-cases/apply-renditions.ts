import type { Trace } from '@shutterbus/contracts/event';
import type { ImageType } from '@shutterbus/contracts/fields';
import type { Clock } from '@shutterbus/lambda/clock';
import { retryOnConflict } from '@shutterbus/lambda/retry-on-conflict';
import { ConcurrentChangeError } from '../errors.ts';
import type { Picture } from '../photo.ts';
import { applyPicture } from '../photo-changes.ts';
import type { PhotoRepository } from '../ports.ts';

interface Dependencies {
  photos: PhotoRepository;
  clock: Clock;
  newId: () => string;
}

interface ApplyRenditions {
  mediaId: string;
  picture: Picture;
  contentType?: ImageType | undefined;
  trace: Trace;
}

/** Renditions are there, moved, or made anew. Ignored when the photo is gone, or this set or a later one is known. */
export function makeApplyRenditions({ photos, clock, newId }: Dependencies) {
  return ({ mediaId, picture, contentType, trace }: ApplyRenditions): Promise<void> =>
    retryOnConflict(ConcurrentChangeError, async () => {
      const photo = await photos.find(mediaId);
      if (!photo) return;
      const occasion = { at: clock().toISOString(), trace, newId };
      const change = applyPicture(photo, picture, occasion, contentType);
      if (change) await photos.save(photo, change);
    });
}
