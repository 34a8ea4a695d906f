import { createEvent, type EventDefinition, type EventOf, type Trace } from '@shutterbus/contracts/event';
import type { Facts, Notice } from './notice.ts';
import { noticeId } from './notice-id.ts';

export const anna = '0b5f6c1e-7a53-4d0c-9b6b-2f1f3a8f7c11';
export const ben = '5d1b1a52-3f0e-4c41-8a35-6b0f2f0f9e22';
export const carla = '77a3c9d0-1b2c-4d3e-8f40-5a6b7c8d9e33';
export const mediaId = '01KAJ7Q2M8Z4X6T0V5R3N1B9CD';
export const noon = '2026-11-21T12:00:00.000Z';
export const eventId = '01KAJ7TZ3W5Q8Y2E6H4K9M7P0R';
export const trace: Trace = { correlationId: 'correlation', causationId: eventId };

export const welcome: Facts = { kind: 'welcome', handle: 'anna' };

export const notice = (userId: string, at = noon, facts: Facts = welcome): Notice => ({
  id: noticeId(userId, facts, at),
  userId,
  facts,
  createdAt: at,
  read: false,
  mail: 'queued',
});

/** An event as it arrives, with the definition's example data unless told. */
export const arrived = <Type extends string, Data>(
  definition: EventDefinition<string, Type, Data>,
  { data = definition.example, version = 1, at = noon }: { data?: Data; version?: number; at?: string } = {},
) =>
  createEvent(definition, {
    eventId,
    occurredAt: at,
    aggregateId: 'aggregate',
    aggregateVersion: version,
    trace,
    data,
  }) as EventOf<EventDefinition<string, Type, Data>>;
