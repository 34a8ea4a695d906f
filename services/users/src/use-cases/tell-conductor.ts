import type { DomainEvent, EventOf } from '@shutterbus/contracts/event';
import { UserReturned } from '@shutterbus/contracts/events/users';
import { type confirmations, type Erasure, missingOf } from '../erasure.ts';
import type { Conductors, ErasureRepository } from '../ports.ts';

export interface TellConductorDeps {
  erasures: Pick<ErasureRepository, 'find' | 'confirm'>;
  conductors: Pick<Conductors, 'wake'>;
}

type Told = EventOf<(typeof confirmations)[number] | typeof UserReturned> & DomainEvent;

/**
 * Notes what a service confirms, and wakes who waits for the last of them, or for the way back. What comes early is noted and
 * found by the conductor; what comes late, twice, or for somebody whom nobody conducts changes nothing.
 */
export function makeTellConductor({ erasures, conductors }: TellConductorDeps) {
  return async ({ detailType, detail }: Told): Promise<void> => {
    const { userId } = detail.data;
    if (detailType === UserReturned.detailType) return wake(await erasures.find(userId), 'return');
    const erasure = await erasures.confirm(userId, detailType);
    if (erasure && missingOf(erasure).length === 0) await wake(erasure, 'confirmations');
  };

  async function wake(erasure: Erasure | undefined, why: Erasure['awaits']): Promise<void> {
    if (erasure?.token !== undefined && erasure.awaits === why) await conductors.wake(erasure.token);
  }
}
