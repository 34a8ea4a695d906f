import { NotYourPhotoError, PhotoNotFoundError, PhotoNotPublicError } from '../errors.ts';
import { anna, ben, testWorld } from '../test-world.ts';

type World = ReturnType<typeof testWorld>;

/** What others were told, in order: where the avatar is, or that there is none. */
const told = (world: World) =>
  world.avatars.events.map(({ detail }) => (detail.data as { avatar?: { url: string } }).avatar?.url);
const [first, moved] = ['/renditions/set-2/w160.webp', '/renditions/set-9/w160.webp'];

describe('an avatar', () => {
  it('is a public photo of one’s own, told with its place, once', async () => {
    const world = testWorld();
    const mediaId = await world.published();
    for (let i = 0; i < 2; i += 1) await world.chooseAvatar(mediaId);
    expect((await world.avatars.find(anna))?.version).toBe(1);
    expect(world.avatars.events).toMatchObject([
      {
        detailType: 'AvatarChanged',
        detail: {
          metadata: { aggregateId: `${anna}:avatar`, aggregateVersion: 1 },
          data: { userId: anna, avatar: { mediaId, url: first } },
        },
      },
    ]);
  });

  it('is nobody else’s photo, no hidden one and none that is gone', async () => {
    const world = testWorld();
    const [shown, hidden] = [await world.published(), await world.uploaded('private')];
    await world.generated(hidden, 'private', 2);
    await expect(world.chooseAvatar(shown, ben)).rejects.toThrow(NotYourPhotoError);
    await expect(world.chooseAvatar(hidden, ben)).rejects.toThrow(PhotoNotFoundError);
    await expect(world.chooseAvatar(hidden)).rejects.toThrow(PhotoNotPublicError);
    await world.remove(shown);
    await expect(world.chooseAvatar(shown)).rejects.toThrow(PhotoNotFoundError);
    expect(told(world)).toEqual([]);
  });

  it('goes when it is given up, and nobody is told twice', async () => {
    const world = testWorld();
    await world.removeAvatar();
    await world.chooseAvatar(await world.published());
    for (let i = 0; i < 2; i += 1) await world.removeAvatar();
    expect(told(world)).toEqual([first, undefined]);
  });

  it('goes while its photo is hidden, comes back with it, and goes for good when it is deleted', async () => {
    const world = testWorld();
    const mediaId = await world.published();
    await world.chooseAvatar(mediaId);
    await world.update(mediaId, { visibility: 'private' });
    for (let i = 0; i < 2; i += 1) await world.refreshAvatar(mediaId);
    expect(told(world)).toEqual([first, undefined]);
    await world.update(mediaId, { visibility: 'public' });
    await world.refreshAvatar(mediaId);
    const { visibilityVersion = 0 } = (await world.photos.find(mediaId)) ?? {};
    await world.generated(mediaId, 'public', visibilityVersion, 9);
    await world.refreshAvatar(mediaId);
    expect(told(world)).toEqual([first, undefined, moved]);
    await world.remove(mediaId);
    for (let i = 0; i < 2; i += 1) await world.refreshAvatar(mediaId);
    expect(told(world)).toEqual([first, undefined, moved, undefined]);
    expect(await world.avatars.find(anna)).toMatchObject({ mediaId: undefined });
  });

  it('stays what it is, whatever becomes of another photo', async () => {
    const world = testWorld();
    const [chosen, other] = [await world.published(), await world.published()];
    await world.chooseAvatar(other);
    await world.chooseAvatar(chosen);
    await world.remove(other);
    await world.refreshAvatar(other);
    expect((await world.avatars.find(anna))?.mediaId).toBe(chosen);
    await world.refreshAvatar(chosen, ben);
    expect(await world.avatars.find(ben)).toBeUndefined();
  });

  it('is no photo that is hidden at the moment at which it is chosen', async () => {
    const world = testWorld();
    const mediaId = await world.published();
    const { save } = world.avatars;
    world.avatars.save = async (...saved) => {
      world.avatars.save = save;
      await world.update(mediaId, { visibility: 'private' });
      return save(...saved);
    };
    await expect(world.chooseAvatar(mediaId)).rejects.toThrow(PhotoNotPublicError);
    expect(await world.avatars.find(anna)).toBeUndefined();
  });
});
