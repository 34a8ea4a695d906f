import { createEvent } from '@shutterbus/contracts/event';
import { MediaPublished } from '@shutterbus/contracts/events/media';
import { photoShape } from '@shutterbus/contracts/routes/media';
import { anna, ben, testWorld } from '../test-world.ts';

const carla = '77a3c9d0-1b2c-4d3e-8f40-5a6b7c8d9e33';
type World = ReturnType<typeof testWorld>;

const follows = (version: number, active = true) => ({
  followerId: ben,
  followeeId: anna,
  active,
  version,
});

/** A published photo of Anna's, and the event that tells of it. */
async function publish(world: World) {
  const mediaId = await world.uploaded('public');
  await world.generated(mediaId, 'public', 2);
  const event = world.photos.events.findLast(({ detailType }) => detailType === 'MediaPublished');
  if (!event) throw new Error('the photo was not published');
  return { mediaId, event: event as Parameters<World['fillHomes']>[0] };
}

const homeOf = async (world: World, userId: string) =>
  (await world.listHome({ userId, limit: 20 })).items.map(({ id }) => id);

describe('Home', () => {
  it('shows what those publish whom one follows, newest first, in the shape of the API', async () => {
    const world = testWorld();
    await world.applyFollow(follows(1));
    const [first, second] = [await publish(world), await publish(world)];
    // Late, out of order, and one of them twice.
    for (const { event } of [second, first, second]) await world.fillHomes(event);
    const { items } = await world.listHome({ userId: ben, limit: 20 });
    expect(items.map(({ id }) => id)).toEqual([second.mediaId, first.mediaId]);
    for (const item of items) expect(photoShape.safeParse(item).error).toBeUndefined();
    expect(await homeOf(world, carla)).toEqual([]);
    expect(await homeOf(world, anna)).toEqual([]);
  });

  it('shows the photos from before to somebody who begins to follow', async () => {
    const world = testWorld();
    const { mediaId } = await publish(world);
    for (const version of [1, 1]) await world.applyFollow(follows(version));
    expect(await homeOf(world, ben)).toEqual([mediaId]);
  });

  it('shows nothing of somebody who is followed no more, and all of it when that begins again', async () => {
    const world = testWorld();
    await world.applyFollow(follows(1));
    const { mediaId, event } = await publish(world);
    await world.fillHomes(event);
    await world.applyFollow(follows(2, false));
    // An older event comes late: it brings nothing back.
    await world.applyFollow(follows(1));
    expect(await homeOf(world, ben)).toEqual([]);
    await world.applyFollow(follows(3));
    expect(await homeOf(world, ben)).toEqual([mediaId]);
  });

  it('gets no places from a follow that ended, however late word of its beginning comes', async () => {
    const world = testWorld();
    await publish(world);
    await world.applyFollow(follows(2, false));
    await world.applyFollow(follows(1));
    expect((await world.deps.homes.listPlaces(ben, { limit: 5 })).items).toEqual([]);
  });

  it('keeps nothing of a pair of which one is gone, whenever word of it comes', async () => {
    const world = testWorld();
    await publish(world);
    await world.authors.forget(ben, new Date());
    for (const change of [follows(1), follows(2, false), follows(3)]) await world.applyFollow(change);
    await world.applyFollow({ ...follows(1), followerId: anna, followeeId: ben });
    expect((await world.deps.follows.listFollowers(anna, { limit: 5 })).items).toEqual([]);
    expect((await world.deps.follows.listFollowers(ben, { limit: 5 })).items).toEqual([]);
    expect((await world.deps.homes.listPlaces(ben, { limit: 5 })).items).toEqual([]);
  });

  it('loses a photo when it is hidden, shows it in its place when it is shown again, and loses it for good', async () => {
    const world = testWorld();
    await world.applyFollow(follows(1));
    const { mediaId, event } = await publish(world);
    const later = await publish(world);
    for (const one of [event, later.event]) await world.fillHomes(one);
    await world.update(mediaId, { visibility: 'private' });
    expect(await homeOf(world, ben)).toEqual([later.mediaId]);
    // The event from before is delivered again.
    await world.fillHomes(event);
    expect(await homeOf(world, ben)).toEqual([later.mediaId]);
    const { visibilityVersion = 0 } = (await world.photos.find(mediaId)) ?? {};
    await world.update(mediaId, { visibility: 'public' });
    await world.generated(mediaId, 'public', visibilityVersion + 1);
    expect(await homeOf(world, ben)).toEqual([later.mediaId, mediaId]);
    await world.remove(mediaId);
    expect(await homeOf(world, ben)).toEqual([later.mediaId]);
  });

  it('gives a page that hides something its cursor, so that what lies behind is reached', async () => {
    const world = testWorld();
    await world.applyFollow(follows(1));
    const [older, newer] = [await publish(world), await publish(world)];
    for (const { event } of [older, newer]) await world.fillHomes(event);
    await world.remove(newer.mediaId);
    const first = await world.listHome({ userId: ben, limit: 1 });
    expect(first.items).toEqual([]);
    const second = await world.listHome({ userId: ben, limit: 1, cursor: first.nextCursor });
    expect(second.items.map(({ id }) => id)).toEqual([older.mediaId]);
  });
});

