import { createEvent } from '@shutterbus/contracts/event';
import { MediaLiked } from '@shutterbus/contracts/events/likes';
import { changeLike, type LikeCommand, type LikeDeps } from '../change-like.ts';
import { OwnPhotoError } from '../errors.ts';
import type { AuthorRepository } from '../ports.ts';
import { requireShown } from '../require-shown.ts';
import { shownPictureOf } from '../shown-picture.ts';

interface Dependencies extends LikeDeps {
  authors: Pick<AuthorRepository, 'findMany'>;
}

/**
 * The caller likes a photo from now on. Doing it again changes nothing and tells nothing.
 * @throws PhotoNotFoundError, OwnPhotoError; ConcurrentChangeError when others are counted again and again
 */
export function makeLikePhoto({ authors, ...deps }: Dependencies) {
  return (command: LikeCommand): Promise<void> =>
    changeLike(deps, { ...command, active: true }, async (photo, facts) => {
      const { mediaId, ownerId, title } = photo;
      if (ownerId === command.callerId) throw new OwnPhotoError();
      await requireShown(authors, photo, command.callerId);
      return createEvent(MediaLiked, {
        ...facts,
        data: { mediaId, ownerId, likerId: command.callerId, title, picture: shownPictureOf(photo) },
      });
    });
}
