import { originalKey } from '../original.ts';
import { anna, ben, testWorld } from '../test-world.ts';
import { makeLookForPhoto } from './look-for-photo.ts';

const setUp = () => {
  const world = testWorld();
  const lookForPhoto = makeLookForPhoto(world.deps);
  const look = async (mediaId: string, ownerId = anna) =>
    (await lookForPhoto({ key: originalKey({ ownerId, mediaId }) })).missing;
  return { ...world, look };
};

describe('makeLookForPhoto', () => {
  it('finds a photo whose bytes nobody has taken, and one that never got its renditions', async () => {
    const world = setUp();
    const { photo } = await world.request();
    expect(await world.look(photo.id)).toMatchObject({ status: 'awaiting-upload' });
    await world.arrives(photo.id);
    for (const _ of [1, 2]) expect(await world.look(photo.id)).toMatchObject({ status: 'processing' });
    await world.generated(photo.id, 'private', 2);
    expect(await world.look(photo.id)).toBeUndefined();
  });

  it('misses no photo that was refused, deleted, or hidden and shown again', async () => {
    const world = setUp();
    const [refused, deleted, toggled] = [
      await world.uploaded('public'),
      await world.uploaded('public'),
      await world.uploaded('public'),
    ];
    await world.failed(refused);
    await world.remove(deleted);
    await world.generated(toggled, 'public', 2);
    await world.update(toggled, { visibility: 'private' });
    await world.update(toggled, { visibility: 'public' });
    for (const mediaId of [refused, deleted, toggled]) expect(await world.look(mediaId)).toBeUndefined();
  });

  it('is not calmed by what other photos do meanwhile', async () => {
    const world = setUp();
    const lost = await world.uploaded('public');
    const other = await world.uploaded('private');
    await world.generated(other, 'private', 2);
    await world.update(other, { visibility: 'public' });
    await world.generated(other, 'public', 3);
    expect(await world.look(lost)).toMatchObject({ mediaId: lost });
  });

  it('expects nothing of bytes that lie elsewhere', async () => {
    const world = setUp();
    const mediaId = await world.uploaded('public');
    expect(await world.look(mediaId, ben)).toBeUndefined();
    expect(await makeLookForPhoto(world.deps)({ key: 'elsewhere/file' })).toEqual({ missing: undefined });
  });
});
