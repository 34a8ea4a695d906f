import type { DomainEvent } from '@shutterbus/contracts/event';
import type { Address } from '../address.ts';
import { ConcurrentChangeError } from '../errors.ts';
import type { AddressRepository } from '../ports.ts';

/** For tests; behaves as `dynamoAddresses`, which addresses.suite.ts checks. */
export function memoryAddresses(): AddressRepository & { events: DomainEvent[] } {
  const byId = new Map<string, Address>();
  const events: DomainEvent[] = [];
  return {
    events,
    find: async (userId) => byId.get(userId),
    async noteWanted(userId, email) {
      byId.set(userId, { version: 1, ...byId.get(userId), userId, wanted: email });
    },
    async tell(before, { told, version }, news) {
      const stored = byId.get(before.userId);
      if (stored?.version !== before.version) throw new ConcurrentChangeError();
      byId.set(before.userId, { ...stored, told, version });
      events.push(...news);
    },
  };
}
