import { photoShape } from '@shutterbus/contracts/routes/media';
import { anna, ben, testWorld } from '../test-world.ts';

describe('makeListFeed', () => {
  it('shows published photos only, newest first, with names, in the shape of the API', async () => {
    const world = testWorld();
    await world.authors.remember({
      userId: anna,
      handle: 'anna',
      displayName: 'Anna',
      version: 1,
      handleSince: '2026-11-21T10:00:00.000Z',
    });
    const [first, second] = [await world.uploaded('public'), await world.uploaded('public')];
    await world.uploaded('public');
    await world.generated(second, 'public', 2);
    await world.generated(first, 'public', 2);
    const { items } = await world.listFeed({ limit: 10 });
    expect(items.map(({ id }) => id)).toEqual([first, second]);
    expect(items[0]?.owner.displayName).toBe('Anna');
    for (const item of items) expect(photoShape.safeParse(item).error).toBeUndefined();
  });

  it('shows one person’s photos by handle, and none for a handle that nobody has', async () => {
    const world = testWorld();
    await world.authors.remember({
      userId: anna,
      handle: 'anna',
      displayName: 'Anna',
      version: 1,
      handleSince: '2026-11-21T10:00:00.000Z',
    });
    await world.authors.remember({
      userId: ben,
      handle: 'ben',
      displayName: 'Ben',
      version: 1,
      handleSince: '2026-11-21T10:00:00.000Z',
    });
    const mediaId = await world.uploaded('public');
    await world.generated(mediaId, 'public', 2);
    const ids = async (ownerHandle: string) =>
      (await world.listFeed({ limit: 10, ownerHandle })).items.map(({ id }) => id);
    expect(await ids('anna')).toEqual([mediaId]);
    expect(await ids('ben')).toEqual([]);
    expect(await ids('nobody')).toEqual([]);
  });

  it('shows those that say a tag, of everybody and of one person', async () => {
    const world = testWorld();
    await world.authors.remember({
      ...{ userId: anna, handle: 'anna', displayName: 'Anna', version: 1 },
      handleSince: '2026-11-21T09:00:00.000Z',
    });
    const mediaId = await world.published();
    await world.published();
    await world.update(mediaId, { title: 'First #Snow' });
    const { items } = await world.listFeed({ tag: 'snow', limit: 5 });
    expect(items).toMatchObject([{ id: mediaId, tags: ['snow'] }]);
    expect((await world.listFeed({ tag: 'snow', ownerHandle: 'anna', limit: 5 })).items).toHaveLength(1);
    await world.authors.remember({
      ...{ userId: ben, handle: 'ben', displayName: 'Ben', version: 1 },
      handleSince: '2026-11-21T09:00:00.000Z',
    });
    expect((await world.listFeed({ tag: 'snow', ownerHandle: 'ben', limit: 5 })).items).toEqual([]);
    await world.update(mediaId, { visibility: 'private' });
    expect((await world.listFeed({ tag: 'snow', limit: 5 })).items).toEqual([]);
  });
});
