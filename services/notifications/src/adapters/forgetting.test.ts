import { type DynamoDBDocumentClient, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { UserDeleted } from '@shutterbus/contracts/events/users';
import { dynamoOutbox } from '@shutterbus/lambda/dynamo-outbox';
import { documents } from '@shutterbus/lambda/dynamodb';
import { useDynamoDb } from '@shutterbus/testing/dynamodb';
import { ulid } from 'ulid';
import { anna, arrived, ben, mediaId, noon, trace } from '../notices.fixture.ts';
import { makeForgetPerson } from '../use-cases/forget-person.ts';
import { dynamoFollowers } from './dynamo-followers.ts';
import { dynamoNotices } from './dynamo-notices.ts';
import { dynamoPeople } from './dynamo-people.ts';
import { dynamoPhotos } from './dynamo-photos.ts';
import { dynamoPublications } from './dynamo-publications.ts';

const db = useDynamoDb({ indexes: 1, projection: 'KEYS_ONLY' });
const clock = () => new Date(noon);
const deleted = arrived(UserDeleted, { data: { userId: anna }, version: 5 });

/** The table's client, with `send` of one's own. */
const clientThat = (
  send: (command: QueryCommand | UpdateCommand) => Promise<unknown>,
): DynamoDBDocumentClient => Object.create(documents(), { send: { value: send } });
const pass = (command: QueryCommand | UpdateCommand): Promise<unknown> =>
  command instanceof QueryCommand ? documents().send(command) : documents().send(command);

describe('NotificationsTable, when somebody is forgotten', () => {
  it('loses all pairs although its index still names those that are removed, and its outbox confirms it', async () => {
    const table = await db.freshTable();
    const followees = Array.from({ length: 60 }, (_, n) => `5d1b1a52-3f0e-4c41-8a35-6b0f2f0f9e${n + 10}`);
    const pair = { active: true, version: 1, occurredAt: noon };
    for (const followeeId of followees)
      await dynamoFollowers(table).remember({ ...pair, followerId: anna, followeeId });
    await dynamoFollowers(table).remember({ ...pair, followerId: ben, followeeId: anna });
    const { Items: before = [] } = await documents().send(
      new QueryCommand({
        TableName: table,
        IndexName: 'gsi1',
        KeyConditionExpression: 'gsi1pk = :by',
        ExpressionAttributeValues: { ':by': `BY#${anna}` },
      }),
    );
    expect(before).toHaveLength(60);
    const lagging = clientThat(async (command) => {
      if (!(command instanceof QueryCommand) || command.input.IndexName === undefined) return pass(command);
      const { Limit, ExclusiveStartKey: after } = command.input;
      return { Items: before.filter(({ gsi1sk }) => !after || gsi1sk > after.gsi1sk).slice(0, Limit) };
    });
    const forget = makeForgetPerson({
      people: dynamoPeople(table),
      notices: dynamoNotices(table, clock),
      followers: dynamoFollowers(table, lagging),
      publications: dynamoPublications(table, clock),
      outbox: dynamoOutbox(table, clock),
      newId: () => ulid(),
      clock,
    });
    await forget(deleted, { trace });
    expect((await db.itemsOf(table)).map(({ type }) => type?.S).sort()).toEqual(['OUTBOX', 'PERSON']);
    expect(await db.outboxOf(table)).toMatchObject([{ detailType: 'NoticesErased' }]);
  });

  it('has no batch without a beginning when a photo joins one that is removed meanwhile', async () => {
    const table = await db.freshTable();
    const publications = dynamoPublications(table, clock);
    const photo = { ownerId: anna, mediaId, title: 'First snow', version: 4, publishedAt: noon };
    await publications.remember(photo);
    const meeting = clientThat(async (command) => {
      if (command instanceof UpdateCommand) await publications.forget(anna);
      return pass(command);
    });
    const next = { ...photo, mediaId: mediaId.replace('D', 'E'), publishedAt: '2026-11-21T12:00:05.000Z' };
    const batch = await dynamoPublications(table, clock, meeting).remember(next);
    expect(batch).toMatchObject({ firstId: next.mediaId, since: next.publishedAt });
    expect(await publications.find(next)).toEqual(batch);
    expect((await db.itemsOf(table)).map(({ sk }) => sk?.S)).toEqual(['PHOTOS', `PHOTOS#${batch.since}`]);
  });

  it('knows that a photo was hidden for longer than a batch tells of it that began late', async () => {
    const table = await db.freshTable();
    await dynamoPhotos(table, clock).remember({ mediaId, isPublic: false, version: 5 });
    const fortnightLater = () => new Date('2026-12-05T12:00:00.000Z');
    const photo = { ownerId: anna, mediaId, title: 'First snow', version: 4, publishedAt: noon };
    await dynamoPublications(table, fortnightLater).remember(photo);
    const ends = new Map((await db.itemsOf(table)).map(({ sk, expiresAt }) => [sk?.S, Number(expiresAt?.N)]));
    expect(ends.get('PHOTO')).toBeGreaterThan(ends.get(`PHOTOS#${noon}`) ?? Number.POSITIVE_INFINITY);
  });
});
