import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { useDynamoDb } from '@shutterbus/testing/dynamodb';
import { anna, ben } from '../test-world.ts';
import { behavesAsAuthors } from './authors.suite.ts';
import { behavesAsAvatars } from './avatars.suite.ts';
import { behavesAsComments } from './comments.suite.ts';
import { behavesAsDownloads } from './downloads.suite.ts';
import { dynamoAuthors } from './dynamo-authors.ts';
import { dynamoAvatars } from './dynamo-avatars.ts';
import { dynamoComments } from './dynamo-comments.ts';
import { dynamoCounts } from './dynamo-counts.ts';
import { dynamoDownloads } from './dynamo-downloads.ts';
import { dynamoFollows } from './dynamo-follows.ts';
import { dynamoHomes } from './dynamo-homes.ts';
import { dynamoLeftAnswers } from './dynamo-left-answers.ts';
import { dynamoLikes } from './dynamo-likes.ts';
import { dynamoPhotoLists } from './dynamo-photo-lists.ts';
import { dynamoPhotos } from './dynamo-photos.ts';
import { dynamoUploadQuota } from './dynamo-upload-quota.ts';
import { dynamoViews } from './dynamo-views.ts';
import { behavesAsFollows } from './follows.suite.ts';
import { behavesAsHomes } from './homes.suite.ts';
import { behavesAsLikes } from './likes.suite.ts';
import { manyPublished } from './many-published.fixture.ts';
import { feedPartitions, itemOf } from './photo-item.ts';
import { behavesAsPhotos, photoNumber } from './photos.suite.ts';
import { behavesAsUploadQuota } from './upload-quota.suite.ts';
import { behavesAsViews } from './views.suite.ts';

const clock = () => new Date('2026-11-21T10:00:00.000Z');

