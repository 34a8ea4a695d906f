import type { DomainEvent } from '@shutterbus/contracts/event';
import type { Clock } from '@shutterbus/lambda/clock';
import { ConcurrentChangeError } from '../errors.ts';
import { noon } from '../people.fixture.ts';
import type { UserRepository } from '../ports.ts';
import { isShown, type User } from '../user.ts';

export interface MemoryUsers extends UserRepository {
  /** Everything that was put into the outbox, oldest first. */
  events: DomainEvent[];
  all(): User[];
  has(userId: string): boolean;
  /** @throws ConcurrentChangeError when the profile is no longer as `before` */
  replace(before: User, after: User, events: readonly DomainEvent[]): void;
  /** Moves a count of a profile, as the follows' transaction does. */
  count(userId: string, counter: 'followerCount' | 'followingCount', step: 1 | -1): void;
}

/** For tests; behaves as `dynamoUsers`, which users.suite.ts checks. */
export function memoryUsers(clock: Clock = () => new Date(noon)): MemoryUsers {
  const byId = new Map<string, User>();
  const events: DomainEvent[] = [];
  const held = new Map<string, { heldFor?: string; untilMs: number }>();
  const hold = (handle: string, heldFor?: string) =>
    held.set(handle, { ...(heldFor && { heldFor }), untilMs: clock().getTime() + 90 * 86_400_000 });
  const isHeld = (handle: string, userId?: string): boolean => {
    const { heldFor, untilMs = 0 } = held.get(handle) ?? {};
    return untilMs > clock().getTime() && (heldFor === undefined || heldFor !== userId);
  };
  const byHandle = (handle: string) => [...byId.values()].find((user) => user.handle === handle);
  return {
    events,
    find: async (userId) => byId.get(userId),
    findByHandle: async (handle) => byHandle(handle),
    findMany: async (userIds) => [...new Set(userIds)].flatMap((id) => byId.get(id) ?? []),
    isHandleTaken: async (handle) => byHandle(handle) !== undefined || isHeld(handle),
    async register(user, told) {
      if (byId.has(user.id)) return 'known';
      if (byHandle(user.handle) || isHeld(user.handle, user.id)) return 'handle-taken';
      byId.set(user.id, user);
      events.push(...told);
      return 'registered';
    },
    async update(before, { displayName, bio, avatar, avatarVersion, version, findableBy }, told) {
      const stored = byId.get(before.id);
      if (stored?.version !== before.version) throw new ConcurrentChangeError();
      byId.set(before.id, { ...stored, displayName, bio, avatar, avatarVersion, version, findableBy });
      events.push(...told);
    },
    async changeHandle(before, after, told) {
      const stored = byId.get(before.id);
      if (stored?.version !== before.version) throw new ConcurrentChangeError();
      if (byHandle(after.handle) || isHeld(after.handle, after.id)) return 'handle-taken';
      const { handle, handleChangedAt, findableBy, version } = after;
      byId.set(before.id, { ...stored, handle, handleChangedAt, findableBy, version });
      hold(before.handle, before.id);
      events.push(...told);
      return 'changed';
    },
    listIds: async () => ({ items: [...byId.values()].filter(isShown).map(({ id }) => id) }),
    async remove({ id, version }, told) {
      const stored = byId.get(id);
      if (stored?.version !== version || stored.followerCount + stored.followingCount > 0)
        throw new ConcurrentChangeError();
      byId.delete(id);
      hold(stored.handle);
      events.push(...told);
    },
    all: () => [...byId.values()],
    replace(before, after, told) {
      if (byId.get(before.id)?.version !== before.version) throw new ConcurrentChangeError();
      byId.set(before.id, after);
      events.push(...told);
    },
    has: (userId) => byId.has(userId),
    count(userId, counter, step) {
      const user = byId.get(userId);
      if (user) byId.set(userId, { ...user, [counter]: user[counter] + step });
    },
  };
}
