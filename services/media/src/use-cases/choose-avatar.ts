import type { Trace } from '@shutterbus/contracts/event';
import { type AvatarDeps, changeAvatar } from '../change-avatar.ts';
import { PhotoNotPublicError } from '../errors.ts';
import { isPublished } from '../photo.ts';
import type { PhotoRepository } from '../ports.ts';
import { requireOwnPhoto } from '../require-own-photo.ts';

interface ChooseAvatar {
  mediaId: string;
  callerId: string;
  trace: Trace;
}

/**
 * Lets one of the caller's public photos stand for them.
 * @throws PhotoNotFoundError, NotYourPhotoError, PhotoNotPublicError, ConcurrentChangeError
 */
export function makeChooseAvatar({
  photos,
  ...deps
}: AvatarDeps & { photos: Pick<PhotoRepository, 'find'> }) {
  return ({ mediaId, callerId, trace }: ChooseAvatar): Promise<void> =>
    changeAvatar(deps, { userId: callerId, trace }, async () => {
      const photo = await requireOwnPhoto(photos, mediaId, callerId);
      if (!isPublished(photo)) throw new PhotoNotPublicError();
      return photo;
    });
}
