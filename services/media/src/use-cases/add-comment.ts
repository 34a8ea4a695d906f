import { createHash } from 'node:crypto';
import { createEvent, type Trace } from '@shutterbus/contracts/event';
import { CommentAdded } from '@shutterbus/contracts/events/comments';
import type { Comment as CommentShape } from '@shutterbus/contracts/routes/comments';
import type { Clock } from '@shutterbus/lambda/clock';
import { retryOnConflict } from '@shutterbus/lambda/retry-on-conflict';
import type { Comment } from '../comment.ts';
import { CommentNotFoundError, ConcurrentChangeError, IdempotencyKeyReusedError } from '../errors.ts';
import type { AuthorRepository, CommentRepository, PhotoRepository } from '../ports.ts';
import { requireShown } from '../require-shown.ts';
import { requireVisiblePhoto } from '../require-visible-photo.ts';
import { showComments } from '../show-comments.ts';
import { shownPictureOf } from '../shown-picture.ts';

interface Dependencies {
  photos: Pick<PhotoRepository, 'find'>;
  comments: CommentRepository;
  authors: Pick<AuthorRepository, 'findMany'>;
  clock: Clock;
  newId: () => string;
}

interface AddComment {
  mediaId: string;
  callerId: string;
  text: string;
  /** The client's own name for this request; without it, each request is another one. */
  idempotencyKey?: string | undefined;
  trace: Trace;
}

/**
 * Says something about a photo. With a key, a repeat gets the comment that the first one made.
 * @throws PhotoNotFoundError, IdempotencyKeyReusedError; CommentNotFoundError when the comment of the key was deleted since;
 * ConcurrentChangeError when others are counted again and again
 */
export function makeAddComment({ photos, comments, authors, clock, newId }: Dependencies) {
  async function repeated(authorId: string, key: string, asked: string): Promise<Comment | undefined> {
    const claim = await comments.claimOf(authorId, key);
    if (!claim) return undefined;
    if (claim.asked !== asked) throw new IdempotencyKeyReusedError();
    const known = await comments.find(claim);
    if (!known) throw new CommentNotFoundError();
    return known;
  }

  async function add({ mediaId, callerId, text, idempotencyKey: key, trace }: AddComment): Promise<Comment> {
    const photo = await requireVisiblePhoto(photos, mediaId, callerId);
    await requireShown(authors, photo, callerId);
    const { ownerId, title } = photo;
    const asked = createHash('sha256')
      .update(JSON.stringify([mediaId, text]))
      .digest('base64url');
    const known = key === undefined ? undefined : await repeated(callerId, key, asked);
    if (known) return known;
    const [commentId, createdAt] = [newId(), clock().toISOString()];
    const comment: Comment = { commentId, mediaId, authorId: callerId, text, createdAt };
    const event = createEvent(CommentAdded, {
      ...{ eventId: newId(), occurredAt: createdAt, aggregateId: commentId, aggregateVersion: 1, trace },
      data: {
        ...{ commentId, mediaId, ownerId, commenterId: callerId, title },
        picture: shownPictureOf(photo),
      },
    });
    const claim = key === undefined ? undefined : { authorId: callerId, key, mediaId, commentId, asked };
    await comments.add(comment, [event], claim);
    return comment;
  }

  return async (command: AddComment): Promise<CommentShape> => {
    // Two that come at once with one key: the later one finds what the other has made.
    const comment = await retryOnConflict(ConcurrentChangeError, () => add(command));
    const [shown] = await showComments(authors, [comment], command.callerId);
    if (!shown) throw new Error('a comment was not shown');
    return shown;
  };
}
