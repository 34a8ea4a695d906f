import { CommentNotFoundError, IdempotencyKeyReusedError, PhotoNotFoundError } from '../errors.ts';
import { anna, ben, testWorld } from '../test-world.ts';

describe('makeAddComment', () => {
  it('says what was said by whom, counts it, and tells of it without what it says', async () => {
    const world = testWorld();
    const mediaId = await world.published();
    const comment = await world.comment(mediaId, 'What a light!');
    expect(comment).toMatchObject({ text: 'What a light!', author: { id: ben, displayName: 'Somebody' } });
    expect((await world.getPhoto({ mediaId, callerId: anna })).comments).toBe(1);
    expect(world.comments.events).toMatchObject([
      {
        detailType: 'CommentAdded',
        detail: {
          metadata: { aggregateId: comment.id, aggregateVersion: 1 },
          data: { commentId: comment.id, mediaId, ownerId: anna, commenterId: ben, title: 'First snow' },
        },
      },
    ]);
    expect(JSON.stringify(world.comments.events)).not.toContain('light');
  });

  it('tells what shows the photo to everybody, with what is to be seen; of a private one nothing does', async () => {
    const world = testWorld();
    const mediaId = await world.published();
    await world.update(mediaId, { altText: 'A white street' });
    await world.comment(mediaId, 'What a light!');
    await world.update(mediaId, { visibility: 'private' });
    await world.comment(mediaId, 'Mine', anna);
    const [seen, hidden] = world.comments.events.map(({ detail }) => detail.data);
    expect(seen).toMatchObject({
      picture: { url: '/renditions/set-2/w160.webp', altText: 'A white street', mediaVersion: 2 },
    });
    expect(hidden).toMatchObject({ picture: undefined });
  });

  it('gives a repeat with its key the same comment, and refuses another one under it', async () => {
    const world = testWorld();
    const mediaId = await world.published();
    const [first, second] = await Promise.all(
      [1, 2].map(() => world.comment(mediaId, 'Once', ben, 'key-of-ben')),
    );
    expect(second).toEqual(first);
    await expect(world.comment(mediaId, 'Twice', ben, 'key-of-ben')).rejects.toThrow(
      IdempotencyKeyReusedError,
    );
    await world.comment(mediaId, 'Mine', anna, 'key-of-ben');
    await world.comment(mediaId, 'Once');
    expect((await world.getPhoto({ mediaId, callerId: anna })).comments).toBe(3);
    await world.deleteComment(mediaId, first?.id ?? '');
    await expect(world.comment(mediaId, 'Once', ben, 'key-of-ben')).rejects.toThrow(CommentNotFoundError);
  });

  it('is not for what the caller may not see, nor for what goes meanwhile', async () => {
    const world = testWorld();
    const hidden = await world.uploaded('private');
    await expect(world.comment(hidden, 'I see you')).rejects.toThrow(PhotoNotFoundError);
    const mediaId = await world.published();
    const { add } = world.comments;
    world.comments.add = async (...given) => {
      world.comments.add = add;
      await world.remove(mediaId);
      return add(...given);
    };
    await expect(world.comment(mediaId, 'Too late')).rejects.toThrow(PhotoNotFoundError);
    expect(world.comments.events).toEqual([]);
  });
});
