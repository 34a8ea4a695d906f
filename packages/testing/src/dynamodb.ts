import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  type AttributeValue,
  CreateTableCommand,
  DynamoDBClient,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { startEngine } from '@shutterbus/sandbox/aws/dynamodb/engine';

/** As the template has them: what an index does not hold, a test must not find there. */
interface Indexes {
  indexes?: number;
  /** Default: `ALL`. */
  projection?: 'ALL' | 'KEYS_ONLY';
}

export interface TestDynamoDb {
  /** Also set as AWS_ENDPOINT_URL_DYNAMODB, so that clients made later find it. */
  endpoint: string;
  /** Makes a table as the services have them: string keys `pk` and `sk`, indexes `gsi1` … with `gsi1pk` and `gsi1sk`. */
  createTable(name: string, options?: Indexes): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the sandbox's database engine on an empty folder: the behaviour suites of adapters run against it. */
export async function startDynamoDb(): Promise<TestDynamoDb> {
  const folder = await mkdtemp(path.join(tmpdir(), 'shutterbus-dynamodb-'));
  const engine = await startEngine(folder, (message) => process.stderr.write(`${message}\n`));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  const client = new DynamoDBClient({});
  return {
    endpoint: engine.endpoint,
    async createTable(name, { indexes = 0, projection = 'ALL' } = {}) {
      const names = Array.from({ length: indexes }, (_, index) => `gsi${index + 1}`);
      await client.send(
        new CreateTableCommand({
          TableName: name,
          BillingMode: 'PAY_PER_REQUEST',
          ...keys('pk', 'sk', names),
          ...(names.length > 0 && {
            GlobalSecondaryIndexes: names.map((index) => ({
              IndexName: index,
              KeySchema: keySchema(`${index}pk`, `${index}sk`),
              Projection: { ProjectionType: projection },
            })),
          }),
        }),
      );
    },
    async stop() {
      client.destroy();
      await engine.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

/**
 * The engine for the tests of one file: started before them, ended after. Clients made in a test find it by
 * themselves.
 */
export function useDynamoDb(options: Indexes = {}) {
  let db: TestDynamoDb;
  let client: DynamoDBClient;
  let tables = 0;
  beforeAll(async () => {
    db = await startDynamoDb();
    client = new DynamoDBClient({});
  });
  afterAll(async () => {
    client.destroy();
    await db.stop();
  });
  const itemsOf = async (TableName: string): Promise<Record<string, AttributeValue>[]> => {
    const { Items = [] } = await client.send(new ScanCommand({ TableName, ConsistentRead: true }));
    return Items;
  };
  return {
    /** Makes an empty table that no other test has, and gives its name. */
    async freshTable(): Promise<string> {
      tables += 1;
      const name = `table-${tables}`;
      await db.createTable(name, options);
      return name;
    },
    itemsOf,
    /** The events that wait in a table's outbox. */
    async outboxOf(table: string): Promise<{ eventId: string; detailType: string }[]> {
      const items = await itemsOf(table);
      return items.flatMap(({ pk, type, detailType }) =>
        type?.S === 'OUTBOX'
          ? [{ eventId: pk?.S?.replace('OUTBOX#', '') ?? '', detailType: detailType?.S ?? '' }]
          : [],
      );
    },
  };
}

const keySchema = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' as const },
  { AttributeName: range, KeyType: 'RANGE' as const },
];

function keys(hash: string, range: string, indexes: string[]) {
  const names = [hash, range, ...indexes.flatMap((index) => [`${index}pk`, `${index}sk`])];
  return {
    KeySchema: keySchema(hash, range),
    AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
  };
}
