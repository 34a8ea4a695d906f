import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { useDynamoDb } from '@shutterbus/testing/dynamodb';
import * as z from 'zod';
import { dynamoRenditionSets } from './dynamo-rendition-sets.ts';

const clock = () => new Date('2026-11-28T12:00:00.000Z');

/** What the release before wrote: during a release, and long after it, this one reads it. */
const items = z
  .array(z.record(z.string(), z.unknown()))
  .parse(JSON.parse(readFileSync(path.join(import.meta.dirname, 'released-items.json'), 'utf8')));
const anna = '0b5f6c1e-7a53-4d0c-9b6b-2f1f3a8f7c11';
const idOf = (type: string, key: string): string =>
  z.string().parse(items.find((item) => item.type === type)?.[key]);

describe('items of the release before, in ThumbnailsTable', () => {
  const db = useDynamoDb({ indexes: 0 });

  async function table(): Promise<string> {
    const name = await db.freshTable();
    const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
    for (const Item of items) await client.send(new PutCommand({ TableName: name, Item }));
    return name;
  }

  it('are read as sets of renditions', async () => {
    const sets = dynamoRenditionSets(await table(), clock);
    const mediaId = idOf('RENDITIONS', 'mediaId');
    const set = await sets.find(mediaId);
    expect(set).toMatchObject({ mediaId, ownerId: anna });
    expect(await sets.findMany([mediaId])).toEqual([set]);
  });
});
