import { OwnPhotoError, PhotoNotFoundError } from '../errors.ts';
import { anna, ben, testWorld } from '../test-world.ts';

const likesOf = async (world: ReturnType<typeof testWorld>, mediaId: string) =>
  (await world.getPhoto({ mediaId, callerId: anna })).likes;

describe('makeLikePhoto and makeUnlikePhoto', () => {
  it('count a person once, and tell of each change once, with versions that grow', async () => {
    const world = testWorld();
    const mediaId = await world.published();
    for (const step of ['like', 'like', 'unlike', 'unlike', 'like'] as const) await world[step](mediaId);
    expect(await likesOf(world, mediaId)).toBe(1);
    expect(
      world.likes.events.map(({ detailType, detail: { metadata } }) => [detailType, metadata]),
    ).toMatchObject(
      ['MediaLiked', 'MediaUnliked', 'MediaLiked'].map((type, index) => [
        type,
        { aggregateId: `${mediaId}:${ben}`, aggregateVersion: index + 1 },
      ]),
    );
    expect(world.likes.events[0]?.detail.data).toEqual({
      mediaId,
      ownerId: anna,
      likerId: ben,
      title: 'First snow',
      picture: {
        ...{ mediaVersion: 2, setVersion: 2, url: '/renditions/set-2/w160.webp' },
        jpeg: { url: '/renditions/set-2/link-preview.jpg', widthPx: 1200, heightPx: 630 },
      },
    });
  });

  it('are not for what the caller may not see, nor for what is gone', async () => {
    const world = testWorld();
    const hidden = await world.uploaded('private');
    const gone = await world.published();
    await world.remove(gone);
    for (const mediaId of [hidden, gone]) {
      await expect(world.like(mediaId)).rejects.toThrow(PhotoNotFoundError);
      await expect(world.unlike(mediaId)).rejects.toThrow(PhotoNotFoundError);
    }
    expect(world.likes.events).toEqual([]);
  });

  it('let nobody like a photo of their own', async () => {
    const world = testWorld();
    const mediaId = await world.published();
    await expect(world.like(mediaId, anna)).rejects.toThrow(OwnPhotoError);
    expect(await likesOf(world, mediaId)).toBe(0);
  });

  it('count nothing for a photo that goes between reading and writing', async () => {
    const world = testWorld();
    const mediaId = await world.published();
    const { find } = world.likes;
    world.likes.find = async (pair) => {
      world.likes.find = find;
      await world.remove(mediaId);
      return find(pair);
    };
    await expect(world.like(mediaId)).rejects.toThrow(PhotoNotFoundError);
    expect(world.likes.events).toEqual([]);
  });
});
