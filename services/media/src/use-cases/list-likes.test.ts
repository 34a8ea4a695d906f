import { anna, ben, testWorld } from '../test-world.ts';

describe('makeListLikes', () => {
  it('names those of a page that the caller likes, and no longer those they do not', async () => {
    const world = testWorld();
    const mediaIds = [await world.published(), await world.published(), await world.published()];
    for (const mediaId of mediaIds) await world.like(mediaId);
    await world.unlike(mediaIds[1] ?? '');
    const asked = [...mediaIds, ...mediaIds];
    expect(await world.listLikes({ callerId: ben, mediaIds: asked })).toEqual({
      liked: [mediaIds[0], mediaIds[2]],
    });
    expect(await world.listLikes({ callerId: anna, mediaIds })).toEqual({ liked: [] });
  });
});
