import { type Author, type LeavingChange, remembering } from '../author.ts';
import type { AuthorRepository } from '../ports.ts';

/** People in memory, for tests. */
export function memoryAuthors(): AuthorRepository {
  const authors = new Map<string, Author>();
  const gone = new Set<string>();
  const leaving = new Map<string, LeavingChange>();
  const withLeaving = (author: Author): Author => {
    const { leavingUntil } = leaving.get(author.userId) ?? {};
    return { ...author, ...(leavingUntil !== undefined && { leavingUntil }) };
  };
  const claim = ({ handleSince, userId }: Author): string => `${handleSince}#${userId}`;
  return {
    async remember(author) {
      if (gone.has(author.userId)) return;
      authors.set(author.userId, remembering(authors.get(author.userId), author));
    },
    async noteLeaving(change) {
      if ((leaving.get(change.userId)?.version ?? 0) < change.version) leaving.set(change.userId, change);
    },
    async forget(userId) {
      gone.add(userId);
      authors.delete(userId);
    },
    wasForgotten: async (userId) => gone.has(userId),
    findMany: async (userIds) =>
      [...authors.values()].filter(({ userId }) => userIds.includes(userId)).map(withLeaving),
    findByHandle: async (wanted) =>
      [...authors.values()]
        .filter(({ handle }) => handle === wanted)
        .sort((a, b) => claim(a).localeCompare(claim(b)))
        .map(withLeaving)[0],
  };
}
