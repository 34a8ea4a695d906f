import { type Author, type KnownPerson, type LeavingChange, remembering } from '../author.ts';
import type { AuthorRepository } from '../ports.ts';

/** People in memory, for tests. */
export function memoryAuthors(): AuthorRepository {
  const authors = new Map<string, Author>();
  const gone = new Set<string>();
  const leaving = new Map<string, LeavingChange>();
  const leavingOf = (userId: string) => {
    const { leavingUntil } = leaving.get(userId) ?? {};
    return leavingUntil === undefined ? {} : { leavingUntil };
  };
  const personOf = (userId: string): KnownPerson | undefined => {
    if (gone.has(userId)) return { userId, gone: true };
    const author = authors.get(userId);
    return author || leaving.has(userId) ? { userId, ...author, ...leavingOf(userId) } : undefined;
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
    findMany: async (userIds) => userIds.flatMap((userId) => personOf(userId) ?? []),
    findByHandle: async (wanted) =>
      [...authors.values()]
        .filter(({ handle }) => handle === wanted)
        .sort((a, b) => claim(a).localeCompare(claim(b)))
        .map((author) => ({ ...author, ...leavingOf(author.userId) }))[0],
  };
}
