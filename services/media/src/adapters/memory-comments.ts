import type { DomainEvent } from '@shutterbus/contracts/event';
import type { Comment, CommentClaim } from '../comment.ts';
import { ConcurrentChangeError } from '../errors.ts';
import type { CommentRepository } from '../ports.ts';
import type { MemoryCounts } from './memory-counts.ts';

/** Comments in memory, for tests; `events` is what went out with them, in order. */
export function memoryComments(counts: MemoryCounts): CommentRepository & { events: DomainEvent[] } {
  const comments = new Map<string, Comment>();
  const claims = new Map<string, CommentClaim>();
  const claimName = (authorId: string, key: string) => `${authorId} ${key}`;
  const events: DomainEvent[] = [];
  return {
    events,
    find: async ({ mediaId, commentId }) => {
      const comment = comments.get(commentId);
      return comment?.mediaId === mediaId ? comment : undefined;
    },
    claimOf: async (authorId, key) => claims.get(claimName(authorId, key)),
    async add(comment, caused, claim) {
      if (claim && claims.has(claimName(claim.authorId, claim.key))) throw new ConcurrentChangeError();
      counts.count(comment.mediaId, 'comments', 1);
      if (claim) claims.set(claimName(claim.authorId, claim.key), claim);
      comments.set(comment.commentId, comment);
      events.push(...caused);
    },
    async remove({ mediaId, commentId }, caused) {
      if (!comments.has(commentId)) throw new ConcurrentChangeError();
      counts.count(mediaId, 'comments', -1);
      comments.delete(commentId);
      events.push(...caused);
    },
    drop: async ({ commentId }) => void comments.delete(commentId),
    someOf: async (authorId, limit) =>
      [...comments.values()].filter((comment) => comment.authorId === authorId).slice(0, limit),
    async list(mediaId, { limit, cursor }) {
      const rest = [...comments.values()]
        .filter((comment) => comment.mediaId === mediaId)
        .sort((a, b) => (a.commentId < b.commentId ? 1 : -1))
        .filter(({ commentId }) => cursor === undefined || commentId < cursor);
      const items = rest.slice(0, limit);
      return { items, nextCursor: rest.length > limit ? items.at(-1)?.commentId : undefined };
    },
  };
}