describe('makeFillHomes', () => {
  const person = (number: number) => `5d1b1a52-3f0e-4c41-8a35-${String(number).padStart(12, '0')}`;

  /** Works through the queue, the latest first. @returns how many messages there were */
  async function drain(world: World): Promise<number> {
    let messages = 0;
    for (let next = world.queued.pop(); next; next = world.queued.pop(), messages += 1)
      await world.fillHomes(next.event as Parameters<World['fillHomes']>[0], next.range);
    return messages;
  }

  it('reaches all of some followers, page by page, each with the same event', async () => {
    const world = testWorld();
    for (let number = 0; number < 1100; number += 1)
      await world.deps.follows.rememberFollow({ ...follows(1), followerId: person(number) });
    const { mediaId, event } = await publish(world);
    await world.fillHomes(event);
    expect(await drain(world)).toBe(2);
    for (const number of [0, 499, 500, 1099]) expect(await homeOf(world, person(number))).toEqual([mediaId]);
  });

  it('reaches a crowd in ranges, which may be filled at the same time', async () => {
    const world = testWorld();
    // Their ids begin with every digit, as random ones do.
    const crowd = Array.from({ length: 9000 }, (_, number) => {
      const start = ((number * 1_777_777) % 16 ** 8).toString(16).padStart(8, '0');
      return `${start}${person(number).slice(8)}`;
    });
    for (const followerId of crowd) await world.deps.follows.rememberFollow({ ...follows(1), followerId });
    const { mediaId, event } = await publish(world);
    await world.fillHomes(event);
    expect(world.queued).toHaveLength(16);
    expect(await drain(world)).toBeLessThan(40);
    for (const followerId of crowd)
      expect((await world.deps.homes.listPlaces(followerId, { limit: 2 })).items).toMatchObject([
        { mediaId },
      ]);
  });

  it('ends with a photo that is hidden or gone, or was never there', async () => {
    const world = testWorld();
    await world.applyFollow(follows(1));
    const { mediaId, event } = await publish(world);
    await world.update(mediaId, { visibility: 'private' });
    await world.fillHomes(event);
    await world.remove(mediaId);
    await world.fillHomes(event);
    const unknown = createEvent(MediaPublished, {
      eventId: '01KAJ7TZ3W5Q8Y2E6H4K9M7P0R',
      occurredAt: '2026-11-21T10:00:00.000Z',
      aggregateId: 'unknown',
      aggregateVersion: 1,
      trace: { correlationId: 'correlation', causationId: 'cause' },
      data: MediaPublished.example,
    });
    await world.fillHomes(unknown);
    expect((await world.deps.homes.listPlaces(ben, { limit: 5 })).items).toEqual([]);
  });
});
