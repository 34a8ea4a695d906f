import { rangesAfterId } from '@shutterbus/lambda/id-ranges';
import type { FollowChange, FollowerRepository } from '../ports.ts';

/** For tests; behaves as `dynamoFollowers`, which followers.suite.ts checks. */
export function memoryFollowers(): FollowerRepository {
  const byPair = new Map<string, FollowChange & { firstFollowedAt?: string | undefined }>();
  return {
    async remember(change) {
      const { followeeId, followerId, active, version, occurredAt } = change;
      const key = `${followeeId}/${followerId}`;
      const known = byPair.get(key);
      if (known && known.version >= version) return known;
      const firstFollowedAt = known?.firstFollowedAt ?? (active ? occurredAt : undefined);
      const next = { ...change, firstFollowedAt };
      byPair.set(key, next);
      return next;
    },
    async pairsOf(userId, { limit, cursor }) {
      const own = [...byPair.entries()]
        .filter(([, { followerId, followeeId }]) => userId === followerId || userId === followeeId)
        .filter(([key]) => cursor === undefined || key > cursor)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .slice(0, limit);
      return { items: own.map(([, pair]) => pair), nextCursor: own.at(-1)?.[0] };
    },
    async remove(pairs) {
      for (const { followeeId, followerId } of pairs) byPair.delete(`${followeeId}/${followerId}`);
    },
    async listSince(followeeId, at, limit) {
      return [...byPair.values()]
        .filter((pair) => pair.followeeId === followeeId && pair.active && (pair.firstFollowedAt ?? at) < at)
        .map(({ followerId }) => followerId)
        .sort()
        .slice(0, limit);
    },
    rangesAfter: (firstCursor) =>
      rangesAfterId(firstCursor).map(({ after, until }) => ({ cursor: after, until })),
    async list(followeeId, { limit, cursor, until }) {
      const all = [...byPair.values()]
        .filter((pair) => pair.followeeId === followeeId)
        .sort((a, b) => (a.followerId < b.followerId ? -1 : 1))
        .filter((pair) => cursor === undefined || pair.followerId > cursor)
        .filter((pair) => until === undefined || pair.followerId < until);
      const page = all.slice(0, limit);
      return {
        items: page.filter(({ active }) => active).map(({ followerId }) => followerId),
        nextCursor: all.length > limit ? page.at(-1)?.followerId : undefined,
      };
    },
  };
}
