import type { Author } from '../author.ts';
import type { AuthorRepository } from '../ports.ts';

/** People in memory, for tests. */
export function memoryAuthors(): AuthorRepository {
  const authors = new Map<string, Author>();
  return {
    async remember(author) {
      if ((authors.get(author.userId)?.version ?? 0) < author.version) authors.set(author.userId, author);
    },
    findMany: async (userIds) => userIds.flatMap((userId) => authors.get(userId) ?? []),
    findByHandle: async (wanted) => [...authors.values()].find(({ handle }) => handle === wanted),
  };
}
