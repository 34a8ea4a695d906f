import { maxUploadBytes } from '@shutterbus/contracts/uploads/limits';
import { DailyQuotaError, OpenUploadsError, PhotoNotFoundError, UploadTooLargeError } from '../errors.ts';
import { anna, ben, testWorld } from '../test-world.ts';

describe('makeRequestUpload', () => {
  it('reserves a photo under its owner and permits to send it', async () => {
    const { request, photos } = testWorld();
    const { photo, upload } = await request({ visibility: 'public' });
    expect(photo).toMatchObject({ status: 'awaiting-upload', visibility: 'public', renditions: [] });
    expect(upload.fields).toMatchObject({
      key: `originals/${anna}/${photo.id}`,
      'Content-Type': 'image/jpeg',
    });
    expect(await photos.find(photo.id)).toMatchObject({ correlationId: 'upload-correlation', version: 1 });
    expect(photos.events).toEqual([]);
  });

  it('takes 25 MiB and refuses one byte more', async () => {
    const { request } = testWorld();
    await expect(request({ sizeBytes: maxUploadBytes })).resolves.toBeDefined();
    await expect(request({ sizeBytes: maxUploadBytes + 1 })).rejects.toThrow(UploadTooLargeError);
  });

  it('stops at the day’s quota, for each person apart', async () => {
    const { request } = testWorld({ perDay: 2 });
    await request();
    await request();
    await expect(request()).rejects.toThrow(DailyQuotaError);
    await expect(request({ ownerId: ben })).resolves.toBeDefined();
  });

  it('gives back what was refused, at once or by the thumbnails service, once each', async () => {
    const world = testWorld({ perDay: 2 });
    const [empty, damaged] = [await world.request(), await world.request()];
    await expect(world.request()).rejects.toMatchObject({ limit: { name: 'uploadsPerDay', max: 2 } });
    for (const _ of [1, 2]) await world.arrives(empty.photo.id, 'version-1', new Uint8Array());
    await world.request();
    await expect(world.request()).rejects.toThrow(DailyQuotaError);
    await world.arrives(damaged.photo.id);
    for (const _ of [1, 2]) await world.failed(damaged.photo.id);
    await world.request();
    await expect(world.request()).rejects.toThrow(DailyQuotaError);
  });

  it('counts an upload as open until its bytes are there or its photo is deleted', async () => {
    const world = testWorld({ openAtOnce: 2 });
    const [first, second] = [await world.request(), await world.request()];
    const limit = { name: 'openUploads', max: 2 };
    await expect(world.request()).rejects.toMatchObject({ code: 'open-uploads', kind: 'too-many', limit });
    await world.arrives(first.photo.id);
    await world.request();
    await expect(world.request()).rejects.toThrow(OpenUploadsError);
    await world.remove(second.photo.id);
    await world.request();
    await expect(world.request()).rejects.toThrow(OpenUploadsError);
  });

  describe('with an Idempotency-Key', () => {
    const idempotencyKey = 'key-1';

    it('gives a repeat the same photo, as it is by then, and counts it once', async () => {
      const world = testWorld({ perDay: 2, openAtOnce: 2 });
      const first = await world.request({ idempotencyKey });
      await world.request();
      const repeated = await world.request({ idempotencyKey });
      expect(repeated.photo).toEqual(first.photo);
      expect(repeated.upload.fields).toEqual(first.upload.fields);
      await world.arrives(first.photo.id);
      expect((await world.request({ idempotencyKey })).photo).toMatchObject({
        id: first.photo.id,
        status: 'processing',
      });
      expect((await world.listMine({ ownerId: anna, limit: 9 })).items).toHaveLength(2);
    });

    it('gives all that come at once the same photo', async () => {
      const world = testWorld({ perDay: 1 });
      const answers = await Promise.all([1, 2, 3, 4].map(() => world.request({ idempotencyKey })));
      expect(new Set(answers.map(({ photo }) => photo.id)).size).toBe(1);
    });

    it.each(['quota', 'photo'] as const)(
      'goes on where the first request ended, at its %s',
      async (ended) => {
        const world = testWorld({ perDay: 1 });
        const { quota, photos } = world.deps;
        const { open } = quota;
        const { add } = photos;
        const crash = async () => {
          throw new Error('the function ended');
        };
        if (ended === 'quota') quota.open = crash;
        else photos.add = crash;
        await expect(world.request({ idempotencyKey })).rejects.toThrow('the function ended');
        Object.assign(quota, { open });
        Object.assign(photos, { add });
        const { photo } = await world.request({ idempotencyKey });
        expect(await photos.find(photo.id)).toMatchObject({ status: 'awaiting-upload' });
        await expect(world.request()).rejects.toThrow(DailyQuotaError);
      },
    );

    it('refuses other content under the same key', async () => {
      const { request } = testWorld();
      await request({ idempotencyKey });
      for (const other of [
        { sizeBytes: 999 },
        { visibility: 'public' },
        { contentType: 'image/png' },
      ] as const)
        await expect(request({ idempotencyKey, ...other })).rejects.toMatchObject({
          kind: 'contradiction',
          code: 'idempotency-key-reused',
        });
    });

    it('leaves each person their own keys', async () => {
      const { request } = testWorld();
      const mine = await request({ idempotencyKey });
      const yours = await request({ idempotencyKey, ownerId: ben, sizeBytes: 999 });
      expect(yours.photo.id).not.toBe(mine.photo.id);
      expect(yours.photo.owner.id).toBe(ben);
    });

    it('makes no second photo of one that was deleted', async () => {
      const world = testWorld();
      const { photo } = await world.request({ idempotencyKey });
      await world.remove(photo.id);
      await expect(world.request({ idempotencyKey })).rejects.toThrow(PhotoNotFoundError);
    });
  });

  it('shows the owner’s name once it is known', async () => {
    const { request, authors } = testWorld();
    expect((await request()).photo.owner).toEqual({
      id: anna,
      handle: 'user-0b5f6c1e',
      displayName: 'Somebody',
    });
    await authors.remember({
      userId: anna,
      handle: 'anna',
      displayName: 'Anna',
      version: 1,
      handleSince: '2026-11-21T10:00:00.000Z',
    });
    expect((await request()).photo.owner).toEqual({ id: anna, handle: 'anna', displayName: 'Anna' });
  });
});
