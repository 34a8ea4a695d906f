import { anna, ben, testWorld } from '../test-world.ts';

describe('makeListMine', () => {
  it('shows the caller’s photos in every state, newest first, page by page', async () => {
    const world = testWorld();
    const uploaded = await world.uploaded('private');
    const { photo } = await world.request();
    await world.request({ ownerId: ben });
    const page = await world.listMine({ ownerId: anna, limit: 1 });
    expect(page.items.map(({ id, status }) => `${id} ${status}`)).toEqual([`${photo.id} awaiting-upload`]);
    const next = await world.listMine({ ownerId: anna, limit: 1, cursor: page.nextCursor });
    expect(next.items.map(({ id, status }) => `${id} ${status}`)).toEqual([`${uploaded} processing`]);
    expect(next.nextCursor).toBeUndefined();
  });
});
