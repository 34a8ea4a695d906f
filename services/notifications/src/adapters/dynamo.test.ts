import { ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { documents } from '@shutterbus/lambda/dynamodb';
import { useDynamoDb } from '@shutterbus/testing/dynamodb';
import { anna, ben, mediaId, noon, notice } from '../notices.fixture.ts';
import { describeAddresses } from './addresses.suite.ts';
import { describeAnswers } from './answers.suite.ts';
import { dynamoAddresses } from './dynamo-addresses.ts';
import { dynamoAnswers } from './dynamo-answers.ts';
import { dynamoFollowers } from './dynamo-followers.ts';
import { dynamoIllustrations } from './dynamo-illustrations.ts';
import { dynamoNotices } from './dynamo-notices.ts';
import { dynamoPeople } from './dynamo-people.ts';
import { dynamoPhotos } from './dynamo-photos.ts';
import { dynamoPictures } from './dynamo-pictures.ts';
import { dynamoPublications } from './dynamo-publications.ts';
import { describeFollowers } from './followers.suite.ts';
import { describeIllustrations } from './illustrations.suite.ts';
import { describeNotices } from './notices.suite.ts';
import { describePeople } from './people.suite.ts';
import { describePhotos } from './photos.suite.ts';
import { describePictures } from './pictures.suite.ts';
import { describePublications } from './publications.suite.ts';

const db = useDynamoDb({ indexes: 1, projection: 'KEYS_ONLY' });

describeNotices('dynamoNotices', async (clock) => {
  const table = await db.freshTable();
  const outbox = async () => (await db.outboxOf(table)).length;
  return { notices: dynamoNotices(table, clock), outbox };
});
describePeople('dynamoPeople', async () => dynamoPeople(await db.freshTable()));
describeFollowers('dynamoFollowers', async () => dynamoFollowers(await db.freshTable()));
describeAnswers('dynamoAnswers', async () => dynamoAnswers(await db.freshTable()));

it('lists past a notification of a kind that only the next release knows, and removes it with the others', async () => {
  const table = await db.freshTable();
  const notices = dynamoNotices(table, () => new Date(noon));
  const later = ['2026-11-21T12:01:00.000Z', '2026-11-21T12:02:00.000Z'];
  for (const at of [noon, ...later]) await notices.add(notice(anna, at));
  const { id } = notice(anna, later[0]);
  const changed = new UpdateCommand({
    TableName: table,
    Key: { pk: `USER#${anna}`, sk: `NOTICE#${id}` },
    UpdateExpression: 'SET facts = :facts',
    ExpressionAttributeValues: { ':facts': { kind: 'invited', by: 'Ben' } },
  });
  await documents().send(changed);
  const first = await notices.list(anna, { limit: 2 });
  expect(first.items.map(({ createdAt }) => createdAt)).toEqual([later[1], noon]);
  const answer = { kind: 'liked', ownerId: anna, mediaId, personId: ben, answerId: ben, at: noon } as const;
  await dynamoAnswers(table).remember(answer);
  while (await notices.removeSome(anna));
  expect(await db.itemsOf(table)).toEqual([]);
});
describePhotos('dynamoPhotos', async () => dynamoPhotos(await db.freshTable(), () => new Date()));
describePublications('dynamoPublications', async () =>
  dynamoPublications(await db.freshTable(), () => new Date(noon)),
);
describePictures('dynamoPictures', async () => dynamoPictures(await db.freshTable(), () => new Date(noon)));
describeIllustrations('dynamoIllustrations', async () => {
  const table = await db.freshTable();
  return {
    people: dynamoPeople(table),
    pictures: dynamoPictures(table, () => new Date(noon)),
    illustrations: dynamoIllustrations(table),
  };
});
describeAddresses('dynamoAddresses', async () => dynamoAddresses(await db.freshTable()));

it('keeps of an ended address its digest and nothing of itself', async () => {
  const table = await db.freshTable();
  await dynamoAddresses(table).end('ann@example.com', 'bounced', new Date(noon));
  const { Items = [] } = await documents().send(new ScanCommand({ TableName: table }));
  expect(Items).toHaveLength(1);
  expect(JSON.stringify(Items)).not.toMatch(/ann|example/);
});
