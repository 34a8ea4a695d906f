import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { startDynamoDb, type TestDynamoDb } from '@shutterbus/testing/dynamodb';
import { dynamoFollowers } from './dynamo-followers.ts';
import { dynamoNotices } from './dynamo-notices.ts';
import { dynamoPeople } from './dynamo-people.ts';
import { describeFollowers } from './followers.suite.ts';
import { describeNotices } from './notices.suite.ts';
import { describePeople } from './people.suite.ts';

let db: TestDynamoDb;
let tables = 0;
beforeAll(async () => {
  db = await startDynamoDb();
});
afterAll(() => db.stop());

async function emptyTable(): Promise<string> {
  tables += 1;
  const name = `notifications-${tables}`;
  await db.createTable(name, { indexes: 1 });
  return name;
}

describeNotices('dynamoNotices', async (clock) => {
  const table = await emptyTable();
  const client = new DynamoDBClient({});
  const outbox = async () => {
    const { Items = [] } = await client.send(new ScanCommand({ TableName: table, ConsistentRead: true }));
    return Items.filter(({ type }) => type?.S === 'OUTBOX').length;
  };
  return { notices: dynamoNotices(table, clock), outbox };
});
describePeople('dynamoPeople', async () => dynamoPeople(await emptyTable()));
describeFollowers('dynamoFollowers', async () => dynamoFollowers(await emptyTable()));
