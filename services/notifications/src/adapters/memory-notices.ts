import { DomainError } from '@shutterbus/contracts/domain-error';
import type { DomainEvent } from '@shutterbus/contracts/event';
import type { Clock } from '@shutterbus/lambda/clock';
import { type Notice, saysMore } from '../notice.ts';
import type { NoticeKey, NoticeRepository } from '../ports.ts';

export interface MemoryNotices extends NoticeRepository {
  /** Everything that was put into the outbox, oldest first. */
  events: DomainEvent[];
  all(): Notice[];
}

interface Stored extends Notice {
  leaseUntil?: number;
  copies?: number;
}

/** For tests; behaves as `dynamoNotices`, which notices.suite.ts checks. */
export function memoryNotices(clock: Clock): MemoryNotices {
  const byKey = new Map<string, Stored>();
  const keyOf = ({ userId, id }: NoticeKey) => `${userId}/${id}`;
  const events: DomainEvent[] = [];
  const now = () => Math.floor(clock().getTime() / 1000);
  const change = (key: NoticeKey, changes: Partial<Stored>) => {
    const stored = byKey.get(keyOf(key));
    if (stored) byKey.set(keyOf(key), { ...stored, ...changes });
  };
  const bare = ({ leaseUntil: _lease, copies: _copies, ...notice }: Stored): Notice => notice;
  const all = () => [...byKey.values()].map(bare);
  return {
    events,
    all,
    async add(notice) {
      const stored = byKey.get(keyOf(notice)) ?? notice;
      byKey.set(keyOf(notice), stored);
      return bare(stored);
    },
    async tellOfMore(key, facts, { inApp }) {
      const stored = byKey.get(keyOf(key));
      if (!stored || !saysMore(facts, stored.facts)) return;
      const { mailOnly: _, ...kept } = stored;
      byKey.set(keyOf(key), inApp ? { ...kept, facts, read: false } : { ...stored, facts });
    },
    async find(key) {
      const stored = byKey.get(keyOf(key));
      return stored && bare(stored);
    },
    async list(userId, { limit, cursor }) {
      const own = all()
        .filter((notice) => notice.userId === userId && !notice.mailOnly)
        .sort((a, b) => (a.id < b.id ? 1 : -1));
      const start = cursor === undefined ? 0 : own.findIndex(({ id }) => id === cursor) + 1;
      if (cursor !== undefined && start === 0)
        throw new DomainError('invalid', 'invalid-cursor', 'Unknown cursor.');
      const items = own.slice(start, start + limit);
      return { items, nextCursor: start + limit < own.length ? items.at(-1)?.id : undefined };
    },
    countUnread: async (userId) =>
      Math.min(
        100,
        all().filter((notice) => notice.userId === userId && !notice.read && !notice.mailOnly).length,
      ),
    async markRead(userId, ids) {
      for (const id of ids) change({ userId, id }, { read: true });
    },
    async remove(keys) {
      for (const key of keys) byKey.delete(keyOf(key));
    },
    async removeSome(userId) {
      const own = all().filter((notice) => notice.userId === userId);
      for (const notice of own) byKey.delete(keyOf(notice));
      return own.length > 0;
    },
    async claimMail(key, leaseSeconds) {
      const { mail, leaseUntil = 0, copies = 0 } = byKey.get(keyOf(key)) ?? {};
      if (mail !== 'queued' && !(mail === 'sending' && leaseUntil < now())) return undefined;
      change(key, { mail: 'sending', leaseUntil: now() + leaseSeconds, copies: copies + 1 });
      return copies + 1;
    },
    async releaseMail(key, copies) {
      const stored = byKey.get(keyOf(key));
      if (stored?.mail === 'sending' && stored.copies === copies)
        change(key, { mail: 'queued', copies: copies - 1 });
    },
    async settleMail(key, outcome, told) {
      if (byKey.get(keyOf(key))?.mail !== 'sending') return;
      change(key, { mail: outcome });
      events.push(...told);
    },
  };
}
