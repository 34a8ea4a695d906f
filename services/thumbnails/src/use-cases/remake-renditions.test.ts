import { OriginalGoneError, UnusablePictureError } from '../errors.ts';
import { CrashError, mediaId, testWorld } from '../test-world.ts';

const generated = (visibility: string, version: number) => `ThumbnailsGenerated ${visibility}@${version}`;

/** A photo whose set was made before the list had a rendition more. */
async function oldSet(visibility: 'public' | 'private' = 'public') {
  const world = testWorld();
  await world.uploaded(visibility, 2);
  world.listGrows();
  return { world, before: world.keysStored() };
}

describe('makeRemakeRenditions', () => {
  it.each(['public', 'private'] as const)('makes the whole set in a fresh place (%s)', async (visibility) => {
    const { world, before } = await oldSet(visibility);
    expect(await world.remakeRequested(visibility, 4)).toBe('made');
    expect(world.told()).toEqual([generated(visibility, 2), generated(visibility, 4)]);
    expect(world.keysStored()).toEqual(world.keysTold());
    expect(world.keysStored().map((key) => key.split('/').at(-1))).toEqual([
      ...(visibility === 'public' ? ['link-preview.jpg'] : []),
      's64.webp',
      'w160.webp',
      'w320.webp',
    ]);
    expect(before.filter((key) => world.store.objects.has(key))).toEqual([]);
  });

  it('does it once when asked twice, and later again', async () => {
    const { world } = await oldSet();
    await world.remakeRequested('public', 4);
    const after = await world.sets.find(mediaId);
    expect(await world.remakeRequested('public', 4)).toBe('current');
    expect(await world.remakeRequested('public', 9)).toBe('current');
    expect(await world.sets.find(mediaId)).toEqual(after);
    expect(world.madeCount()).toBe(2);
  });

  it('tells once when asked many times at once', async () => {
    const { world } = await oldSet();
    await Promise.all(Array.from({ length: 5 }, () => world.remakeRequested('public', 4)));
    expect(world.told()).toEqual([generated('public', 2), generated('public', 4)]);
    expect(world.keysStored()).toEqual(world.keysTold());
  });

  it('reads no original and writes nothing when the set is as the list wants it', async () => {
    const world = testWorld();
    await world.uploaded('public', 2);
    const untouched = async () => {
      throw new Error('nobody needs this');
    };
    Object.assign(world.deps.originals, { read: untouched });
    Object.assign(world.deps.store, { write: untouched, copy: untouched, empty: untouched });
    const before = await world.sets.find(mediaId);
    expect(await world.remakeRequested('public', 4)).toBe('current');
    expect(await world.sets.find(mediaId)).toEqual(before);
  });

  it('keeps what it wrote for a version, in a fresh place, when the photo has not changed since', async () => {
    const { world, before } = await oldSet('private');
    await world.remakeRequested('private', 2);
    expect(world.told()).toEqual([generated('private', 2), generated('private', 2)]);
    expect(world.keysStored()).toEqual(world.keysTold());
    expect(before.filter((key) => world.store.objects.has(key))).toEqual([]);
    const revisions = world.sets.events.map(({ detail }) => detail.metadata.aggregateVersion);
    expect(revisions[1]).toBeGreaterThan(revisions[0] ?? 0);
  });

  it('goes by a later change of visibility', async () => {
    const { world } = await oldSet('public');
    await world.visibilityChanged('private', 5);
    await world.remakeRequested('public', 4);
    expect(world.told().at(-1)).toBe(generated('private', 5));
    expect(world.keysStored().every((key) => key.startsWith('private/'))).toBe(true);
    expect(world.keysStored()).toEqual(world.keysTold());
  });

  it('does what a change of visibility asks for that arrives after it', async () => {
    const { world } = await oldSet('public');
    await world.remakeRequested('private', 5);
    await world.visibilityChanged('private', 5);
    expect(world.told()).toEqual([generated('public', 2), generated('private', 5)]);
    expect(world.keysStored()).toEqual(world.keysTold());
  });

  it('repairs when the photo is hidden while the pictures are written', async () => {
    const { world } = await oldSet('public');
    const { write } = world.store;
    world.store.write = async (...args) => {
      world.store.write = write;
      await write(...args);
      await world.visibilityChanged('private', 5);
    };
    await world.remakeRequested('public', 4);
    expect(world.told().at(-1)).toBe(generated('private', 5));
    expect(world.keysStored()).toEqual(world.keysTold());
    expect(world.keysStored()).toHaveLength(3);
    expect(world.keysStored().every((key) => key.startsWith('private/'))).toBe(true);
    expect(world.madeCount()).toBe(2);
  });

  it('cleans up when the photo is deleted while the pictures are written', async () => {
    const { world } = await oldSet('public');
    const { write } = world.store;
    world.store.write = async (...args) => {
      await world.deleted();
      await write(...args);
    };
    expect(await world.remakeRequested('public', 4)).toBe('current');
    expect(world.told()).toEqual([generated('public', 2)]);
    expect(world.keysStored()).toEqual([]);
  });

  it('makes nothing of a photo that was deleted or refused', async () => {
    const { world } = await oldSet('public');
    await world.deleted();
    expect(await world.remakeRequested('public', 4)).toBe('current');
    expect(world.keysStored()).toEqual([]);

    const refused = testWorld();
    refused.deps.pictures.make = async () => {
      throw new UnusablePictureError({ code: 'unreadable', message: 'Damaged.' });
    };
    await refused.uploaded('public');
    expect(await refused.remakeRequested('public', 4)).toBe('current');
    expect(refused.told()).toEqual(['ThumbnailGenerationFailed @2']);
  });

  it.each([
    ['gone', new OriginalGoneError()],
    ['unusable', new UnusablePictureError({ code: 'unreadable', message: 'Damaged.' })],
  ] as const)('leaves the set as it is when the original is %s', async (outcome, error) => {
    const { world, before } = await oldSet('public');
    const set = await world.sets.find(mediaId);
    world.deps.originals.read = async () => {
      throw error;
    };
    expect(await world.remakeRequested('public', 4)).toBe(outcome);
    expect(await world.sets.find(mediaId)).toEqual(set);
    expect(world.keysStored()).toEqual(before);
    expect(world.told()).toEqual([generated('public', 2)]);
  });

  it('makes a set for a photo whose own is lost', async () => {
    const world = testWorld();
    expect(await world.remakeRequested('public', 4)).toBe('made');
    await world.uploaded('public', 2);
    expect(world.told()).toEqual([generated('public', 4)]);
    expect(world.keysStored()).toEqual(world.keysTold());
  });

  it.each(['private', 'public'] as const)('survives a crash at any step (%s)', async (visibility) => {
    for (let step = 1; step <= 20; step += 1) {
      const { world } = await oldSet(visibility);
      world.crashAt(step);
      const outcome: unknown = await world.remakeRequested(visibility, 4).catch((error: unknown) => error);
      if (outcome instanceof Error) expect(outcome).toBeInstanceOf(CrashError);
      world.crashNoMore();
      await world.remakeRequested(visibility, 4);
      expect(world.told()).toEqual([generated(visibility, 2), generated(visibility, 4)]);
      expect(world.keysStored()).toEqual(world.keysTold());
    }
  });
});
