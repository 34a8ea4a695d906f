import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { useDynamoDb } from '@shutterbus/testing/dynamodb';
import * as z from 'zod';
import { dynamoAuthors } from './dynamo-authors.ts';
import { dynamoComments } from './dynamo-comments.ts';
import { dynamoCounts } from './dynamo-counts.ts';
import { dynamoFollows } from './dynamo-follows.ts';
import { dynamoHomes } from './dynamo-homes.ts';
import { dynamoLikes } from './dynamo-likes.ts';
import { dynamoPhotoLists } from './dynamo-photo-lists.ts';
import { dynamoPhotos } from './dynamo-photos.ts';

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

describe('items of the release before, in MediaTable', () => {
  const db = useDynamoDb({ indexes: 3 });

  async function table(): Promise<string> {
    const name = await db.freshTable();
    const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
    for (const Item of items) await client.send(new PutCommand({ TableName: name, Item }));
    return name;
  }

  it('are read as photos, in every state and list', async () => {
    const name = await table();
    const photos = dynamoPhotos(name, clock);
    const lists = dynamoPhotoLists(name);
    const { items: own } = await lists.listByOwner(anna, page);
    expect(own.map(({ status }) => status).sort()).toEqual(['awaiting-upload', 'ready', 'rejected']);
    for (const photo of own) expect(await photos.find(photo.mediaId)).toEqual(photo);
    const shown = own.filter(({ status }) => status === 'ready');
    for (const list of [
      await lists.listPublished(undefined, page),
      await lists.listPublished(anna, page),
      await lists.listTagged('snow', page),
      await lists.listReady({ limit: 50 }),
    ])
      expect(list.items).toEqual(shown);
  });

  it('are read as what others say about photos, and who follows whom', async () => {
    const name = await table();
    const mediaId = idOf('TAG', 'mediaId');
    expect((await dynamoAuthors(name).findMany([anna, ben])).map(({ handle }) => handle).sort()).toEqual([
      'anna',
      'ben',
    ]);
    expect(await dynamoLikes(name, clock).likedAmong(ben, [mediaId])).toEqual([mediaId]);
    expect((await dynamoComments(name, clock).list(mediaId, page)).items).toMatchObject([
      { text: 'What a light!' },
    ]);
    expect((await dynamoCounts(name).findMany([mediaId])).get(mediaId)).toMatchObject({
      likes: 1,
      comments: 1,
    });
    expect((await dynamoFollows(name).listFollowers(anna, page)).items).toEqual([ben]);
    expect((await dynamoHomes(name, clock).listPlaces(ben, page)).items).toMatchObject([{ mediaId }]);
  });
});
