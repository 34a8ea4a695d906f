import type { Person, PersonRepository } from '../ports.ts';

/** For tests; behaves as `dynamoPeople`, which people.suite.ts checks. */
export function memoryPeople(): PersonRepository {
  const byId = new Map<
    string,
    Person & { nameVersion?: number; addressVersion?: number; leavingVersion?: number }
  >();
  const known = (userId: string): Person | undefined => {
    const stored = byId.get(userId);
    if (!stored) return undefined;
    const { nameVersion: _, addressVersion: __, leavingVersion: ___, ...person } = stored;
    return person;
  };
  return {
    find: async (userId) => known(userId),
    findMany: async (userIds) =>
      new Map(userIds.flatMap((userId) => (byId.has(userId) ? [[userId, known(userId) as Person]] : []))),
    async rememberName({ userId, handle, displayName, avatar, version }) {
      const { avatar: _, ...stored } = byId.get(userId) ?? { userId };
      if (!stored.gone && (stored.nameVersion ?? 0) < version)
        byId.set(userId, {
          ...{ ...stored, handle, displayName, nameVersion: version },
          ...(avatar && { avatar }),
        });
    },
    async rememberAddress({ userId, email, version }) {
      const stored = byId.get(userId);
      if (!stored?.gone && (stored?.addressVersion ?? 0) < version)
        byId.set(userId, { ...stored, userId, email, addressVersion: version });
    },
    async noteLeaving({ userId, leavingUntil, version }) {
      const { leavingUntil: _, ...stored } = byId.get(userId) ?? { userId };
      if (stored.gone || (stored.leavingVersion ?? 0) >= version) return;
      byId.set(userId, {
        ...stored,
        ...(leavingUntil !== undefined && { leavingUntil }),
        leavingVersion: version,
      });
    },
    forget: async (userId) => void byId.set(userId, { userId, gone: true }),
    async choose(userId, { mailsOff, appOff }) {
      const stored = byId.get(userId);
      const chosen = { ...(mailsOff && { mailsOff }), ...(appOff && { appOff }) };
      if (!stored?.gone && (mailsOff || appOff)) byId.set(userId, { ...stored, userId, ...chosen });
    },
    async keepMailKey(userId, fresh) {
      const stored = byId.get(userId);
      const mailKey = stored?.mailKey ?? fresh;
      if (!stored?.gone) byId.set(userId, { ...stored, userId, mailKey });
      return mailKey;
    },
  };
}
