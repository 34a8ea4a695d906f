import { rangesAfterId } from '@shutterbus/lambda/id-ranges';
import type { FollowChange } from '../follow.ts';
import type { FollowRepository } from '../ports.ts';

/** Who follows whom in memory, for tests. */
export function memoryFollows(): FollowRepository {
  const pairs = new Map<string, FollowChange>();
  const nameOf = (followerId: string, followeeId: string): string => `${followerId} ${followeeId}`;
  return {
    async rememberFollow(change) {
      const name = nameOf(change.followerId, change.followeeId);
      const known = pairs.get(name);
      const newest = known && known.version >= change.version ? known : change;
      pairs.set(name, newest);
      return newest.active;
    },
    rangesAfter: (firstCursor) =>
      rangesAfterId(firstCursor).map(({ after, until }) => ({ cursor: after, until })),
    async listFollowers(followeeId, { limit, cursor, until }) {
      const all = [...pairs.values()]
        .filter((pair) => pair.followeeId === followeeId && pair.active)
        .map(({ followerId }) => followerId)
        .sort();
      const rest = all
        .filter((id) => cursor === undefined || id > cursor)
        .filter((id) => until === undefined || id < until);
      const items = rest.slice(0, limit);
      return { items, nextCursor: rest.length > limit ? items.at(-1) : undefined };
    },
    removePair: async ({ followerId, followeeId }) => void pairs.delete(nameOf(followerId, followeeId)),
    async removeSome(userId) {
      for (const [name, { followerId, followeeId }] of pairs)
        if (userId === followerId || userId === followeeId) pairs.delete(name);
      return false;
    },
    followedAmong: async (followerId, userIds) =>
      new Set(userIds.filter((userId) => pairs.get(nameOf(followerId, userId))?.active)),
  };
}
