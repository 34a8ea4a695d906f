import { commentPage } from '@shutterbus/contracts/routes/comments';
import { PhotoNotFoundError } from '../errors.ts';
import { anna, ben, testWorld } from '../test-world.ts';

describe('makeListPublicComments', () => {
  it('shows the comments of a public photo to everybody, page by page, as those who are signed in see them', async () => {
    const world = testWorld();
    const mediaId = await world.published();
    for (const text of ['One', 'Two', 'Three']) await world.comment(mediaId, text);
    await world.authors.remember({
      ...{ userId: ben, handle: 'ben', displayName: 'Ben', version: 1, handleSince: '2026' },
    });
    const first = await world.listPublicComments({ mediaId, limit: 2 });
    expect(commentPage.parse(first)).toEqual(first);
    expect(first).toEqual(await world.listComments({ mediaId, callerId: ben, limit: 2 }));
    expect(first.items.map(({ text, author }) => [text, author.displayName])).toEqual([
      ['Three', 'Ben'],
      ['Two', 'Ben'],
    ]);
    const rest = await world.listPublicComments({ mediaId, limit: 2, cursor: first.nextCursor });
    expect(rest.items.map(({ text }) => text)).toEqual(['One']);
  });

  it('shows none of a photo that not everybody may see: unready, private, hidden, or gone', async () => {
    const world = testWorld();
    const refuses = (mediaId: string) =>
      expect(world.listPublicComments({ mediaId, limit: 2 })).rejects.toThrow(PhotoNotFoundError);
    const unready = await world.uploaded('public');
    await world.comment(unready, 'My own, before anybody sees it', anna);
    await refuses(unready);
    const hidden = await world.uploaded('private');
    await world.generated(hidden, 'private', 2);
    await world.comment(hidden, 'For myself', anna);
    await refuses(hidden);
    const mediaId = await world.published();
    await world.comment(mediaId, 'What a light!');
    await world.update(mediaId, { visibility: 'private' });
    await refuses(mediaId);
    await world.update(mediaId, { visibility: 'public' });
    await refuses(mediaId);
    await world.remove(mediaId);
    await refuses(mediaId);
    await refuses('01KAJ7Q2M8Z4X6T0V5R3N1B9CD');
  });
});
