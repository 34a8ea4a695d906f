import { useDynamoDb } from '@shutterbus/testing/dynamodb';
import { dynamoFollowers } from './dynamo-followers.ts';
import { dynamoNotices } from './dynamo-notices.ts';
import { dynamoPeople } from './dynamo-people.ts';
import { describeFollowers } from './followers.suite.ts';
import { describeNotices } from './notices.suite.ts';
import { describePeople } from './people.suite.ts';

const db = useDynamoDb({ indexes: 1 });

describeNotices('dynamoNotices', async (clock) => {
  const table = await db.freshTable();
  const outbox = async () => (await db.outboxOf(table)).length;
  return { notices: dynamoNotices(table, clock), outbox };
});
describePeople('dynamoPeople', async () => dynamoPeople(await db.freshTable()));
describeFollowers('dynamoFollowers', async () => dynamoFollowers(await db.freshTable()));
