import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { DynamoDBRecord } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { lambdaContext } from './api-event.fixture.ts';
import { relayOutbox } from './relay.ts';

const bus = mockClient(EventBridgeClient);
const relay = relayOutbox({ busName: 'bus', source: 'shutterbus.media' }, new EventBridgeClient({}));
const run = (Records: DynamoDBRecord[]) => relay({ Records }, lambdaContext());

const record = (n: number, source = 'shutterbus.media'): DynamoDBRecord => ({
  eventName: 'INSERT',
  dynamodb: {
    SequenceNumber: String(n),
    NewImage: {
      type: { S: 'OUTBOX' },
      source: { S: source },
      detailType: { S: 'MediaUploaded' },
      detail: { S: JSON.stringify({ n }) },
    },
  },
});
const records = (count: number) => Array.from({ length: count }, (_, index) => record(index + 1));
const accept = { Entries: [], FailedEntryCount: 0 };
const sent = () => bus.commandCalls(PutEventsCommand).map(({ args }) => args[0].input.Entries ?? []);

beforeEach(() => bus.reset());

describe('relayOutbox', () => {
  it('sends the stored event as it is, ten entries a call, in the order of the stream', async () => {
    bus.on(PutEventsCommand).resolves(accept);
    expect(await run(records(12))).toEqual({ batchItemFailures: [] });
    expect(sent().map((entries) => entries.length)).toEqual([10, 2]);
    expect(
      sent()
        .flat()
        .map(({ Detail }) => JSON.parse(Detail ?? '').n),
    ).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(sent()[0]?.[0]).toEqual({
      EventBusName: 'bus',
      Source: 'shutterbus.media',
      DetailType: 'MediaUploaded',
      Detail: '{"n":1}',
    });
  });

  it('sends again only the entries that the bus refused', async () => {
    bus
      .on(PutEventsCommand)
      .resolvesOnce({
        FailedEntryCount: 1,
        Entries: [{ EventId: 'a' }, { ErrorCode: 'ThrottlingException' }, { EventId: 'c' }],
      })
      .resolves({ FailedEntryCount: 0, Entries: [{ EventId: 'b' }] });
    expect(await run(records(3))).toEqual({ batchItemFailures: [] });
    expect(sent().map((entries) => entries.map(({ Detail }) => Detail))).toEqual([
      ['{"n":1}', '{"n":2}', '{"n":3}'],
      ['{"n":2}'],
    ]);
  });

  it('reports the first entry that stays refused, so that the stream starts again there', async () => {
    bus.on(PutEventsCommand).callsFake(({ Entries }) => ({
      FailedEntryCount: 1,
      Entries: Entries.map(({ Detail }: { Detail: string }) =>
        Detail === '{"n":2}' ? { ErrorCode: 'InternalFailure' } : { EventId: 'x' },
      ),
    }));
    expect(await run(records(3))).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] });
  });

  it('reports the whole rest when the call itself fails, and does not go on with later batches', async () => {
    bus.on(PutEventsCommand).rejects(new Error('network'));
    expect(await run(records(12))).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
    expect(sent()).toHaveLength(1);
  });

  it('fails on an item of another source', async () => {
    bus.on(PutEventsCommand).resolves(accept);
    expect(await run([record(1, 'shutterbus.users')])).toEqual({
      batchItemFailures: [{ itemIdentifier: '1' }],
    });
    expect(sent()).toHaveLength(0);
  });
});
