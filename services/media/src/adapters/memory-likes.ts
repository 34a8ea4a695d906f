import type { DomainEvent } from '@shutterbus/contracts/event';
import { ConcurrentChangeError } from '../errors.ts';
import { type Like, type LikePair, likeId } from '../like.ts';
import type { LikeRepository } from '../ports.ts';
import type { MemoryCounts } from './memory-counts.ts';

/** Likes in memory, for tests; `events` is what went out with them, in order. */
export function memoryLikes(counts: MemoryCounts): LikeRepository & { events: DomainEvent[] } {
  const likes = new Map<string, Like>();
  const events: DomainEvent[] = [];
  const find = (pair: LikePair) => likes.get(likeId(pair));
  return {
    events,
    find: async (pair) => find(pair),
    async save(before, after, caused) {
      if (find(after)?.version !== before?.version) throw new ConcurrentChangeError();
      counts.count(after.mediaId, 'likes', after.active ? 1 : -1);
      likes.set(likeId(after), after);
      events.push(...caused);
    },
    async remove(like, caused) {
      if (find(like)?.version !== like.version) throw new ConcurrentChangeError();
      if (like.active) counts.count(like.mediaId, 'likes', -1);
      likes.delete(likeId(like));
      events.push(...caused);
    },
    drop: async (pair) => void likes.delete(likeId(pair)),
    someOf: async (likerId, limit) =>
      [...likes.values()].filter((like) => like.likerId === likerId).slice(0, limit),
    likedAmong: async (likerId, mediaIds) => mediaIds.filter((mediaId) => find({ mediaId, likerId })?.active),
  };
}
