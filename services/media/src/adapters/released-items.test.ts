import { releasedPeople, useReleasedItems } from '@shutterbus/testing/released-items';
import { DailyQuotaError } from '../errors.ts';
import { dynamoAbandoned } from './dynamo-abandoned.ts';
import { dynamoAuthors } from './dynamo-authors.ts';
import { dynamoAvatars } from './dynamo-avatars.ts';
import { dynamoComments } from './dynamo-comments.ts';
import { dynamoCounts } from './dynamo-counts.ts';
import { dynamoDownloads } from './dynamo-downloads.ts';
import { dynamoFollows } from './dynamo-follows.ts';
import { dynamoHomes } from './dynamo-homes.ts';
import { dynamoLikes } from './dynamo-likes.ts';
import { dynamoPhotoLists } from './dynamo-photo-lists.ts';
import { dynamoPhotos } from './dynamo-photos.ts';
import { dynamoUploadQuota } from './dynamo-upload-quota.ts';
import { dynamoViews } from './dynamo-views.ts';

const clock = () => new Date('2026-11-28T12:00:00.000Z');
const page = { limit: 10 };
const { anna, ben, cleo, dora } = releasedPeople;

describe('items of the release before, in MediaTable', () => {
  const { table, textOf } = useReleasedItems(import.meta.dirname, 3);

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
    const mediaId = textOf('TAG', 'mediaId');
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

  it('are read as likes and follows that ended, and people who are leaving or gone', async () => {
    const name = await table();
    const mediaId = textOf('TAG', 'mediaId');
    const likes = dynamoLikes(name, clock);
    expect(await likes.find({ mediaId, likerId: cleo })).toMatchObject({ active: false, version: 2 });
    expect(await likes.likedAmong(cleo, [mediaId])).toEqual([]);
    const follow = { followerId: cleo, followeeId: anna, active: true, version: 2 };
    expect(await dynamoFollows(name).rememberFollow(follow)).toBe(false);
    const authors = dynamoAuthors(name);
    expect(await authors.findByHandle('cleo')).toMatchObject({ leavingUntil: '2026-12-12T14:25:00.000Z' });
    expect(await authors.wasForgotten(dora)).toBe(true);
  });

  it('are read as faces, and as what is being packed', async () => {
    const name = await table();
    const avatars = dynamoAvatars(name, clock);
    const url = '/renditions/CTKZsz7YK8KAG6H2e1w3iA/s256.webp';
    expect(await avatars.find(anna)).toMatchObject({ mediaId: textOf('TAG', 'mediaId'), url, version: 1 });
    expect(await avatars.find(ben)).toEqual({ userId: ben, version: 2 });
    const downloads = dynamoDownloads(name, clock);
    const known = await downloads.listOf(anna);
    expect(known).toMatchObject({ downloads: [{ status: 'ready', partsTried: 1 }], version: 1 });
    const downloadId = textOf('DOWNLOAD', 'downloadId');
    expect(await downloads.find({ ownerId: anna, downloadId })).toEqual(known.downloads[0]);
  });

  it('are read as uploads that were begun, and what was said once', async () => {
    const name = await table();
    const [upload] = (await dynamoPhotoLists(name).listByOwner(ben, page)).items;
    if (!upload) throw new Error('Ben has no photo');
    const { mediaId, createdAt } = upload;
    const due: string[] = [];
    for await (const photo of dynamoAbandoned(name).due(new Date('2026-11-30T00:00:00.000Z')))
      due.push(photo.mediaId);
    expect(due).toEqual([mediaId]);
    const again = { ownerId: ben, key: 'a1f0d2c3', mediaId: textOf('TAG', 'mediaId') };
    expect(
      await dynamoPhotos(name, clock).claim({ ...again, asked: 'another digest', fulfilled: false }),
    ).toMatchObject({ mediaId, asked: 'digest-of-the-upload', fulfilled: true });
    const quota = dynamoUploadQuota(name, { perDay: 1, openAtOnce: 1 });
    await quota.open({ ownerId: ben, mediaId, createdAt });
    await expect(quota.open({ ...again, createdAt })).rejects.toThrow(DailyQuotaError);
    expect(await dynamoViews(name).find(mediaId)).toEqual({ total: 3, minute: 29_400_000, inMinute: 2 });
    expect(await dynamoComments(name, clock).claimOf(ben, 'b2c0e1f4')).toMatchObject({
      commentId: textOf('COMMENT', 'commentId'),
      asked: 'digest-of-the-comment',
    });
  });
});
