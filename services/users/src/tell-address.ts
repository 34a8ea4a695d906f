import { createEvent, type Trace } from '@shutterbus/contracts/event';
import { UserEmailChanged } from '@shutterbus/contracts/events/users';
import type { Clock } from '@shutterbus/lambda/clock';
import { retryOnConflict } from '@shutterbus/lambda/retry-on-conflict';
import { addressId } from './address.ts';
import { ConcurrentChangeError } from './errors.ts';
import type { AddressRepository } from './ports.ts';

export interface TellAddressDeps {
  addresses: Pick<AddressRepository, 'find' | 'tell'>;
  clock: Clock;
  newId: () => string;
}

/** Tells of the address that somebody has now, unless it was told already. @param email as the user pool has it */
export function makeTellAddress({ addresses, clock, newId }: TellAddressDeps) {
  return ({ userId, email, trace }: { userId: string; email: string; trace: Trace }): Promise<void> =>
    retryOnConflict(ConcurrentChangeError, async () => {
      const before = await addresses.find(userId);
      if (!before || before.told === email) return;
      const after = { ...before, told: email, version: before.version + 1 };
      const event = createEvent(UserEmailChanged, {
        eventId: newId(),
        occurredAt: clock().toISOString(),
        aggregateId: addressId(userId),
        aggregateVersion: after.version,
        trace,
        data: { userId, email },
      });
      await addresses.tell(before, after, [event]);
    });
}
