import { DomainError } from '@shutterbus/contracts/domain-error';
import { ConcurrentChangeError } from '../errors.ts';
import { type Follow, pairId } from '../follow.ts';
import type { FollowRepository, Page, PageRequest } from '../ports.ts';
import type { MemoryUsers } from './memory-users.ts';

/** For tests; behaves as `dynamoFollows`, which follows.suite.ts checks. */
export function memoryFollows(users: MemoryUsers): FollowRepository {
  const byPair = new Map<string, Follow>();
  const newestFirst = (list: Follow[], listed: 'followerId' | 'followeeId') =>
    list.sort((a, b) => `${b.changedAt}#${b[listed]}`.localeCompare(`${a.changedAt}#${a[listed]}`));
  return {
    find: async (pair) => byPair.get(pairId(pair)),
    async save(before, after, events) {
      const { followerId, followeeId, active } = after;
      if (byPair.get(pairId(after))?.version !== before?.version) throw new ConcurrentChangeError();
      if (!users.has(followerId) || !users.has(followeeId)) throw new ConcurrentChangeError();
      byPair.set(pairId(after), after);
      users.count(followerId, 'followingCount', active ? 1 : -1);
      users.count(followeeId, 'followerCount', active ? 1 : -1);
      users.events.push(...events);
    },
    listFollowers: async (userId, page) =>
      pageOf(
        newestFirst(
          activeOnes().filter((one) => one.followeeId === userId),
          'followerId',
        ).map((one) => one.followerId),
        page,
      ),
    listFollowing: async (userId, page) =>
      pageOf(
        newestFirst(
          activeOnes().filter((one) => one.followerId === userId),
          'followeeId',
        ).map((one) => one.followeeId),
        page,
      ),
  };

  function activeOnes(): Follow[] {
    return [...byPair.values()].filter(({ active }) => active);
  }
}

/** The cursor is the last id of the page before. */
function pageOf(ids: string[], { limit, cursor }: PageRequest): Page<string> {
  const start = cursor === undefined ? 0 : ids.indexOf(cursor) + 1;
  if (cursor !== undefined && start === 0)
    throw new DomainError('invalid', 'invalid-cursor', 'Unknown cursor.');
  const items = ids.slice(start, start + limit);
  return { items, ...(start + limit < ids.length && { nextCursor: items.at(-1) }) };
}
