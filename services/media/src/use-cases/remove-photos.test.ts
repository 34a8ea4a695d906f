import { createEvent } from '@shutterbus/contracts/event';
import { UserDeleted } from '@shutterbus/contracts/events/users';
import { anna, ben, testWorld } from '../test-world.ts';
import { makeDeletePhoto } from './delete-photo.ts';
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
  const world = testWorld();
  const removePhotos = makeRemovePhotos({ ...world.deps, deletePhoto: makeDeletePhoto(world.deps) });
  return { world, removePhotos };
}

describe('removePhotos', () => {
  it('removes every photo of the person in every state, and nobody else’s', async () => {
    const { world, removePhotos } = setUp();
    const shown = await world.uploaded('public');
    await world.generated(shown, 'public', 2);
    await world.request();
    for (let i = 0; i < 30; i += 1) await world.uploaded('private');
    const { photo: bens } = await world.request({ ownerId: ben });
    await removePhotos(deleted, { trace });
    expect((await world.photos.listByOwner(anna, { limit: 50 })).items).toEqual([]);
    expect((await world.photos.listPublished(undefined, { limit: 50 })).items).toEqual([]);
    await removePhotos(deleted, { trace });
    expect(await world.photos.find(bens.id)).toBeDefined();
    expect(world.told().filter((event) => event.startsWith('MediaDeleted'))).toHaveLength(32);
    expect(world.photos.events.at(-1)?.detail.metadata.correlationId).toBe('leaving');
  });

  it('forgets the person, whatever comes late', async () => {
    const { world, removePhotos } = setUp();
    await world.authors.remember(author);
    await removePhotos(deleted, { trace });
    await world.authors.remember({ ...author, version: 9 });
    expect(await world.authors.findMany([anna])).toEqual([{ userId: anna, gone: true }]);
    expect(await world.authors.findByHandle('anna')).toBeUndefined();
  });
});
