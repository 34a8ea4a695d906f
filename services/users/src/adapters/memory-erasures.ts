import type { Erasure } from '../erasure.ts';
import { ConcurrentChangeError } from '../errors.ts';
import type { ErasureRepository } from '../ports.ts';

/** For tests; behaves as `dynamoErasures`, which erasures.suite.ts checks. */
export function memoryErasures(): ErasureRepository {
  const byPerson = new Map<string, Erasure>();
  const change = (userId: string, changed: (erasure: Erasure) => Partial<Erasure>): Erasure | undefined => {
    const known = byPerson.get(userId);
    if (!known) return undefined;
    const now = { ...known, ...changed(known) };
    byPerson.set(userId, now);
    return now;
  };
  return {
    async begin({ userId, leavingUntil }) {
      const known = byPerson.get(userId);
      if (known && known.leavingUntil > leavingUntil) throw new ConcurrentChangeError();
      byPerson.set(userId, { confirmed: [], ...known, userId, leavingUntil });
    },
    find: async (userId) => byPerson.get(userId),
    async await({ userId, leavingUntil }, awaited) {
      if (byPerson.get(userId)?.leavingUntil !== leavingUntil) throw new ConcurrentChangeError();
      return change(userId, () => awaited) as Erasure;
    },
    noteDeletion: async (userId, deletedVersion) => void change(userId, () => ({ deletedVersion })),
    confirm: async (userId, event) =>
      change(userId, ({ confirmed }) => ({ confirmed: [...new Set([...confirmed, event])].sort() })),
    async end({ userId, leavingUntil }) {
      if (byPerson.get(userId)?.leavingUntil === leavingUntil) byPerson.delete(userId);
    },
  };
}
