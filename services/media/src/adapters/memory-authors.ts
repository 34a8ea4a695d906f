import { type Author, remembering } from '../author.ts';
import type { AuthorRepository } from '../ports.ts';

/** People in memory, for tests. */
export function memoryAuthors(): AuthorRepository {
  const authors = new Map<string, Author>();
  const gone = new Set<string>();
  const claim = ({ handleSince, userId }: Author): string => `${handleSince}#${userId}`;
  return {
    async remember(author) {
      if (gone.has(author.userId)) return;
      authors.set(author.userId, remembering(authors.get(author.userId), author));
    },
    async forget(userId) {
      gone.add(userId);
      authors.delete(userId);
    },
    wasForgotten: async (userId) => gone.has(userId),
    findMany: async (userIds) => userIds.flatMap((userId) => authors.get(userId) ?? []),
    findByHandle: async (wanted) =>
      [...authors.values()]
        .filter(({ handle }) => handle === wanted)
        .sort((a, b) => claim(a).localeCompare(claim(b)))[0],
  };
}
