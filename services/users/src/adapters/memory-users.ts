import type { DomainEvent } from '@shutterbus/contracts/event';
import { ConcurrentChangeError } from '../errors.ts';
import type { UserRepository } from '../ports.ts';
import type { User } from '../user.ts';

export interface MemoryUsers extends UserRepository {
  /** Everything that was put into the outbox, oldest first. */
  events: DomainEvent[];
  all(): User[];
  has(userId: string): boolean;
  /** Moves a count of a profile, as the follows' transaction does. */
  count(userId: string, counter: 'followerCount' | 'followingCount', step: 1 | -1): void;
}

/** For tests; behaves as `dynamoUsers`, which users.suite.ts checks. */
export function memoryUsers(): MemoryUsers {
  const byId = new Map<string, User>();
  const events: DomainEvent[] = [];
  const byHandle = (handle: string) => [...byId.values()].find((user) => user.handle === handle);
  return {
    events,
    find: async (userId) => byId.get(userId),
    findByHandle: async (handle) => byHandle(handle),
    findMany: async (userIds) => [...new Set(userIds)].flatMap((id) => byId.get(id) ?? []),
    isHandleTaken: async (handle) => byHandle(handle) !== undefined,
    async register(user, told) {
      if (byId.has(user.id)) return 'known';
      if (byHandle(user.handle)) return 'handle-taken';
      byId.set(user.id, user);
      events.push(...told);
      return 'registered';
    },
    async update(before, { displayName, bio, version, findableBy }, told) {
      const stored = byId.get(before.id);
      if (stored?.version !== before.version) throw new ConcurrentChangeError();
      byId.set(before.id, { ...stored, displayName, bio, version, findableBy });
      events.push(...told);
    },
    listIds: async () => ({ items: [...byId.keys()] }),
    async remove({ id, version }, told) {
      const stored = byId.get(id);
      if (stored?.version !== version || stored.followerCount + stored.followingCount > 0)
        throw new ConcurrentChangeError();
      byId.delete(id);
      events.push(...told);
    },
    all: () => [...byId.values()],
    has: (userId) => byId.has(userId),
    count(userId, counter, step) {
      const user = byId.get(userId);
      if (user) byId.set(userId, { ...user, [counter]: user[counter] + step });
    },
  };
}
