import { createEvent, type EventOf, type Trace } from '@shutterbus/contracts/event';
import { CommentDeleted } from '@shutterbus/contracts/events/comments';
import { AnswersErased } from '@shutterbus/contracts/events/erasure';
import { MediaUnliked } from '@shutterbus/contracts/events/likes';
import type { UserDeleted } from '@shutterbus/contracts/events/users';
import type { Clock } from '@shutterbus/lambda/clock';
import { erased } from '@shutterbus/lambda/erased';
import { retryOnConflict } from '@shutterbus/lambda/retry-on-conflict';
import type { CommentKey } from '../comment.ts';
import { ConcurrentChangeError } from '../errors.ts';
import { type LikePair, likeId } from '../like.ts';
import type {
  AuthorRepository,
  AvatarRepository,
  CommentRepository,
  FollowRepository,
  HomeRepository,
  LikeRepository,
  OwnQueue,
  PhotoRepository,
} from '../ports.ts';

interface Dependencies {
  photos: Pick<PhotoRepository, 'find' | 'announce'>;
  likes: Pick<LikeRepository, 'find' | 'remove' | 'drop' | 'someOf'>;
  comments: Pick<CommentRepository, 'find' | 'remove' | 'drop' | 'someOf'>;
  follows: Pick<FollowRepository, 'removeSome'>;
  homes: Pick<HomeRepository, 'removeSome'>;
  authors: Pick<AuthorRepository, 'forget'>;
  avatars: Pick<AvatarRepository, 'remove'>;
  queue: OwnQueue;
  clock: Clock;
  newId: () => string;
}

/** Written at once, in transactions of their own. */
const atOnce = 5;

/** A call takes some hundred milliseconds at most; the message that says the same again has its own. */
const callsPerMessage = 100;

/**
 * Takes back what somebody who is gone has left at others: likes and comments, each with the photo's count and an event that
 * tells of it, also of hidden photos; who follows whom; and their own Home. Five hundred of each at most; for the rest the event
 * is said again, to this service alone. What is removed is not found again, so it needs no place to go on from. Safe to repeat. The last
 * message, which finds nothing any more, confirms.
 */
export function makeWithdrawAnswers(deps: Dependencies) {
  const { photos, likes, comments, follows, homes, authors, avatars, queue, clock, newId } = deps;

  return async (event: EventOf<typeof UserDeleted>, { trace }: { trace: Trace }): Promise<void> => {
    const { userId } = event.detail.data;
    // First, so that a pair of which word comes meanwhile is not kept.
    await authors.forget(userId, clock());
    await avatars.remove(userId);
    for (let calls = 0; calls < callsPerMessage; calls += 1) {
      const [liked, written, ...others] = await Promise.all([
        likes.someOf(userId, atOnce),
        comments.someOf(userId, atOnce),
        follows.removeSome(userId),
        homes.removeSome(userId),
      ]);
      const answers = [
        ...liked.map((pair) => ({ ...pair, once: () => unlike(pair, trace) })),
        ...written.map((key) => ({ ...key, once: () => uncomment(key, trace) })),
      ];
      const ofPhotos = Map.groupBy(answers, ({ mediaId }) => mediaId);
      await Promise.all([...ofPhotos.values()].map(takeBack));
      if (liked.length + written.length === 0 && !others.includes(true))
        return photos.announce([erased(AnswersErased, event, { trace, clock, newId })]);
    }
    await queue.again(event);
  };

  /** Answers to one photo, one after the other, since they meet at its count; whoever meets others there tries again. */
  async function takeBack(ofPhoto: readonly { once: () => Promise<void> }[]): Promise<void> {
    for (const { once } of ofPhoto) await retryOnConflict(ConcurrentChangeError, once);
  }

  async function unlike(pair: LikePair, trace: Trace): Promise<void> {
    const [photo, like] = await Promise.all([photos.find(pair.mediaId), likes.find(pair)]);
    if (!like) return;
    if (!photo) return likes.drop(pair);
    const { mediaId, likerId, version } = like;
    const event = createEvent(MediaUnliked, {
      ...{ eventId: newId(), occurredAt: clock().toISOString(), trace },
      ...{ aggregateId: likeId(like), aggregateVersion: version + 1 },
      data: { mediaId, ownerId: photo.ownerId, likerId },
    });
    await likes.remove(like, like.active ? [event] : []);
  }

  async function uncomment(key: CommentKey, trace: Trace): Promise<void> {
    const [photo, comment] = await Promise.all([photos.find(key.mediaId), comments.find(key)]);
    if (!comment) return;
    if (!photo) return comments.drop(key);
    const { commentId, mediaId, authorId: commenterId } = comment;
    const event = createEvent(CommentDeleted, {
      ...{ eventId: newId(), occurredAt: clock().toISOString(), trace },
      ...{ aggregateId: commentId, aggregateVersion: 2 },
      data: { commentId, mediaId, ownerId: photo.ownerId, commenterId },
    });
    await comments.remove(comment, [event]);
  }
}
