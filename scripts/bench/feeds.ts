import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type Consumed, countConsumed } from '@shutterbus/testing/consumed-capacity';
import { startDynamoDb } from '@shutterbus/testing/dynamodb';
import { dynamoAuthors } from '../../services/media/src/adapters/dynamo-authors.ts';
import { dynamoCounts } from '../../services/media/src/adapters/dynamo-counts.ts';
import { dynamoFollows } from '../../services/media/src/adapters/dynamo-follows.ts';
import { dynamoHomes } from '../../services/media/src/adapters/dynamo-homes.ts';
import { dynamoPhotoLists } from '../../services/media/src/adapters/dynamo-photo-lists.ts';
import { dynamoPhotos } from '../../services/media/src/adapters/dynamo-photos.ts';
import { manyPublished } from '../../services/media/src/adapters/many-published.fixture.ts';
import { itemOf } from '../../services/media/src/adapters/photo-item.ts';
import { placesOf } from '../../services/media/src/home-place.ts';
import type { Photo } from '../../services/media/src/photo.ts';
import { makeShowPhotos } from '../../services/media/src/show-photos.ts';
import { makeListFeed } from '../../services/media/src/use-cases/list-feed.ts';
import { makeListHome } from '../../services/media/src/use-cases/list-home.ts';
import { command } from '../lib/command.ts';

/**
 * npm run bench:feeds -- --photos 1000,10000: what a page of twenty reads from Explore and from Home, as the engine counts
 * read units, over so many photos; for somebody who follows ten people and for somebody who follows ten thousand. Beside
 * it, what Home would read if it asked each of these for their newest two photos. `--photos 100000` takes a quarter of an hour and more.
 */
command('npm run bench:feeds [-- --photos 1000,10000] [--people 10,10000]');
const { values } = parseArgs({
  options: {
    photos: { type: 'string', default: '1000,10000' },
    people: { type: 'string', default: '10,10000' },
  },
});
const [sizes, crowds] = [values.photos, values.people].map((list) => list.split(',').map(Number));
const pages = 10;
const clock = () => new Date();

const db = await startDynamoDb();
try {
  for (const size of sizes ?? []) for (const crowd of crowds ?? []) await measure(size, crowd);
} finally {
  await db.stop();
}

async function measure(size: number, crowd: number): Promise<void> {
  const table = `feeds-${size}-${crowd}`;
  await db.createTable(table, { indexes: 3 });
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  const reader = randomUUID();
  const owners = Array.from({ length: crowd }, () => randomUUID());
  const photos = manyPublished(size).map((photo, index) => ({
    ...photo,
    ownerId: owners[index % crowd] ?? photo.ownerId,
  }));
  const authors = dynamoAuthors(table, client);
  const adapters = {
    photos: dynamoPhotos(table, clock, client),
    lists: dynamoPhotoLists(table, client),
    authors,
    show: makeShowPhotos({ authors, counts: dynamoCounts(table, client) }),
    follows: dynamoFollows(table, client),
    homes: dynamoHomes(table, clock, client),
  };
  await write(client, table, photos);
  await adapters.homes.place(placesOf(photos).map((place) => ({ ...place, userId: reader })));
  for (const followeeId of owners)
    await adapters.follows.rememberFollow({ followerId: reader, followeeId, active: true, version: 1 });
  const consumed = countConsumed(client);
  const [listFeed, listHome] = [makeListFeed(adapters), makeListHome(adapters)];
  const explore = await average((cursor) => listFeed({ limit: 20, cursor }), consumed);
  const home = await average((cursor) => listHome({ userId: reader, limit: 20, cursor }), consumed);
  for (const ownerId of owners) await adapters.lists.listPublished(ownerId, { limit: 2 });
  const merged = consumed();
  const show = ({ requests, readUnits }: Consumed) =>
    `${readUnits.toFixed(1)} units in ${requests.toFixed(1)} requests`;
  console.log(`${size} photos of ${crowd} people · Explore ${show(explore)} · Home ${show(home)}`);
  console.log(`  Home merged on reading, at least: ${show(merged)}`);
}

async function write(client: DynamoDBDocumentClient, table: string, photos: Photo[]): Promise<void> {
  const requests = photos.map((photo) => ({ PutRequest: { Item: itemOf(photo) } }));
  for (let start = 0; start < requests.length; start += 25)
    await client.send(
      new BatchWriteCommand({ RequestItems: { [table]: requests.slice(start, start + 25) } }),
    );
}

/** Of the first pages, each of which has to be full. */
async function average(
  list: (cursor?: string) => Promise<{ items: unknown[]; nextCursor?: string | undefined }>,
  consumed: () => Consumed,
): Promise<Consumed> {
  consumed();
  let cursor: string | undefined;
  for (let page = 0; page < pages; page += 1) {
    const { items, nextCursor } = await list(cursor);
    if (items.length < 20) throw new Error(`a page has ${items.length} photos`);
    cursor = nextCursor;
  }
  const { requests, readUnits, writeUnits } = consumed();
  return { requests: requests / pages, readUnits: readUnits / pages, writeUnits: writeUnits / pages };
}
