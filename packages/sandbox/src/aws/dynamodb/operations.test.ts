import {
  BatchExecuteStatementCommand,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  ExecuteStatementCommand,
  ExecuteTransactionCommand,
  ListTablesCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  UpdateItemCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { developer, edgeServer, type Listening, listen, testWorld } from '../../../test/serve-edge.ts';
import { type DynamoDb, makeDynamoDb } from './dynamodb.ts';

const world = testWorld();
const TableName = 'things';
let dynamoDb: DynamoDb;
let port: Listening;
let client: DynamoDBClient;

beforeAll(async () => {
  dynamoDb = makeDynamoDb(world);
  await dynamoDb.start();
  port = await listen(edgeServer(() => dynamoDb.edge));
  client = new DynamoDBClient({ endpoint: port.endpoint, region: world.region, credentials: developer });
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    }),
  );
});
afterAll(async () => {
  client.destroy();
  await port.close();
  await dynamoDb.stop();
  world.drop();
});

const item = (pk: string, n = 1) => ({ pk: { S: pk }, n: { N: String(n) } });

describe('operations of the engine, through the edge', () => {
  it('write and read items one by one, in batches and in transactions', async () => {
    const put = (pk: string) => ({ PutRequest: { Item: item(pk) } });
    await client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: [put('a'), put('b')] } }));
    const Key = { pk: { S: 'a' } };
    const updated = await client.send(
      new UpdateItemCommand({
        ...{ TableName, Key, UpdateExpression: 'ADD n :one', ReturnValues: 'ALL_NEW' },
        ExpressionAttributeValues: { ':one': { N: '1' } },
      }),
    );
    expect(updated.Attributes).toEqual(item('a', 2));
    const { Responses } = await client.send(
      new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [Key, { pk: { S: 'b' } }] } } }),
    );
    expect(Responses?.[TableName]).toHaveLength(2);
    const got = await client.send(
      new TransactGetItemsCommand({ TransactItems: [{ Get: { TableName, Key } }] }),
    );
    expect(got.Responses).toEqual([{ Item: item('a', 2) }]);
    const query = new QueryCommand({
      ...{ TableName, KeyConditionExpression: 'pk = :pk' },
      ExpressionAttributeValues: { ':pk': { S: 'b' } },
    });
    expect((await client.send(query)).Items).toEqual([item('b')]);
    expect((await client.send(new ScanCommand({ TableName }))).Count).toBe(2);
  });

  it('speak PartiQL', async () => {
    const Statement = `INSERT INTO "${TableName}" VALUE {'pk': 'c', 'n': 1}`;
    await client.send(new ExecuteStatementCommand({ Statement }));
    const read = `SELECT * FROM "${TableName}" WHERE pk = 'c'`;
    const batch = await client.send(new BatchExecuteStatementCommand({ Statements: [{ Statement: read }] }));
    expect(batch.Responses).toMatchObject([{ Item: item('c') }]);
    const change = `UPDATE "${TableName}" SET n = 5 WHERE pk = 'c'`;
    await client.send(new ExecuteTransactionCommand({ TransactStatements: [{ Statement: change }] }));
    expect((await client.send(new ExecuteStatementCommand({ Statement: read }))).Items).toEqual([
      item('c', 5),
    ]);
  });

  it('change, describe and delete tables', async () => {
    await client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }));
    const TimeToLiveSpecification = { AttributeName: 'until', Enabled: true };
    await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
    const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName }));
    expect(TimeToLiveDescription?.AttributeName).toBe('until');
    await client.send(new DeleteTableCommand({ TableName }));
    expect((await client.send(new ListTablesCommand({}))).TableNames).toEqual([]);
  });
});
