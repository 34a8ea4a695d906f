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
const accept = {
  Entries: Array.from({ length: 10 }, (_, n) => ({ EventId: `id-${n}` })),
  FailedEntryCount: 0,
};
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

  it('takes nothing for sent that the bus does not name', async () => {
    bus.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [{ EventId: 'a' }] });
    expect(await run(records(1))).toEqual({ batchItemFailures: [] });
    bus.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [] });
    expect(await run(records(3))).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
  });

  it('reports the whole rest when the call itself fails, and does not go on with later batches', async () => {
    bus.on(PutEventsCommand).rejects(new Error('network'));
    expect(await run(records(12))).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
    expect(sent()).toHaveLength(1);
  });

  it('sends what comes before an item of another source, and reports that one alone', async () => {
    bus.on(PutEventsCommand).resolves(accept);
    const batch = records(10).map((good, index) => (index === 5 ? record(6, 'shutterbus.users') : good));
    expect(await run(batch)).toEqual({ batchItemFailures: [{ itemIdentifier: '6' }] });
    expect(sent().flat()).toHaveLength(5);
  });

  it('throws when the bad one is the first of several, so that Lambda halves the batch around it', async () => {
    bus.on(PutEventsCommand).resolves(accept);
    const batch = [record(6, 'shutterbus.users'), ...records(10).slice(6)];
    await expect(run(batch)).rejects.toThrow('The first outbox item of the batch cannot be sent');
    expect(sent()).toHaveLength(0);
  });

  it('reports an item of another source that is alone', async () => {
    bus.on(PutEventsCommand).resolves(accept);
    expect(await run([record(1, 'shutterbus.users')])).toEqual({
      batchItemFailures: [{ itemIdentifier: '1' }],
    });
    expect(sent()).toHaveLength(0);
  });

  it('gets every good item to the bus and leaves the bad one alone, as Lambda cuts and halves batches', async () => {
    bus.on(PutEventsCommand).callsFake(() => accept);
    const batch = records(10).map((good, index) => (index === 5 ? record(6, 'shutterbus.users') : good));
    expect(await process(batch)).toEqual(['6']);
    const numbers = sent()
      .flat()
      .map(({ Detail }) => JSON.parse(Detail ?? '').n);
    expect(numbers).toEqual([1, 2, 3, 4, 5, 7, 8, 9, 10]);
  });
});

/**
 * What the mapping does with a batch: halves it after a throw, goes on at the number reported, and gives up what fails alone.
 * @returns the sequence numbers that were given up
 */
async function process(batch: DynamoDBRecord[]): Promise<string[]> {
  const numberOf = ({ dynamodb }: DynamoDBRecord): string => dynamodb?.SequenceNumber ?? '';
  const answer = await run(batch).catch(() => undefined);
  if (answer === undefined) {
    const half = Math.ceil(batch.length / 2);
    return [...(await process(batch.slice(0, half))), ...(await process(batch.slice(half)))];
  }
  const [reported] = answer.batchItemFailures;
  if (reported === undefined) return [];
  const from = batch.findIndex((one) => numberOf(one) === reported.itemIdentifier);
  return from === 0 ? batch.map(numberOf) : process(batch.slice(from));
}
