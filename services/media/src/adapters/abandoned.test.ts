import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { countConsumed } from '@shutterbus/testing/consumed-capacity';
import { useDynamoDb } from '@shutterbus/testing/dynamodb';
import { ulid } from 'ulid';
import type { Photo } from '../photo.ts';
import { makeSweepAbandoned } from '../use-cases/sweep-abandoned.ts';
import { dynamoAbandoned } from './dynamo-abandoned.ts';
import { dynamoPhotoLists } from './dynamo-photo-lists.ts';
import { dynamoPhotos } from './dynamo-photos.ts';
import { manyPublished } from './many-published.fixture.ts';
import { memoryOriginals } from './memory-originals.ts';
import { itemOf } from './photo-item.ts';
import { photoNumber } from './photos.suite.ts';

const reservedAt = new Date('2026-11-20T10:00:00.000Z');
const aDayLater = new Date('2026-11-21T10:00:00.000Z');
const waiting = (changes: Partial<Photo> = {}): Photo =>
  photoNumber(1, { mediaId: ulid(reservedAt.getTime()), updatedAt: reservedAt.toISOString(), ...changes });

describe('abandoned photos in the sandbox’s engine', () => {
  const db = useDynamoDb({ indexes: 3 });

  async function start(stored: Photo[]) {
    const table = await db.freshTable();
    const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
    const requests = stored.map((photo) => ({ PutRequest: { Item: itemOf(photo) } }));
    for (let from = 0; from < requests.length; from += 25)
      await client.send(
        new BatchWriteCommand({ RequestItems: { [table]: requests.slice(from, from + 25) } }),
      );
    const deps = {
      abandoned: dynamoAbandoned(table, client),
      photos: dynamoPhotos(table, () => aDayLater, client),
      originals: memoryOriginals(),
      clock: () => aDayLater,
      newId: () => ulid(),
    };
    return { table, client, ...deps, sweep: makeSweepAbandoned(deps) };
  }

  it('are found from the moment on at which they are due, earliest first, over pages, and no others', async () => {
    const almost = new Date(reservedAt.getTime() + 1).toISOString();
    const rejected = { status: 'rejected', updatedAt: '2026-10-22T10:00:00.000Z' } as const;
    const due = Array.from({ length: 120 }, () => waiting());
    const first = waiting({ ...rejected, updatedAt: '2026-10-21T10:00:00.000Z' });
    const { abandoned } = await start([
      ...[...due, first],
      ...[
        waiting({ updatedAt: almost }),
        waiting({ status: 'processing' }),
        waiting({ ...rejected, updatedAt: almost }),
      ],
      ...manyPublished(30),
    ]);
    const found: string[] = [];
    for await (const { mediaId } of abandoned.due(aDayLater)) found.push(mediaId);
    expect(found).toHaveLength(121);
    expect(new Set(found)).toEqual(new Set([first, ...due].map(({ mediaId }) => mediaId)));
    expect(found[0]).toBe(first.mediaId);
  });

  it('go once when two sweep at the same time, and each is told of once', async () => {
    const { sweep, table, abandoned } = await start(Array.from({ length: 20 }, () => waiting()));
    const [one, other] = await Promise.all([sweep(), sweep()]);
    expect(one.removed + other.removed).toBe(20);
    expect((await db.outboxOf(table)).map(({ detailType }) => detailType)).toEqual(
      Array.from({ length: 20 }, () => 'MediaDeleted'),
    );
    for await (const _ of abandoned.due(aDayLater)) throw new Error('one is still there');
  });

  it('stand in no feed', async () => {
    const { table, client } = await start([waiting(), ...manyPublished(3)]);
    const { items } = await dynamoPhotoLists(table, client).listPublished(undefined, { limit: 50 });
    expect(items).toHaveLength(3);
  });

  it.each([10, 500])('cost half a unit to find none, among %d photos', async (count) => {
    const { sweep, client } = await start([...manyPublished(count), waiting({ status: 'ready' })]);
    const consumed = countConsumed(client);
    await sweep();
    expect(consumed()).toMatchObject({ requests: 1, readUnits: 0.5 });
  });

  it('cost two reads and one transaction each to remove', async () => {
    const { sweep, client } = await start(Array.from({ length: 10 }, () => waiting()));
    const consumed = countConsumed(client);
    expect(await sweep()).toEqual({ removed: 10, arrived: 0 });
    const { requests, readUnits, writeUnits } = consumed();
    expect(requests).toBe(21);
    expect(readUnits).toBeLessThan(12);
    expect(writeUnits).toBe(80);
  });
});
