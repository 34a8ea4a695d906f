import { CrashError, testWorld } from '../test-world.ts';

const generated = (visibility: string, version: number) => `ThumbnailsGenerated ${visibility}@${version}`;

/** Every order of the list. */
function orders<Item>(items: readonly Item[]): Item[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, index) => orders(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}

describe('makeMoveRenditions', () => {
  it('moves a hidden photo’s renditions out of the public place, and tells of it', async () => {
    const world = testWorld();
    await world.uploaded('public', 2);
    await world.visibilityChanged('private', 3);
    await world.visibilityChanged('private', 3);
    expect(world.told()).toEqual([generated('public', 2), generated('private', 3)]);
    expect(world.keysStored()).toEqual(world.keysTold());
    expect(world.keysStored().every((key) => key.startsWith('private/'))).toBe(true);
  });

  it('makes a published photo a picture for link previews, and takes it away when the photo is hidden', async () => {
    const world = testWorld();
    const previews = () => world.keysStored().filter((key) => key.endsWith('.jpg'));
    await world.uploaded('private', 2);
    expect(previews()).toEqual([]);
    await world.visibilityChanged('public', 3);
    expect(previews()).toEqual([expect.stringMatching(/^renditions\/random-\d+\/link-preview\.jpg$/)]);
    await world.visibilityChanged('private', 4);
    expect(previews()).toEqual([]);
    expect(world.keysStored()).toEqual(world.keysTold());
  });

  it('never uses a public place again', async () => {
    const world = testWorld();
    await world.uploaded('public', 2);
    const before = world.keysStored();
    await world.visibilityChanged('private', 3);
    await world.visibilityChanged('public', 4);
    expect(world.keysStored()).toHaveLength(before.length);
    expect(before.some((key) => world.store.objects.has(key))).toBe(false);
  });

  it('ignores a change that is older than what it knows', async () => {
    const world = testWorld();
    await world.uploaded('private', 2);
    await world.visibilityChanged('public', 5);
    await world.visibilityChanged('private', 4);
    expect(world.told()).toEqual([generated('private', 2), generated('public', 5)]);
  });

  it('ends at the last wish in whatever order the events come, each of them twice', async () => {
    const steps = ['uploaded', 3, 4, 5] as const;
    for (const order of orders(steps)) {
      const world = testWorld();
      for (const step of [...order, ...order])
        await (step === 'uploaded'
          ? world.uploaded('private', 2)
          : world.visibilityChanged(step === 4 ? 'private' : 'public', step));
      expect(world.told().at(-1)).toBe(generated('public', 5));
      expect(new Set(world.told()).size).toBe(world.told().length);
      expect(world.keysStored()).toEqual(world.keysTold());
    }
  });

  it('ends at the last wish when all events come at once', async () => {
    const world = testWorld();
    await Promise.all([
      world.visibilityChanged('public', 5),
      world.uploaded('private', 2),
      world.visibilityChanged('private', 4),
      world.uploaded('private', 2),
      world.visibilityChanged('public', 3),
    ]);
    expect(world.told().at(-1)).toBe(generated('public', 5));
    expect(world.keysStored()).toEqual(world.keysTold());
  });

  it.each(['private', 'public'] as const)('survives a crash at any step (to %s)', async (visibility) => {
    for (let step = 1; step <= 20; step += 1) {
      const world = testWorld();
      await world.uploaded(visibility === 'public' ? 'private' : 'public', 2);
      world.crashAt(step);
      const outcome: unknown = await world.visibilityChanged(visibility, 3).catch((error: unknown) => error);
      if (outcome !== undefined) expect(outcome).toBeInstanceOf(CrashError);
      world.crashNoMore();
      await world.visibilityChanged(visibility, 3);
      expect(world.told().slice(1)).toEqual([generated(visibility, 3)]);
      expect(world.keysStored()).toEqual(world.keysTold());
    }
  });
});
