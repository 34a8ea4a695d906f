import type { Rejection } from '@shutterbus/contracts/fields';
import { OriginalGoneError, UnusablePictureError } from '../errors.ts';
import { CrashError, mediaId, testWorld } from '../test-world.ts';

const generated = (visibility: string, version: number) => `ThumbnailsGenerated ${visibility}@${version}`;

describe('makeGenerateRenditions', () => {
  it('makes the renditions where a private photo’s belong, and tells of them', async () => {
    const world = testWorld();
    await world.uploaded('private');
    expect(world.told()).toEqual([generated('private', 2)]);
    expect(world.keysTold()).toEqual(world.keysStored());
    expect(world.keysStored()[0]).toMatch(/^private\/[^/]+\/[^/]+\/random-\d+\/w160\.webp$/);
  });

  it('makes a public photo’s under a name that nobody can guess', async () => {
    const world = testWorld();
    await world.uploaded('public');
    expect(world.keysStored()).toEqual([
      expect.stringMatching(/^renditions\/random-\d+\/link-preview\.jpg$/),
      expect.stringMatching(/^renditions\/random-\d+\/w160\.webp$/),
      expect.stringMatching(/^renditions\/random-\d+\/w320\.webp$/),
    ]);
    for (const { visibility } of world.store.objects.values()) expect(visibility).toBe('public');
  });

  it('does it once when asked twice', async () => {
    const world = testWorld();
    await world.uploaded('public');
    await world.uploaded('public');
    expect(world.told()).toEqual([generated('public', 2)]);
    expect(world.madeCount()).toBe(1);
  });

  it('tells once when asked many times at once', async () => {
    const world = testWorld();
    await Promise.all(Array.from({ length: 5 }, () => world.uploaded('public')));
    expect(world.told()).toEqual([generated('public', 2)]);
    expect(world.keysStored()).toEqual(world.keysTold());
  });

  it('goes by a later change of visibility that arrived first', async () => {
    const world = testWorld();
    await world.visibilityChanged('public', 3);
    await world.uploaded('private', 2);
    expect(world.told()).toEqual([generated('public', 3)]);
    expect(world.keysStored()).toEqual(world.keysTold());
  });

  it('repairs when the visibility changes while the picture is made', async () => {
    const world = testWorld();
    const write = world.store.write;
    world.store.write = async (...args) => {
      world.store.write = write;
      await write(...args);
      await world.visibilityChanged('private', 3);
    };
    await world.uploaded('public', 2);
    expect(world.told()).toEqual([generated('private', 3)]);
    expect(world.keysStored()).toEqual(world.keysTold());
    expect(world.madeCount()).toBe(1);
  });

  it('cleans up when the photo is deleted while the picture is made', async () => {
    const world = testWorld();
    const write = world.store.write;
    world.store.write = async (...args) => {
      await world.deleted();
      await write(...args);
    };
    await world.uploaded('public');
    expect(world.told()).toEqual([]);
    expect(world.keysStored()).toEqual([]);
  });

  it('cleans up after a slow twin whose place has moved on meanwhile', async () => {
    const world = testWorld();
    const write = world.store.write;
    world.store.write = async (...args) => {
      world.store.write = write;
      await world.uploaded('public', 2);
      await world.visibilityChanged('private', 3);
      await write(...args);
    };
    await world.uploaded('public', 2);
    expect(world.told()).toEqual([generated('public', 2), generated('private', 3)]);
    expect(world.keysStored()).toEqual(world.keysTold());
  });

  it('makes nothing of a deleted photo', async () => {
    const world = testWorld();
    await world.deleted();
    await world.uploaded('public');
    expect(world.told()).toEqual([]);
    expect(world.madeCount()).toBe(0);
  });

  it('tells once of a file that is no usable picture, and does not try again', async () => {
    const world = testWorld();
    const reason: Rejection = { code: 'unreadable', message: 'The file is damaged.' };
    world.deps.pictures.make = async () => {
      throw new UnusablePictureError(reason);
    };
    await world.uploaded('public');
    await world.uploaded('public');
    expect(world.told()).toEqual(['ThumbnailGenerationFailed @2']);
    expect(world.sets.events[0]?.detail.data).toMatchObject({ mediaId, reason });
    expect(world.keysStored()).toEqual([]);
  });

  it('lets go of a photo whose original is gone', async () => {
    const world = testWorld();
    world.deps.originals.read = async () => {
      throw new OriginalGoneError();
    };
    await world.uploaded('public');
    await world.uploaded('public');
    expect(world.told()).toEqual([]);
    expect(await world.sets.find(mediaId)).toMatchObject({ deletedAt: expect.any(String) });
  });

  it.each(['private', 'public'] as const)('survives a crash at any step (%s)', async (visibility) => {
    for (let step = 1; step <= 20; step += 1) {
      const world = testWorld();
      world.crashAt(step);
      const outcome: unknown = await world.uploaded(visibility).catch((error: unknown) => error);
      if (outcome instanceof Error) expect(outcome).toBeInstanceOf(CrashError);
      world.crashNoMore();
      await world.uploaded(visibility);
      expect(world.told()).toEqual([generated(visibility, 2)]);
      expect(world.keysStored()).toEqual(world.keysTold());
    }
  });
});
