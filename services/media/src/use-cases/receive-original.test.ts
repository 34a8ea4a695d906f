import { anna, ben, jpegStart, testWorld } from '../test-world.ts';

const pngStart = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]);
const heicStart = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic');

describe('makeReceiveOriginal', () => {
  it('accepts the promised bytes and names them in MediaUploaded, once for two deliveries', async () => {
    const world = testWorld();
    const mediaId = await world.uploaded('public');
    await world.objectCreated(mediaId);
    expect(world.told()).toEqual(['MediaUploaded@2']);
    expect(world.photos.events[0]?.detail).toMatchObject({
      metadata: { correlationId: 'upload-correlation', causationId: 's3-event', actorId: anna },
      data: { bucket: 'uploads-bucket', key: `originals/${anna}/${mediaId}`, versionId: 'version-1' },
    });
    expect(await world.photos.find(mediaId)).toMatchObject({
      status: 'processing',
      originalVersionId: 'version-1',
      visibilityVersion: 2,
    });
    expect(world.originals.versions.size).toBe(1);
  });

  it.each([
    ['image/png', pngStart, 1],
    ['image/heic', heicStart, 2],
  ])('takes a %s that was promised as a JPEG for what it is', async (contentType, bytes, version) => {
    const world = testWorld();
    const { photo } = await world.request();
    await world.arrives(photo.id, 'version-1', bytes);
    expect(world.photos.events.map(({ detail }) => detail)).toMatchObject([
      { metadata: { version }, data: { contentType } },
    ]);
    expect(await world.photos.find(photo.id)).toMatchObject({ status: 'processing', contentType });
  });

  it('tells of what it removes which kind it is', async () => {
    const world = testWorld();
    const { photo } = await world.request();
    await world.arrives(photo.id, 'version-1', Buffer.from('FUJIFILMCCD-RAW 0201'));
    expect(world.photos.events[0]?.detail.data).toMatchObject({
      reason: { code: 'type-mismatch', kind: 'raw', message: expect.stringMatching(/RAW/) },
    });
  });

  it('carries the visibility as it is when the bytes arrive', async () => {
    const world = testWorld();
    const { photo } = await world.request({ visibility: 'private' });
    await world.update(photo.id, { visibility: 'public' });
    await world.arrives(photo.id);
    expect(world.told()).toEqual(['MediaUploaded@3']);
    expect(world.photos.events[0]?.detail.data).toMatchObject({ visibility: 'public' });
  });

  it('removes the bytes of a replayed POST and keeps the accepted ones', async () => {
    const world = testWorld();
    const mediaId = await world.uploaded('private');
    await world.arrives(mediaId, 'version-2');
    expect([...world.originals.versions.keys()]).toEqual([`originals/${anna}/${mediaId}@version-1`]);
    expect(world.told()).toEqual(['MediaUploaded@2']);
  });

  it('accepts one of two uploads that arrive at once', async () => {
    const world = testWorld();
    const { photo } = await world.request();
    await Promise.all([world.arrives(photo.id, 'version-1'), world.arrives(photo.id, 'version-2')]);
    expect(world.told()).toEqual(['MediaUploaded@2']);
    const { originalVersionId } = (await world.photos.find(photo.id)) ?? {};
    expect([...world.originals.versions.keys()]).toEqual([
      `originals/${anna}/${photo.id}@${originalVersionId}`,
    ]);
  });

  it.each([
    ['empty', 'The file is empty.', new Uint8Array()],
    [
      'type-mismatch',
      'This is an SVG drawing. Export it as PNG, and upload that.',
      Buffer.from('<svg onload="alert(1)"/>'),
    ],
  ])('rejects a file (%s: %s) and removes it, once for two deliveries', async (code, message, bytes) => {
    const world = testWorld();
    const { photo } = await world.request();
    await world.arrives(photo.id, 'version-1', bytes);
    await world.arrives(photo.id, 'version-1', bytes);
    expect(world.told()).toEqual(['MediaRejected@2']);
    expect(await world.photos.find(photo.id)).toMatchObject({
      status: 'rejected',
      rejection: { code, message },
    });
    expect(world.originals.versions.size).toBe(0);
  });

  it('removes bytes that belong to no photo, or to somebody else’s', async () => {
    const world = testWorld();
    await world.arrives('01KAJ7Q2M8Z4X6T0V5R3N1B9CD');
    const { photo } = await world.request();
    await world.arrives(photo.id, 'version-1', jpegStart, ben);
    expect(world.originals.versions.size).toBe(0);
    expect(world.told()).toEqual([]);
  });
});
