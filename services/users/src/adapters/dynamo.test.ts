import { DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { useDynamoDb } from '@shutterbus/testing/dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { ConcurrentChangeError } from '../errors.ts';
import { anna, ben, noon, person } from '../people.fixture.ts';
import { describeAddresses } from './addresses.suite.ts';
import { dynamoAddresses } from './dynamo-addresses.ts';
import { dynamoErasures } from './dynamo-erasures.ts';
import { dynamoFinder } from './dynamo-finder.ts';
import { dynamoFollows } from './dynamo-follows.ts';
import { dynamoGhostSearch } from './dynamo-ghost-search.ts';
import { dynamoLeavers } from './dynamo-leavers.ts';
import { dynamoSessionList } from './dynamo-session-list.ts';
import { dynamoUsers } from './dynamo-users.ts';
import { describeErasures } from './erasures.suite.ts';
import { describeFinder } from './finder.suite.ts';
import { describeFollows } from './follows.suite.ts';
import { describeGhostSearch } from './ghost-search.suite.ts';
import { describeLeavers } from './leavers.suite.ts';
import { describeSessionList } from './session-list.suite.ts';
import { describeUsers } from './users.suite.ts';

const clock = () => new Date(noon);
const db = useDynamoDb({ indexes: 2 });

async function make() {
  const table = await db.freshTable();
  const outbox = async () => (await db.outboxOf(table)).length;
  return {
    users: dynamoUsers(table, clock),
    follows: dynamoFollows(table, clock),
    addresses: dynamoAddresses(table, clock),
    leavers: dynamoLeavers(table, clock),
    outbox,
  };
}

describeUsers('dynamoUsers', make);
describeErasures('dynamoErasures', async () => dynamoErasures(await db.freshTable()));
describeFollows('dynamoFollows', make);
describeLeavers('dynamoLeavers', make);
describeFinder('dynamoFinder', async () => {
  const table = await db.freshTable();
  return { users: dynamoUsers(table, clock), finder: dynamoFinder(table) };
});

describe('dynamoFinder', () => {
  it('refuses a cursor that it did not give out', async () => {
    const finder = dynamoFinder(await db.freshTable());
    for (const position of [{ id: 'x' }, { sk: 'ben#1' }, { sk: `an${'n'.repeat(1100)}` }]) {
      const cursor = Buffer.from(JSON.stringify(position)).toString('base64url');
      await expect(finder.entriesFrom('an', { limit: 1, cursor })).rejects.toMatchObject({
        code: 'invalid-cursor',
      });
    }
  });
});
describeAddresses('dynamoAddresses', make);
describeGhostSearch('dynamoGhostSearch', async () => dynamoGhostSearch(await db.freshTable()));
describeSessionList('dynamoSessionList', async () => dynamoSessionList(await db.freshTable()));

describe('writes that DynamoDB cancels', () => {
  const cancelled = (...codes: string[]) =>
    new TransactionCanceledException({
      $metadata: {},
      message: 'cancelled',
      CancellationReasons: codes.map((Code) => ({ Code })),
    });
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  const documents = mockClient(client);
  beforeEach(() => documents.reset());

  it('count as another writer when two transactions met', async () => {
    documents.on(TransactWriteCommand).rejects(cancelled('None', 'None', 'TransactionConflict', 'None'));
    const pair = { followerId: ben, followeeId: anna, active: true, changedAt: noon, version: 1 };
    await expect(dynamoFollows('users', clock, client).save(undefined, pair, [])).rejects.toThrow(
      ConcurrentChangeError,
    );
  });

  it('stay faults for any other reason', async () => {
    const error = cancelled('ThrottlingError', 'None', 'None');
    documents.on(TransactWriteCommand).rejects(error);
    const users = dynamoUsers('users', clock, client);
    await expect(users.register(person(anna, 'anna'), [])).rejects.toBe(error);
    await expect(users.update(person(anna, 'anna'), person(anna, 'anna'), [])).rejects.toBe(error);
  });
});
