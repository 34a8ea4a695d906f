import type { PeopleFinder } from '../ports.ts';
import type { MemoryUsers } from './memory-users.ts';

/** For tests; behaves as `dynamoFinder`, which finder.suite.ts checks. */
export function memoryFinder(users: MemoryUsers): PeopleFinder {
  return {
    async entriesFrom(beginning, { limit, cursor }) {
      const all = users
        .all()
        .flatMap(({ id, findableBy = [] }) => findableBy.map((entry) => ({ userId: id, entry })))
        .filter(({ entry }) => entry.startsWith(beginning))
        .map((found) => ({ found, position: `${found.entry}\t${found.userId}` }))
        .sort((a, b) => (a.position < b.position ? -1 : 1));
      const rest = all.filter(({ position }) => cursor === undefined || position > cursor);
      const page = rest.slice(0, limit);
      return {
        items: page.map(({ found }) => found),
        nextCursor: rest.length > limit ? page.at(-1)?.position : undefined,
      };
    },
  };
}
