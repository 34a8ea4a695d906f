import { commentPage } from '@shutterbus/contracts/routes/comments';
import { PhotoNotFoundError } from '../errors.ts';
import { anna, ben, testWorld } from '../test-world.ts';

describe('makeListComments', () => {
  it('shows comments newest first, with the names that their authors have now', async () => {
    const world = testWorld();
    const mediaId = await world.published();
    for (const text of ['One', 'Two', 'Three']) await world.comment(mediaId, text);
    const name = { userId: ben, handle: 'ben', displayName: 'Ben', version: 1, handleSince: '2026' };
    await world.authors.remember(name);
    const page = await world.listComments({ mediaId, callerId: anna, limit: 2 });
    expect(commentPage.parse(page).items.map(({ text, author }) => [text, author.displayName])).toEqual([
      ['Three', 'Ben'],
      ['Two', 'Ben'],
    ]);
    await world.authors.remember({ ...name, displayName: 'Benjamin', version: 2 });
    const rest = await world.listComments({ mediaId, callerId: anna, limit: 2, cursor: page.nextCursor });
    expect(rest.items.map(({ text, author }) => [text, author.displayName])).toEqual([['One', 'Benjamin']]);
  });

  it('shows none of a photo that the caller may not see', async () => {
    const world = testWorld();
    const mediaId = await world.published();
    await world.comment(mediaId, 'What a light!');
    await world.update(mediaId, { visibility: 'private' });
    await expect(world.listComments({ mediaId, callerId: ben, limit: 2 })).rejects.toThrow(
      PhotoNotFoundError,
    );
    expect((await world.listComments({ mediaId, callerId: anna, limit: 2 })).items).toHaveLength(1);
  });
});
