import { createEvent } from '@shutterbus/contracts/event';
import { UserDeleted } from '@shutterbus/contracts/events/users';
import { ulid } from 'ulid';
import { OriginalsLeftError } from '../errors.ts';
import { originalKey } from '../original.ts';
import { anna, ben, jpegStart, testWorld } from '../test-world.ts';
import { makeDeletePhoto } from './delete-photo.ts';
import { makeForgetDownloads } from './forget-downloads.ts';
import { makeRemovePhotos } from './remove-photos.ts';

const trace = { correlationId: 'leaving', causationId: 'user-deleted' };
const deleted = createEvent(UserDeleted, {
  eventId: '01KAJ7TZ3W5Q8Y2E6H4K9M7P0R',
  occurredAt: '2026-11-28T10:00:00.000Z',
  aggregateId: anna,
  aggregateVersion: 5,
  trace,
  data: { userId: anna },
});
const author = {
  userId: anna,
  handle: 'anna',
  displayName: 'Anna',
  version: 4,
  handleSince: '2026-11-21T10:00:00.000Z',
};

function setUp() {
  const world = testWorld({ perDay: 1000, openAtOnce: 1000 });
  const again: unknown[] = [];
  const queue = { again: async (event: unknown) => void again.push(event) };
  const deps = { ...world.deps, newId: () => ulid() };
  const removePhotos = makeRemovePhotos({
    ...deps,
    queue,
    deletePhoto: makeDeletePhoto(deps),
    forgetDownloads: makeForgetDownloads(deps),
  });
  return {
    world,
    again,
    remove: () => removePhotos(deleted, { trace }),
    /** What OnOwnMediaDeleted does with each MediaDeleted. */
    purge: async (mediaId: string) => world.originals.purge(originalKey({ ownerId: anna, mediaId })),
    confirmed: () =>
      world.photos.events
        .filter(({ detailType }) => detailType === 'PhotosErased')
        .map(({ detail }) => detail),
  };
}

describe('removePhotos', () => {
  it('removes every photo of the person in every state, and nobody else’s', async () => {
    const { world, remove } = setUp();
    const shown = await world.uploaded('public');
    await world.generated(shown, 'public', 2);
    await world.request();
    for (let i = 0; i < 30; i += 1) await world.uploaded('private');
    const { photo: bens } = await world.request({ ownerId: ben });
    await expect(remove()).rejects.toThrow(OriginalsLeftError);
    expect((await world.photos.listByOwner(anna, { limit: 50 })).items).toEqual([]);
    expect((await world.photos.listPublished(undefined, { limit: 50 })).items).toEqual([]);
    await expect(remove()).rejects.toThrow(OriginalsLeftError);
    expect(await world.photos.find(bens.id)).toBeDefined();
    expect(world.told().filter((event) => event.startsWith('MediaDeleted'))).toHaveLength(32);
    expect(world.photos.events.at(-1)?.detail.metadata.correlationId).toBe('leaving');
  });

  it('removes what was packed of the person’s photos', async () => {
    const { world, remove } = setUp();
    await world.uploaded('private');
    await world.pack((await world.requestDownload()).id);
    await world.requestDownload();
    expect(world.zips.zips.size).toBe(1);
    for (let i = 0; i < 2; i += 1) await expect(remove()).rejects.toThrow(OriginalsLeftError);
    expect(world.zips.zips.size).toBe(0);
    expect((await world.listDownloads({ ownerId: anna })).items).toEqual([]);
  });

  it('forgets the person, whatever comes late', async () => {
    const { world, remove } = setUp();
    await world.authors.remember(author);
    await remove();
    await world.authors.remember({ ...author, version: 9 });
    expect(await world.authors.findMany([anna])).toEqual([{ userId: anna, gone: true }]);
    expect(await world.authors.findByHandle('anna')).toBeUndefined();
  });

  it('confirms when the bytes of the last photo are gone, and not before', async () => {
    const { world, remove, purge, confirmed } = setUp();
    const [first, second] = [await world.uploaded('private'), await world.uploaded('public')];
    await world.uploaded('public', ben);
    await expect(remove()).rejects.toThrow(OriginalsLeftError);
    await purge(first);
    await expect(remove()).rejects.toThrow(OriginalsLeftError);
    expect(confirmed()).toEqual([]);
    await purge(second);
    await remove();
    expect(confirmed()).toHaveLength(1);
    expect(confirmed()[0]).toMatchObject({
      data: { userId: anna },
      metadata: {
        ...{ aggregateId: anna, aggregateVersion: 5 },
        ...{ correlationId: 'leaving', causationId: 'user-deleted' },
      },
    });
  });

  it('does not confirm while bytes are there that came after their photo was gone', async () => {
    const { world, remove, confirmed } = setUp();
    const { photo } = await world.request();
    await remove();
    expect(confirmed()).toHaveLength(1);
    world.originals.versions.set(`${originalKey({ ownerId: anna, mediaId: photo.id })}@late`, jpegStart);
    await expect(remove()).rejects.toThrow(OriginalsLeftError);
    await world.arrives(photo.id, 'late', jpegStart, anna);
    await remove();
    expect(confirmed()).toHaveLength(2);
  });

  it('confirms at once for a person without photos, and once each time that it is asked', async () => {
    const { remove, confirmed } = setUp();
    for (let asked = 1; asked <= 2; asked += 1) {
      await remove();
      expect(confirmed()).toHaveLength(asked);
    }
  });

  it('leaves the rest of very many to another message, and does not confirm before that one', async () => {
    const { world, again, remove, confirmed } = setUp();
    for (let i = 0; i < 510; i += 1) await world.request();
    await remove();
    expect(again).toEqual([deleted]);
    expect(confirmed()).toEqual([]);
    expect((await world.photos.listByOwner(anna, { limit: 50 })).items).toHaveLength(10);
    await remove();
    expect(again).toHaveLength(1);
    expect(confirmed()).toHaveLength(1);
  });
});
