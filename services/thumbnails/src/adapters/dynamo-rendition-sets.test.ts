import { DynamoDBClient, ScanCommand, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { ThumbnailsGenerated } from '@shutterbus/contracts/events/thumbnails';
import { startDynamoDb, type TestDynamoDb } from '@shutterbus/testing/dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { ConcurrentChangeError } from '../errors.ts';
import { deleted, unknownSet } from '../rendition-set.ts';
import { dynamoRenditionSets } from './dynamo-rendition-sets.ts';
import { behavesAsRenditionSets } from './rendition-sets.suite.ts';

const { mediaId, ownerId } = ThumbnailsGenerated.example;
const clock = () => new Date('2026-11-21T10:00:00.000Z');

describe('dynamoRenditionSets against the sandbox’s engine', () => {
  let database: TestDynamoDb;
  let client: DynamoDBDocumentClient;
  let tables = 0;

  beforeAll(async () => {
    database = await startDynamoDb();
    client = DynamoDBDocumentClient.from(new DynamoDBClient({}), {
      marshallOptions: { removeUndefinedValues: true },
    });
  });

  afterAll(async () => {
    client.destroy();
    await database.stop();
  });

  const freshTable = async (): Promise<string> => {
    tables += 1;
    const name = `thumbnails-${tables}`;
    await database.createTable(name);
    return name;
  };

  behavesAsRenditionSets(async () => {
    const table = await freshTable();
    return {
      sets: dynamoRenditionSets(table, clock, client),
      async outbox() {
        const { Items = [] } = await client.send(new ScanCommand({ TableName: table }));
        return Items.flatMap(({ pk }) => pk?.S?.match(/^OUTBOX#(.*)$/)?.[1] ?? []);
      },
    };
  });

  it('lets the mark of a deleted photo expire after seven days', async () => {
    const table = await freshTable();
    const sets = dynamoRenditionSets(table, clock, client);
    await sets.save(deleted(unknownSet(mediaId, ownerId), clock().toISOString()), []);
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: { pk: `MEDIA#${mediaId}`, sk: 'RENDITIONS' } }),
    );
    expect(Item?.expiresAt).toBe(Date.parse('2026-11-28T10:00:00.000Z') / 1000);
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
