import type { EventOf, Trace } from '@shutterbus/contracts/event';
import type { UserLeft } from '@shutterbus/contracts/events/users';
import type { Conductors } from '../ports.ts';

/** Somebody leaves: from now on one conducts it, however often the event comes. */
export function makeStartLeaving({ start }: Pick<Conductors, 'start'>) {
  return async ({ detail }: EventOf<typeof UserLeft>, { trace }: { trace: Trace }): Promise<void> => {
    const { userId, leavingUntil } = detail.data;
    const { correlationId, causationId } = trace;
    await start(`leave-${userId}-${detail.metadata.aggregateVersion}`, {
      ...{ userId, leavingUntil, correlationId, causationId },
    });
  };
}
