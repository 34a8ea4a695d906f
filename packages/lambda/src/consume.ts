import middy from '@middy/core';
import {
  type DomainEvent,
  type EventDefinition,
  type EventOf,
  parseEvent,
  type Trace,
} from '@shutterbus/contracts/event';
import type { EventBridgeEvent } from 'aws-lambda';
import { batchHandler } from './batch.ts';
import type { ComeBack } from './come-back-soon.ts';
import { logged } from './logged.ts';
import { logger } from './logger.ts';
import { watched } from './watched.ts';

/** What a consumer does with one event. It must be safe to repeat: every source delivers at least once. */
export type Consumer<Definition> = (event: EventOf<Definition>, context: { trace: Trace }) => Promise<void>;

/**
 * The handler behind a rule with the function as its target. A throw makes Lambda try again (twice by default) and
 * then send the event to the function's OnFailure destination; so does an event that none of the definitions reads.
 */
export function consume<Definition extends EventDefinition>(
  definitions: readonly Definition[],
  consumer: Consumer<Definition>,
) {
  return middy<EventBridgeEvent<string, unknown>, void>()
    .use(watched())
    .handler(async (arrived) => {
      await handOverEvent(definitions, consumer, arrived);
    });
}

/**
 * The handler behind rule → queue. Each message is tried for itself; the failed ones are reported, become visible
 * again, and go to the queue's dead-letter queue after its maxReceiveCount.
 * @param comeBack lets them come back sooner than the queue would
 */
export function consumeQueue<Definition extends EventDefinition>(
  definitions: readonly Definition[],
  consumer: Consumer<Definition>,
  comeBack?: ComeBack,
) {
  return batchHandler((body) => handOverEvent(definitions, consumer, body), comeBack);
}

/** For a queue that holds something else as well. */
export async function handOverEvent<Definition extends EventDefinition>(
  definitions: readonly Definition[],
  consumer: Consumer<Definition>,
  arrived: unknown,
): Promise<void> {
  const event = parseEvent(definitions, arrived);
  const trace = traceOf(event);
  const keys = { correlationId: trace.correlationId, eventId: trace.causationId };
  await logged(keys, `${event.detailType} failed`, async () => {
    logger.info(`Received ${event.detailType}`);
    await consumer(event, { trace });
  });
}

/** What follows from an event is caused by it and belongs to the same correlation. */
function traceOf({ detail: { metadata } }: DomainEvent): Trace {
  return {
    correlationId: metadata.correlationId,
    causationId: metadata.eventId,
    actorId: metadata.actorId,
  };
}
