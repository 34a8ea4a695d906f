import { anna, ben, testWorld } from '../test-world.ts';
import { mostInAMinute } from '../views.ts';
import { makeCountViews } from './count-views.ts';

describe('makeCountViews', () => {
  async function published() {
    const world = testWorld();
    const mediaId = await world.uploaded('public');
    await world.generated(mediaId, 'public', 2);
    const views = async () => (await world.getPhoto({ mediaId, callerId: anna })).views;
    return { world, mediaId, views };
  }

  it('tells the owner, and nobody else, how often a photo was looked at', async () => {
    const { world, mediaId, views } = await published();
    expect(await views()).toBe(0);
    await world.countViews({ mediaId, count: 2 });
    await world.countViews({ mediaId, count: 1 });
    expect(await views()).toBe(3);
    expect(await world.getPhoto({ mediaId, callerId: ben })).not.toHaveProperty('views');
    expect(await world.getPublicPhoto({ mediaId })).not.toHaveProperty('views');
  });

  it('drops what names no photo that everybody may see', async () => {
    const { world, mediaId, views } = await published();
    await world.update(mediaId, { visibility: 'private' });
    const keep = async () => Promise.reject(new Error('saved'));
    const countViews = makeCountViews({ ...world.deps, views: { ...world.deps.views, keep } });
    const unready = await world.uploaded('public');
    for (const id of [
      mediaId,
      unready,
      '01KAJ7Q2M8Z4X6T0V5R3N1B9CD',
      'x'.repeat(9000),
      '',
      '{"id":1}',
      '\u0000',
    ])
      await countViews({ mediaId: id, count: 1 });
    expect(await views()).toBe(0);
  });

  it('counts no more in a minute than a crowd, whoever says it how often', async () => {
    const { world, mediaId, views } = await published();
    const at = (seconds: number) => () => new Date(Date.parse('2026-11-21T12:00:00.000Z') + seconds * 1000);
    const countAt = (seconds: number, count: number) =>
      makeCountViews({ ...world.deps, clock: at(seconds) })({ mediaId, count });
    await countAt(0, mostInAMinute - 1);
    await countAt(30, 1_000_000);
    await countAt(59, 1);
    expect(await views()).toBe(mostInAMinute);
    await countAt(60, 5);
    // Another clock, a moment behind.
    await countAt(59, 1);
    expect(await views()).toBe(mostInAMinute + 6);
  });

  it('counts again what another counted at the same time, and nothing of a photo that goes meanwhile', async () => {
    const { world, mediaId, views } = await published();
    await Promise.all([1, 2, 3].map((count) => world.countViews({ mediaId, count })));
    expect(await views()).toBe(6);
    const find = async (id: string) => {
      const before = await world.deps.views.find(id);
      await world.remove(mediaId);
      return before;
    };
    const countViews = makeCountViews({ ...world.deps, views: { ...world.deps.views, find } });
    await countViews({ mediaId, count: 1 });
    expect((await world.deps.views.find(mediaId)).total).toBe(6);
  });
});
