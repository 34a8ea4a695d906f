import { createEvent, type DomainEvent, type EventDefinition } from '@shutterbus/contracts/event';
import { MediaDeleted, MediaUploaded } from '@shutterbus/contracts/events/media';
import type { EventBridgeEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { lambdaContext } from './api-event.fixture.ts';
import { consume, consumeQueue } from './consume.ts';
import { queueBody, queueHandler } from './queue.ts';

const event = <T extends string, D>(definition: EventDefinition<string, T, D>): DomainEvent<T, D> =>
  createEvent(definition, {
    eventId: '01KAJ7TZ3W5Q8Y2E6H4K9M7P0R',
    occurredAt: '2026-11-21T09:30:00.000Z',
    aggregateId: 'photo',
    aggregateVersion: 2,
    trace: { correlationId: 'correlation', causationId: 'request', actorId: 'anna' },
    data: definition.example,
  });

const arrived = ({ source, detailType, detail }: DomainEvent, version = 1) =>
  ({
    source,
    'detail-type': detailType,
    detail: { ...detail, metadata: { ...detail.metadata, version } },
  }) as EventBridgeEvent<string, unknown>;

const message = (messageId: string, body: string): SQSRecord =>
  ({ messageId, body, attributes: { ApproximateReceiveCount: '1' } }) as SQSRecord;

describe('consume', () => {
  it('hands over the event and the trace of what follows from it', async () => {
    const consumer = jest.fn(async () => undefined);
    await consume([MediaUploaded, MediaDeleted], consumer)(arrived(event(MediaUploaded)), lambdaContext());
    expect(consumer).toHaveBeenCalledWith(event(MediaUploaded), {
      trace: { correlationId: 'correlation', causationId: '01KAJ7TZ3W5Q8Y2E6H4K9M7P0R', actorId: 'anna' },
    });
  });

  it('fails on a version that it does not know, so that the event ends in the failure queue', async () => {
    const handler = consume([MediaUploaded], async () => undefined);
    await expect(handler(arrived(event(MediaUploaded), 2), lambdaContext())).rejects.toThrow(
      'no reader for shutterbus.media MediaUploaded version 2',
    );
  });

  it('passes on what the consumer throws, so that Lambda tries again', async () => {
    const handler = consume([MediaUploaded], async () => {
      throw new Error('table is busy');
    });
    await expect(handler(arrived(event(MediaUploaded)), lambdaContext())).rejects.toThrow('table is busy');
  });
});

describe('consumeQueue', () => {
  it('reports the messages that failed and no others', async () => {
    const handler = consumeQueue([MediaUploaded], async () => undefined);
    const answer = await handler(
      {
        Records: [
          message('good', JSON.stringify(arrived(event(MediaUploaded)))),
          message('unknown version', JSON.stringify(arrived(event(MediaUploaded), 9))),
          message('no JSON', '{'),
          message('good too', JSON.stringify(arrived(event(MediaUploaded)))),
        ],
      },
      lambdaContext(),
    );
    expect(answer.batchItemFailures).toEqual([
      { itemIdentifier: 'unknown version' },
      { itemIdentifier: 'no JSON' },
    ]);
  });
});

describe('queueHandler', () => {
  const trace = { correlationId: 'correlation', causationId: 'event' };

  it('hands over the checked message with its trace', async () => {
    const work = jest.fn(async () => undefined);
    const body = queueBody({ id: 'a' }, trace);
    await queueHandler(z.object({ id: z.string() }), work)(
      { Records: [message('1', body)] },
      lambdaContext(),
    );
    expect(work).toHaveBeenCalledWith({ id: 'a' }, { trace });
  });

  it('reports a message of another form', async () => {
    const handler = queueHandler(z.object({ id: z.string() }), async () => undefined);
    const good = message('2', queueBody({ id: 'a' }, trace));
    const answer = await handler(
      { Records: [message('1', queueBody({ id: 1 }, trace)), good] },
      lambdaContext(),
    );
    expect(answer.batchItemFailures).toEqual([{ itemIdentifier: '1' }]);
  });

  it('throws when every message of the batch failed, so that Lambda knows', async () => {
    const handler = queueHandler(z.object({ id: z.string() }), async () => {
      throw new Error('table is busy');
    });
    const batch = [message('1', queueBody({ id: 'a' }, trace)), message('2', queueBody({ id: 'b' }, trace))];
    await expect(handler({ Records: batch }, lambdaContext())).rejects.toThrow(
      'All 2 messages of the batch failed',
    );
  });
});
