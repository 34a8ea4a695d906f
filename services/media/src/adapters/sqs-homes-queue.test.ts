import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createEvent, parseEvent } from '@shutterbus/contracts/event';
import { MediaPublished } from '@shutterbus/contracts/events/media';
import { mockClient } from 'aws-sdk-client-mock';
import { sqsHomesQueue } from './sqs-homes-queue.ts';

describe('sqsHomesQueue', () => {
  it('sends the event as the rule does, with a range of followers beside it', async () => {
    const client = new SQSClient({});
    const sqs = mockClient(client);
    sqs.on(SendMessageBatchCommand).resolves({});
    const event = createEvent(MediaPublished, {
      eventId: '01KAJ7TZ3W5Q8Y2E6H4K9M7P0R',
      occurredAt: '2026-11-21T10:00:00.000Z',
      aggregateId: 'sample',
      aggregateVersion: 4,
      trace: { correlationId: 'correlation', causationId: 'cause' },
      data: MediaPublished.example,
    });
    await sqsHomesQueue('queue', client).goOn(event, [{ cursor: 'next', until: '7' }, {}]);
    const [sent] = sqs.commandCalls(SendMessageBatchCommand);
    const bodies = (sent?.args[0].input.Entries ?? []).map(({ MessageBody = '' }) => JSON.parse(MessageBody));
    expect(bodies).toMatchObject([{ cursor: 'next', until: '7' }, {}]);
    for (const body of bodies) expect(parseEvent([MediaPublished], body)).toEqual(event);
  });
});
