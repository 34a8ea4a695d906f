import { mediaId, testWorld } from '../test-world.ts';

describe('makeRemoveRenditions', () => {
  it('removes everything, and a repeat changes nothing', async () => {
    const world = testWorld();
    await world.uploaded('public', 2);
    await world.deleted();
    const after = await world.sets.find(mediaId);
    await world.deleted();
    expect(world.keysStored()).toEqual([]);
    expect(await world.sets.find(mediaId)).toEqual(after);
  });

  it('leaves a mark that outlives late events', async () => {
    const world = testWorld();
    await world.deleted();
    await world.uploaded('public', 2);
    await world.visibilityChanged('private', 3);
    expect(world.told()).toEqual([]);
    expect(world.keysStored()).toEqual([]);
  });

  it('survives a crash at any step', async () => {
    for (let step = 1; step <= 10; step += 1) {
      const world = testWorld();
      await world.uploaded('public', 2);
      world.crashAt(step);
      await world.deleted().catch(() => undefined);
      world.crashNoMore();
      await world.deleted();
      expect(world.keysStored()).toEqual([]);
    }
  });
});
