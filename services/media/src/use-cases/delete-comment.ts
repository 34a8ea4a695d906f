import { createEvent, type Trace } from '@shutterbus/contracts/event';
import { CommentDeleted } from '@shutterbus/contracts/events/comments';
import type { Clock } from '@shutterbus/lambda/clock';
import { retryOnConflict } from '@shutterbus/lambda/retry-on-conflict';
import { CommentNotFoundError, ConcurrentChangeError, NotYourCommentError } from '../errors.ts';
import type { CommentRepository, PhotoRepository } from '../ports.ts';
import { requireVisiblePhoto } from '../require-visible-photo.ts';

interface Dependencies {
  photos: Pick<PhotoRepository, 'find'>;
  comments: CommentRepository;
  clock: Clock;
  newId: () => string;
}

interface DeleteComment {
  mediaId: string;
  commentId: string;
  callerId: string;
  trace: Trace;
}

/**
 * Deletes a comment: its author may, and the owner of the photo.
 * @throws PhotoNotFoundError, CommentNotFoundError (a second time, too), NotYourCommentError; ConcurrentChangeError when others are
 * counted again and again
 */
export function makeDeleteComment({ photos, comments, clock, newId }: Dependencies) {
  return ({ mediaId, commentId, callerId, trace }: DeleteComment): Promise<void> =>
    retryOnConflict(ConcurrentChangeError, async () => {
      const { ownerId } = await requireVisiblePhoto(photos, mediaId, callerId);
      const comment = await comments.find({ mediaId, commentId });
      if (!comment) throw new CommentNotFoundError();
      const { authorId: commenterId } = comment;
      if (callerId !== commenterId && callerId !== ownerId) throw new NotYourCommentError();
      const event = createEvent(CommentDeleted, {
        ...{ eventId: newId(), occurredAt: clock().toISOString(), trace },
        ...{ aggregateId: commentId, aggregateVersion: 2 },
        data: { commentId, mediaId, ownerId, commenterId },
      });
      await comments.remove(comment, [event]);
    });
}