describe('MediaTable in the sandbox’s engine', () => {
  const db = useDynamoDb({ indexes: 3 });

  describe('dynamoPhotos', () => {
    behavesAsPhotos(async () => {
      const table = await db.freshTable();
      return {
        photos: { ...dynamoPhotos(table, clock), ...dynamoPhotoLists(table) },
        outbox: async () => (await db.outboxOf(table)).map(({ detailType }) => detailType),
      };
    });

    it('refuses a cursor that it did not give out', async () => {
      const lists = dynamoPhotoLists(await db.freshTable());
      const forged = (position: object) => Buffer.from(JSON.stringify(position)).toString('base64url');
      const id = '01KAJ7Q2M8Z4X6T0V5R3N1B9CD';
      const long = '9'.repeat(1100);
      for (const cursor of [
        'nonsense',
        forged({ pk: 'OUTBOX#1' }),
        forged({ id, at: '' }),
        forged({ id, at: long }),
        forged({ id: long, at: id }),
      ])
        await expect(lists.listPublished(undefined, { limit: 1, cursor })).rejects.toMatchObject({
          code: 'invalid-cursor',
        });
    });
  });

  it('reads the partitions of the feed as one list, the former one included, from page to page', async () => {
    const table = await db.freshTable();
    const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
    const stored = manyPublished(60).map((photo, index) => ({
      ...itemOf(photo),
      gsi2pk: feedPartitions[index % feedPartitions.length],
    }));
    for (const Item of stored) await client.send(new PutCommand({ TableName: table, Item }));
    const lists = dynamoPhotoLists(table, client);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await lists.listPublished(undefined, { limit: 7, cursor });
      seen.push(...page.items.map(({ publishedAt = '' }) => publishedAt));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toHaveLength(60);
    expect(seen).toEqual(seen.toSorted().reverse());
  });

  it('leaves no row of a tag behind, and shows none that the release before left', async () => {
    const table = await db.freshTable();
    const photos = dynamoPhotos(table, clock);
    const rows = async () =>
      (await db.itemsOf(table)).flatMap(({ pk }) => (pk?.S?.startsWith('TAG#') ? pk.S : [])).sort();
    const [photo] = manyPublished(1);
    if (!photo) throw new Error('no photo');
    const tagged = { ...photo, title: 'First #snow', description: 'Or #ice' };
    await photos.add(tagged);
    const again = { ...tagged, version: tagged.version + 1 };
    await photos.save(tagged, { photo: again, events: [] });
    expect(await rows()).toEqual(['TAG#ice', 'TAG#snow']);
    const hidden = { ...again, visibility: 'private' as const, version: again.version + 1 };
    await photos.save(again, { photo: hidden, events: [] });
    expect(await dynamoPhotoLists(table).listTagged('snow', { limit: 5 })).toEqual({ items: [] });
    const back = { ...again, version: hidden.version + 1 };
    await photos.save(hidden, { photo: back, events: [] });
    await photos.saveEdited(back, {
      photo: { ...back, description: '', version: back.version + 1 },
      events: [],
    });
    expect(await rows()).toEqual(['TAG#snow']);
    await photos.remove({ ...back, description: '', version: back.version + 1 }, []);
    expect(await rows()).toEqual([]);
  });

  it('lists photos that are ready past the people of the same index', async () => {
    const table = await db.freshTable();
    const [lists, authors] = [dynamoPhotoLists(table), dynamoAuthors(table)];
    await authors.remember({
      userId: anna,
      handle: 'anna',
      displayName: 'Anna',
      version: 1,
      handleSince: '2026-11-21T10:00:00.000Z',
    });
    const first = await lists.listReady({ limit: 1 });
    expect(first).toEqual({ items: [], nextCursor: expect.any(String) });
    expect(await lists.listReady({ limit: 1, cursor: first.nextCursor })).toEqual({ items: [] });
    for (const cursor of ['nonsense', Buffer.from('{"pk":"x"}').toString('base64url')])
      await expect(lists.listReady({ limit: 1, cursor })).rejects.toMatchObject({ code: 'invalid-cursor' });
  });

  describe('dynamoAuthors', () => {
    behavesAsAuthors(async () => dynamoAuthors(await db.freshTable()));
  });

  describe('dynamoAvatars', () => {
    behavesAsAvatars(async () => {
      const table = await db.freshTable();
      return {
        avatars: dynamoAvatars(table, clock),
        photos: dynamoPhotos(table, clock),
        outbox: async () => (await db.outboxOf(table)).map(({ detailType }) => detailType),
      };
    });
  });

  describe('dynamoDownloads', () => {
    behavesAsDownloads(async () => {
      const table = await db.freshTable();
      return {
        downloads: dynamoDownloads(table, clock),
        outbox: async () => (await db.outboxOf(table)).map(({ detailType }) => detailType),
      };
    });
  });

  /** A table with one that removes a photo, as far as counting goes. */
  const counting = async () => {
    const table = await db.freshTable();
    return {
      table,
      counts: dynamoCounts(table),
      async remove(mediaId: string) {
        const photos = dynamoPhotos(table, clock);
        const photo = photoNumber(1, { mediaId });
        await photos.add(photo);
        await photos.remove(photo, []);
      },
      outbox: async () => (await db.outboxOf(table)).map(({ detailType }) => detailType),
    };
  };

  describe('dynamoLikes and dynamoCounts', () => {
    behavesAsLikes(async () => {
      const made = await counting();
      return { ...made, likes: dynamoLikes(made.table, clock) };
    });
  });

  describe('dynamoComments', () => {
    behavesAsComments(async () => {
      const made = await counting();
      return { ...made, comments: dynamoComments(made.table, clock) };
    });

    it('refuses a cursor that it did not give out', async () => {
      const comments = dynamoComments(await db.freshTable(), clock);
      const cursor = Buffer.from('{"id":"x"}').toString('base64url');
      await expect(comments.list('photo', { limit: 1, cursor })).rejects.toMatchObject({
        code: 'invalid-cursor',
      });
    });
  });

  describe('dynamoLeftAnswers', () => {
    it('removes likes and comments of a photo and nothing else, in calls that end', async () => {
      const { table, remove } = await counting();
      const [likes, comments] = [dynamoLikes(table, clock), dynamoComments(table, clock)];
      const [gone, kept] = [photoNumber(1).mediaId, photoNumber(2).mediaId];
      for (const mediaId of [gone, kept]) {
        for (let n = 10; n < 40; n += 1) {
          const likerId = `5d1b1a52-3f0e-4c41-8a35-6b0f2f0f90${n}`;
          const changedAt = '2026-11-21T10:00:00.000Z';
          await likes.save(undefined, { mediaId, likerId, active: n > 12, changedAt, version: 1 }, []);
          const commentId = `01KAJ7Q2M8Z4X6T0V5R3N1C0${n}`;
          await comments.add({ commentId, mediaId, authorId: anna, text: 'Oh!', createdAt: changedAt }, []);
        }
      }
      await remove(gone);
      const left = dynamoLeftAnswers(table);
      let calls = 0;
      while (await left.removeSome(gone)) calls += 1;
      expect(calls).toBe(2);
      const rows = (await db.itemsOf(table)).map(({ pk, sk }) => `${pk?.S} ${sk?.S?.split('#')[0]}`);
      const countOf = (row: string) => rows.filter((one) => one === row).length;
      expect(rows.filter((row) => row.startsWith(`MEDIA#${gone}`))).toEqual([`MEDIA#${gone} COUNTS`]);
      expect(countOf(`MEDIA#${kept} LIKE`)).toBe(30);
      expect(countOf(`MEDIA#${kept} COMMENT`)).toBe(30);
    });
  });

  describe('dynamoFollows', () => {
    behavesAsFollows(async () => dynamoFollows(await db.freshTable()));
  });

  describe('dynamoHomes', () => {
    behavesAsHomes(async () => dynamoHomes(await db.freshTable(), clock));

    it('lets places go after half a year, and refuses a cursor that it did not give out', async () => {
      const table = await db.freshTable();
      const homes = dynamoHomes(table, clock);
      const at = '2026-11-21T10:00:00.000Z';
      await homes.place([
        { userId: anna, mediaId: '01KAJ7Q2M8Z4X6T0V5R3N1B9CD', ownerId: ben, publishedAt: at },
      ]);
      const [item] = await db.itemsOf(table);
      expect(new Date(Number(item?.expiresAt?.N) * 1000).toISOString()).toBe('2027-05-23T10:00:00.000Z');
      for (const cursor of ['nonsense', Buffer.from('{"at":""}').toString('base64url')])
        await expect(homes.listPlaces(anna, { limit: 1, cursor })).rejects.toMatchObject({
          code: 'invalid-cursor',
        });
    });
  });

  describe('dynamoViews', () => {
    behavesAsViews(async () => {
      const table = await db.freshTable();
      return {
        views: dynamoViews(table),
        counts: dynamoCounts(table),
        like: async (mediaId) => {
          const like = {
            mediaId,
            likerId: anna,
            active: true,
            changedAt: photoNumber(1).createdAt,
            version: 1,
          };
          await dynamoLikes(table, clock).save(undefined, like, []);
        },
        async remove(mediaId) {
          const photos = dynamoPhotos(table, clock);
          const photo = photoNumber(1, { mediaId });
          await photos.add(photo);
          await photos.remove(photo, []);
        },
      };
    });
  });

  describe('dynamoUploadQuota', () => {
    behavesAsUploadQuota(async (limits) => dynamoUploadQuota(await db.freshTable(), limits));
  });
});
