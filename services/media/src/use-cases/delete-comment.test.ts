import { CommentNotFoundError, NotYourCommentError, PhotoNotFoundError } from '../errors.ts';
import { anna, ben, testWorld } from '../test-world.ts';

const carla = '77a3c9d0-1b2c-4d3e-8f40-5a6b7c8d9e33';

describe('makeDeleteComment', () => {
  it.each([
    ['its author', ben],
    ['the owner of the photo', anna],
  ])('lets %s do it, once', async (_, callerId) => {
    const world = testWorld();
    const mediaId = await world.published();
    const { id } = await world.comment(mediaId, 'What a light!');
    await world.deleteComment(mediaId, id, callerId);
    await expect(world.deleteComment(mediaId, id, callerId)).rejects.toThrow(CommentNotFoundError);
    expect((await world.getPhoto({ mediaId, callerId: anna })).comments).toBe(0);
    expect(world.comments.events[1]).toMatchObject({
      detailType: 'CommentDeleted',
      detail: {
        metadata: { aggregateId: id, aggregateVersion: 2 },
        data: { commentId: id, mediaId, ownerId: anna, commenterId: ben },
      },
    });
  });

  it('lets nobody else, and tells nobody of what they may not see', async () => {
    const world = testWorld();
    const mediaId = await world.published();
    const { id } = await world.comment(mediaId, 'What a light!');
    await expect(world.deleteComment(mediaId, id, carla)).rejects.toThrow(NotYourCommentError);
    const other = await world.published();
    await expect(world.deleteComment(other, id)).rejects.toThrow(CommentNotFoundError);
    await world.update(mediaId, { visibility: 'private' });
    await expect(world.deleteComment(mediaId, id, carla)).rejects.toThrow(PhotoNotFoundError);
    expect(world.comments.events).toHaveLength(1);
  });
});
