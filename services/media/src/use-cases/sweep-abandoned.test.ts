import { anna, testWorld } from '../test-world.ts';

const none = { removed: 0, arrived: 0 };

describe('makeSweepAbandoned', () => {
  it('removes a photo whose bytes never came, a day after it was asked for, and tells of it once', async () => {
    const world = testWorld();
    const { photo } = await world.request();
    world.passes(23.9);
    expect(await world.sweepAbandoned()).toEqual(none);
    world.passes(0.1);
    expect(await world.sweepAbandoned()).toEqual({ removed: 1, arrived: 0 });
    expect(await world.photos.find(photo.id)).toBeUndefined();
    expect(world.told()).toEqual(['MediaDeleted@2']);
    expect(world.photos.events[0]?.detail).toMatchObject({
      metadata: { correlationId: 'upload-correlation' },
      data: { mediaId: photo.id, ownerId: anna },
    });
    expect(await world.sweepAbandoned()).toEqual(none);
  });

  it('removes a refused photo thirty days after the refusal, and no sooner', async () => {
    const world = testWorld();
    const mediaId = await world.uploaded('public');
    world.passes(12);
    await world.failed(mediaId);
    world.passes(30 * 24 - 0.1);
    expect(await world.sweepAbandoned()).toEqual(none);
    world.passes(0.1);
    expect(await world.sweepAbandoned()).toEqual({ removed: 1, arrived: 0 });
    expect(world.told().at(-1)).toBe('MediaDeleted@4');
  });

  it('passes over a photo that cannot be removed, and fails once all others are gone', async () => {
    const world = testWorld();
    const first = await world.request();
    await world.request();
    world.passes(25);
    const { remove } = world.photos;
    world.photos.remove = async (photo, events) => {
      if (photo.mediaId === first.photo.id) throw new Error('no');
      return remove.call(world.photos, photo, events);
    };
    await expect(world.sweepAbandoned()).rejects.toThrow(`1 failed: ${first.photo.id}: no`);
    expect(world.told()).toEqual(['MediaDeleted@2']);
  });

  it('leaves what is shown, and what is being made', async () => {
    const world = testWorld();
    const [shown, made] = [await world.published(), await world.uploaded('private')];
    world.passes(365 * 24);
    expect(await world.sweepAbandoned()).toEqual(none);
    for (const mediaId of [shown, made]) expect(await world.photos.find(mediaId)).toBeDefined();
  });

  it('leaves a photo that may be sent at this moment, since its request was repeated', async () => {
    const world = testWorld();
    const { photo } = await world.request({ idempotencyKey: 'key-1' });
    world.passes(23.99);
    await world.request({ idempotencyKey: 'key-1' });
    world.passes(0.05);
    expect(await world.sweepAbandoned()).toEqual(none);
    await world.arrives(photo.id);
    expect(world.told()).toEqual(['MediaUploaded@3']);
    world.passes(48);
    expect(await world.sweepAbandoned()).toEqual(none);
  });

  it('leaves a photo whose bytes are there, though nobody looked at them yet', async () => {
    const world = testWorld();
    const { photo } = await world.request();
    world.originals.versions.set(`originals/${anna}/${photo.id}@version-1`, new Uint8Array([1]));
    world.passes(25);
    expect(await world.sweepAbandoned()).toEqual({ removed: 0, arrived: 1 });
    await world.arrives(photo.id);
    expect(world.told()).toEqual(['MediaUploaded@2']);
  });

  it('takes nothing from who has an upload under way', async () => {
    const world = testWorld({ perDay: 2, openAtOnce: 2 });
    for (const _ of [1, 2]) await world.request();
    world.passes(25);
    expect(await world.sweepAbandoned()).toEqual({ removed: 2, arrived: 0 });
    for (const _ of [1, 2]) await world.request();
    await expect(world.request()).rejects.toMatchObject({ code: 'daily-quota' });
  });

  it('passes over what a list that lags still names', async () => {
    const world = testWorld();
    const [{ photo }, { photo: gone }] = [
      await world.request({ idempotencyKey: 'key-1' }),
      await world.request(),
    ];
    world.passes(25);
    const listed = await Promise.all([photo, gone].map(({ id }) => world.photos.find(id)));
    await world.request({ idempotencyKey: 'key-1' });
    await world.remove(gone.id);
    world.photos.due = async function* () {
      yield* listed.filter((one) => one !== undefined);
    };
    expect(await world.sweepAbandoned()).toEqual(none);
    expect(await world.photos.find(photo.id)).toBeDefined();
  });

  it('passes over what changed while it looked', async () => {
    const world = testWorld();
    const { photo } = await world.request();
    world.passes(25);
    const { holds } = world.originals;
    world.originals.holds = async (key) => {
      const held = await holds(key);
      await world.arrives(photo.id);
      return held;
    };
    expect(await world.sweepAbandoned()).toEqual(none);
    expect(world.told()).toEqual(['MediaUploaded@2']);
  });

  it('ends in time, and goes on the next time', async () => {
    const world = testWorld({ perDay: 150, openAtOnce: 150 });
    for (let count = 0; count < 150; count += 1) await world.request();
    world.passes(25);
    const first = await world.sweepAbandoned();
    expect(first.removed).toBeGreaterThan(0);
    expect(first.removed).toBeLessThan(120);
    expect(first.removed + (await world.sweepAbandoned()).removed).toBe(150);
  });
});
