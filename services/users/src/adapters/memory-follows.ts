import { DomainError } from '@shutterbus/contracts/domain-error';
import { ConcurrentChangeError } from '../errors.ts';
import { type Follow, pairId } from '../follow.ts';
import type { FollowRepository, Page, PageRequest } from '../ports.ts';
import type { MemoryUsers } from './memory-users.ts';

/** For tests; behaves as `dynamoFollows`, which follows.suite.ts checks. */
export function memoryFollows(users: MemoryUsers): FollowRepository {
  const byPair = new Map<string, Follow>();
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
        activeOnes().filter(({ followeeId }) => followeeId === userId),
        'followerId',
        page,
      ),
    listFollowing: async (userId, page) =>
      pageOf(
        activeOnes().filter(({ followerId }) => followerId === userId),
        'followeeId',
        page,
      ),
  };

  function activeOnes(): Follow[] {
    return [...byPair.values()].filter(({ active }) => active);
  }
}

/** Newest first. The cursor is a place, which stays one when the pair that stood there ends. */
function pageOf(
  follows: Follow[],
  listed: 'followerId' | 'followeeId',
  { limit, cursor }: PageRequest,
): Page<string> {
  if (cursor !== undefined && !cursor.includes('#'))
    throw new DomainError('invalid', 'invalid-cursor', 'Unknown cursor.');
  const place = (follow: Follow) => `${follow.changedAt}#${follow[listed]}`;
  const behind = follows
    .filter((follow) => cursor === undefined || place(follow) < cursor)
    .sort((a, b) => place(b).localeCompare(place(a)));
  const page = behind.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map((follow) => follow[listed]),
    ...(last && limit < behind.length && { nextCursor: place(last) }),
  };
}
