import { createEvent, type DomainEvent, type EventDefinition, type Trace } from '@shutterbus/contracts/event';
import type { Clock } from './clock.ts';

interface OfSomebody {
  userId: string;
}

/**
 * The word of a service that nothing of somebody is left in a part of it. It answers UserDeleted, or such a word of another service that
 * stands for it, and carries its version: whoever waits knows which asking it answers.
 */
export const erased = <Type extends string>(
  definition: EventDefinition<string, Type, OfSomebody>,
  { detail: { data, metadata } }: DomainEvent<string, OfSomebody>,
  { trace, newId, clock }: { trace: Trace; newId: () => string; clock: Clock },
): DomainEvent<Type, OfSomebody> =>
  createEvent(definition, {
    ...{ eventId: newId(), occurredAt: clock().toISOString(), trace },
    ...{ aggregateId: data.userId, aggregateVersion: metadata.aggregateVersion },
    data: { userId: data.userId },
  });
