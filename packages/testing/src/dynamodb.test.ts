import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { startDynamoDb, type TestDynamoDb } from './dynamodb.ts';

describe('startDynamoDb', () => {
  let db: TestDynamoDb;
  beforeAll(async () => {
    db = await startDynamoDb();
  });
  afterAll(() => db.stop());

  it('gives a table that keeps what is written', async () => {
    await db.createTable('things', { indexes: 1 });
    const client = new DynamoDBClient({});
    const key = { pk: { S: 'a' }, sk: { S: 'b' } };
    await client.send(new PutItemCommand({ TableName: 'things', Item: { ...key, colour: { S: 'red' } } }));
    const { Item } = await client.send(new GetItemCommand({ TableName: 'things', Key: key }));
    expect(Item?.colour?.S).toBe('red');
    client.destroy();
  });
});
