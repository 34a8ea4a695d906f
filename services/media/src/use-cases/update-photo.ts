import type { Trace } from '@shutterbus/contracts/event';
import type { Photo as PhotoShape } from '@shutterbus/contracts/routes/media';
import type { Clock } from '@shutterbus/lambda/clock';
import { retryOnConflict } from '@shutterbus/lambda/retry-on-conflict';
import { ConcurrentChangeError } from '../errors.ts';
import type { Photo } from '../photo.ts';
import { type Edit, edit } from '../photo-changes.ts';
import type { PhotoRepository } from '../ports.ts';
import { requireOwnPhoto } from '../require-own-photo.ts';
import { type ShowPhotos, showOne } from '../show-photos.ts';

interface Dependencies {
  photos: PhotoRepository;
  show: ShowPhotos;
  clock: Clock;
  newId: () => string;
}

interface UpdatePhoto {
  mediaId: string;
  callerId: string;
  asked: Edit;
  trace: Trace;
}

/**
 * Changes title, description, alternative text or visibility. Hiding works at once: feed entry and URLs go with this write; showing
 * ends with the renditions for the new publication. Asking for what is already so changes nothing.
 * @throws PhotoNotFoundError, NotYourPhotoError, ConcurrentChangeError
 */
export function makeUpdatePhoto({ photos, show, clock, newId }: Dependencies) {
  return async ({ mediaId, callerId, asked, trace }: UpdatePhoto): Promise<PhotoShape> => {
    const updated = await retryOnConflict(ConcurrentChangeError, async (): Promise<Photo> => {
      const photo = await requireOwnPhoto(photos, mediaId, callerId);
      const change = edit(photo, asked, { at: clock().toISOString(), trace, newId });
      if (!change) return photo;
      await photos.saveEdited(photo, change);
      return change.photo;
    });
    return showOne(show, updated, callerId);
  };
}
