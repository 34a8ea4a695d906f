import { createEvent } from '@shutterbus/contracts/event';
import { MediaLiked } from '@shutterbus/contracts/events/likes';
import { changeLike, type LikeCommand, type LikeDeps } from '../change-like.ts';
import { OwnPhotoError } from '../errors.ts';

/**
 * The caller likes a photo from now on. Doing it again changes nothing and tells nothing.
 * @throws PhotoNotFoundError, OwnPhotoError; ConcurrentChangeError when others are counted again and again
 */
export function makeLikePhoto(deps: LikeDeps) {
  return (command: LikeCommand): Promise<void> =>
    changeLike(deps, { ...command, active: true }, ({ mediaId, ownerId, title }, facts) => {
      if (ownerId === command.callerId) throw new OwnPhotoError();
      return createEvent(MediaLiked, {
        ...facts,
        data: { mediaId, ownerId, likerId: command.callerId, title },
      });
    });
}
