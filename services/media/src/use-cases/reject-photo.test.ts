import { testWorld } from '../test-world.ts';

describe('makeRejectPhoto', () => {
  it('rejects with a reason and removes the original, once for two deliveries', async () => {
    const world = testWorld();
    const mediaId = await world.uploaded('public');
    await world.failed(mediaId);
    await world.failed(mediaId);
    expect(world.told()).toEqual(['MediaUploaded@2', 'MediaRejected@3']);
    expect(await world.photos.find(mediaId)).toMatchObject({
      status: 'rejected',
      rejection: { code: 'unreadable' },
    });
    expect(world.originals.versions.size).toBe(0);
  });

  it('removes the original again when the first delivery died before it could', async () => {
    const world = testWorld();
    const mediaId = await world.uploaded('public');
    const { purge } = world.originals;
    world.originals.purge = async () => {
      throw new Error('S3 is slow today');
    };
    await expect(world.failed(mediaId)).rejects.toThrow('S3 is slow today');
    world.originals.purge = purge;
    await world.failed(mediaId);
    expect(world.told()).toEqual(['MediaUploaded@2', 'MediaRejected@3']);
    expect(world.originals.versions.size).toBe(0);
  });

  it('ignores a photo that is gone', async () => {
    const world = testWorld();
    await world.failed('01KAJ7Q2M8Z4X6T0V5R3N1B9CD');
    expect(world.told()).toEqual([]);
  });
});
