import { createEvent } from '@shutterbus/contracts/event';
import { MediaUnliked } from '@shutterbus/contracts/events/likes';
import { changeLike, type LikeCommand, type LikeDeps } from '../change-like.ts';

/**
 * The caller no longer likes a photo, be its owner leaving or not. Doing it again changes nothing and tells nothing.
 * @throws PhotoNotFoundError; ConcurrentChangeError when others are counted again and again
 */
export function makeUnlikePhoto(deps: LikeDeps) {
  return (command: LikeCommand): Promise<void> =>
    changeLike(deps, { ...command, active: false }, async ({ mediaId, ownerId }, facts) =>
      createEvent(MediaUnliked, { ...facts, data: { mediaId, ownerId, likerId: command.callerId } }),
    );
}
