import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { useDynamoDb } from '@shutterbus/testing/dynamodb';
import * as z from 'zod';
import { dynamoFinder } from './dynamo-finder.ts';
import { dynamoFollows } from './dynamo-follows.ts';
import { dynamoUsers } from './dynamo-users.ts';

const clock = () => new Date('2026-11-28T12:00:00.000Z');

/** What the release before wrote: during a release, and long after it, this one reads it. */
const items = z
  .array(z.record(z.string(), z.unknown()))
  .parse(JSON.parse(readFileSync(path.join(import.meta.dirname, 'released-items.json'), 'utf8')));
const anna = '0b5f6c1e-7a53-4d0c-9b6b-2f1f3a8f7c11';
const ben = '5d1b1a52-3f0e-4c41-8a35-6b0f2f0f9e22';
const idOf = (type: string, key: string): string =>
  z.string().parse(items.find((item) => item.type === type)?.[key]);

describe('items of the release before, in UsersTable', () => {
  const db = useDynamoDb({ indexes: 2 });

  async function table(): Promise<string> {
    const name = await db.freshTable();
    const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
    for (const Item of items) await client.send(new PutCommand({ TableName: name, Item }));
    return name;
  }

  it('are read as people, whom they follow, and how they are found', async () => {
    const name = await table();
    const users = dynamoUsers(name, clock);
    expect(await users.findByHandle('anna')).toEqual(await users.find(anna));
    expect(await users.find(anna)).toMatchObject({ handle: 'anna', followerCount: 1 });
    expect(await users.isHandleTaken('ben')).toBe(true);
    const follows = dynamoFollows(name, clock);
    expect(await follows.find({ followerId: ben, followeeId: anna })).toMatchObject({ active: true });
    expect((await follows.listFollowers(anna, { limit: 10 })).items).toEqual([ben]);
    expect((await dynamoFinder(name).entriesFrom('an', { limit: 10 })).items).toMatchObject([
      { userId: anna, entry: 'anna' },
    ]);
    expect(idOf('PAIR', 'pk')).toContain(ben);
  });
});
