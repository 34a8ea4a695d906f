import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { useDynamoDb } from '@shutterbus/testing/dynamodb';
import * as z from 'zod';
import { dynamoFollowers } from './dynamo-followers.ts';
import { dynamoNotices } from './dynamo-notices.ts';
import { dynamoPeople } from './dynamo-people.ts';

const clock = () => new Date('2026-11-28T12:00:00.000Z');
const page = { limit: 10 };

/** What the release before wrote: during a release, and long after it, this one reads it. */
const items = z
  .array(z.record(z.string(), z.unknown()))
  .parse(JSON.parse(readFileSync(path.join(import.meta.dirname, 'released-items.json'), 'utf8')));
const anna = '0b5f6c1e-7a53-4d0c-9b6b-2f1f3a8f7c11';
const ben = '5d1b1a52-3f0e-4c41-8a35-6b0f2f0f9e22';
const idOf = (type: string, key: string): string =>
  z.string().parse(items.find((item) => item.type === type)?.[key]);

describe('items of the release before, in NotificationsTable', () => {
  const db = useDynamoDb({ indexes: 1 });

  async function table(): Promise<string> {
    const name = await db.freshTable();
    const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
    for (const Item of items) await client.send(new PutCommand({ TableName: name, Item }));
    return name;
  }

  it('are read as people, whom they follow, and what they were told', async () => {
    const name = await table();
    const people = dynamoPeople(name);
    expect(await people.find(anna)).toMatchObject({ handle: 'anna', email: 'anna@example.com' });
    expect(await people.find(ben)).toMatchObject({ email: 'ben@example.com' });
    const notices = dynamoNotices(name, clock);
    const { items: told } = await notices.list(anna, page);
    expect(told.map(({ facts }) => facts.kind).sort()).toEqual([
      'commented',
      'liked',
      'new-follower',
      'photo-rejected',
      'welcome',
    ]);
    for (const notice of told) expect(await notices.find(notice)).toEqual(notice);
    expect(await notices.countUnread(anna)).toBe(5);
    expect((await notices.list(ben, page)).items.map(({ facts }) => facts.kind)).toContain('photo-published');
    expect((await dynamoFollowers(name).list(anna, page)).items).toEqual([ben]);
    expect(idOf('PERSON', 'pk')).toContain(anna);
  });
});
