import { releasedPeople, useReleasedItems } from '@shutterbus/testing/released-items';
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
const { anna, ben } = releasedPeople;

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
});
