import { CommentAdded } from '@shutterbus/contracts/events/comments';
import { tellingOwners } from '../adapters/memory-tell-owner.fixture.ts';
import { anna, arrived, ben, carla, trace } from '../notices.fixture.ts';
import { makeAnnounceComment } from './announce-comment.ts';

async function setUp() {
  const { tellOwner, ...told } = await tellingOwners();
  const announce = makeAnnounceComment({ tellOwner });
  return {
    ...told,
    comment: (number: number, commenterId: string) => {
      const commentId = `01KAJ7V1B2C3D4E5F6G7H8J9K${number}`;
      const data = { ...CommentAdded.example, commentId, commenterId };
      return announce(arrived(CommentAdded, { data }), { trace });
    },
  };
}

describe('announceComment', () => {
  it('tells the owner of the first by name and of the others by number, once each, with one mail', async () => {
    const { comment, texts, mails, notices } = await setUp();
    await comment(1, ben);
    await comment(1, ben);
    expect(texts()).toEqual([[anna, 'Ben commented on “First snow”.']]);
    expect(new Set(mails.map(({ id }) => id)).size).toBe(1);
    await notices.markRead(anna, [mails[0]?.id ?? '']);
    await comment(1, ben);
    expect(await notices.countUnread(anna)).toBe(0);
    for (const number of [2, 3, 2]) await comment(number, number === 2 ? carla : ben);
    expect(texts()).toEqual([[anna, 'Ben commented on “First snow”. 2 more comments since.']]);
    expect(await notices.countUnread(anna)).toBe(1);
    expect(new Set(mails.map(({ id }) => id)).size).toBe(1);
  });

  it('tells nobody of their own comment', async () => {
    const { comment, texts, mails } = await setUp();
    await comment(1, anna);
    expect([texts(), mails]).toEqual([[], []]);
  });
});
