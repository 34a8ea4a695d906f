import { DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { ThumbnailsGenerated } from '@shutterbus/contracts/events/thumbnails';
import { useDynamoDb } from '@shutterbus/testing/dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { ConcurrentChangeError } from '../errors.ts';
import { deleted, unknownSet } from '../rendition-set.ts';
import { dynamoRenditionSets } from './dynamo-rendition-sets.ts';
import { behavesAsRenditionSets } from './rendition-sets.suite.ts';

const { mediaId, ownerId } = ThumbnailsGenerated.example;
const clock = () => new Date('2026-11-21T10:00:00.000Z');

describe('dynamoRenditionSets against the sandbox’s engine', () => {
  const db = useDynamoDb({ indexes: 1, projection: 'KEYS_ONLY' });

  behavesAsRenditionSets(async () => {
    const table = await db.freshTable();
    return {
      sets: dynamoRenditionSets(table, clock),
      outbox: async () => (await db.outboxOf(table)).map(({ eventId }) => eventId),
    };
  });

  it('lets the mark of a deleted photo expire after seven days, once nothing is left of it', async () => {
    const table = await db.freshTable();
    const sets = dynamoRenditionSets(table, clock);
    const known = { ...unknownSet(mediaId, ownerId), leftovers: ['renditions/old'] };
    const marked = await sets.save(deleted(known, clock().toISOString()), []);
    const [left] = await db.itemsOf(table);
    expect(left?.expiresAt).toBeUndefined();
    await sets.save({ ...marked, erased: true }, []);
    const [item] = await db.itemsOf(table);
    expect(item?.expiresAt).toEqual({ N: String(Date.parse('2026-11-28T10:00:00.000Z') / 1000) });
  });
});

describe('dynamoRenditionSets', () => {
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  const client = mockClient(documents);
  const sets = dynamoRenditionSets('thumbnails', clock, documents);
  const cancelled = (...codes: string[]) =>
    new TransactionCanceledException({
      message: 'cancelled',
      $metadata: {},
      CancellationReasons: codes.map((Code) => ({ Code })),
    });

  beforeEach(() => client.reset());

  it('takes a transaction conflict for a concurrent change', async () => {
    client.on(TransactWriteCommand).rejects(cancelled('TransactionConflict', 'None'));
    await expect(sets.save(unknownSet(mediaId, ownerId), [])).rejects.toThrow(ConcurrentChangeError);
  });

  it('passes on every other reason', async () => {
    client.on(TransactWriteCommand).rejects(cancelled('ThrottlingError'));
    await expect(sets.save(unknownSet(mediaId, ownerId), [])).rejects.toThrow(TransactionCanceledException);
  });
});
