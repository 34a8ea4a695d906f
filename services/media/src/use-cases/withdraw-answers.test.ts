import { createEvent } from '@shutterbus/contracts/event';
import { UserDeleted } from '@shutterbus/contracts/events/users';
import { anna, ben, testWorld } from '../test-world.ts';
import { makeWithdrawAnswers } from './withdraw-answers.ts';

const carla = '77a3c9d0-1b2c-4d3e-8f40-5a6b7c8d9e33';
const trace = { correlationId: 'leaving', causationId: 'user-deleted' };
const deleted = createEvent(UserDeleted, {
  eventId: '01KAJ7TZ3W5Q8Y2E6H4K9M7P0R',
  occurredAt: '2026-11-28T10:00:00.000Z',
  aggregateId: ben,
  aggregateVersion: 5,
  trace,
  data: { userId: ben },
});

function setUp() {
  const world = testWorld();
  const again: unknown[] = [];
  const queue = { again: async (event: unknown) => void again.push(event) };
  const withdrawAnswers = makeWithdrawAnswers({ ...world.deps, queue });
  const confirmed = () => world.photos.events.filter(({ detailType }) => detailType === 'AnswersErased');
  return { world, again, confirmed, withdraw: () => withdrawAnswers(deleted, { trace }) };
}

const answersOf = async (world: ReturnType<typeof testWorld>, mediaId: string) => {
  const { likes, comments } = await world.getPhoto({ mediaId, callerId: anna });
  return { likes, comments };
};

describe('makeWithdrawAnswers', () => {
  it('takes back likes and comments, counts and all, and tells of each once', async () => {
    const { world, again, withdraw } = setUp();
    const mediaId = await world.published();
    for (const liker of [ben, carla]) await world.like(mediaId, liker);
    for (const author of [ben, ben, carla]) await world.comment(mediaId, 'Oh!', author);
    for (let i = 0; i < 2; i += 1) await withdraw();
    expect(await answersOf(world, mediaId)).toEqual({ likes: 1, comments: 1 });
    const told = [...world.likes.events, ...world.comments.events].filter(
      ({ detail }) => detail.metadata.correlationId === 'leaving',
    );
    expect(told.map(({ detailType, detail }) => [detailType, detail.metadata.aggregateVersion])).toEqual([
      ['MediaUnliked', 2],
      ['CommentDeleted', 2],
      ['CommentDeleted', 2],
    ]);
    expect(told[0]?.detail.data).toEqual({ mediaId, ownerId: anna, likerId: ben });
    expect(told[1]?.detail.data).toMatchObject({ mediaId, ownerId: anna, commenterId: ben });
    expect(again).toEqual([]);
  });

  it('takes those of one photo back one after the other, which would meet at its count, and of several photos at once', async () => {
    const { world, withdraw } = setUp();
    const [first, second] = [await world.published(), await world.published()];
    for (const mediaId of [first, second]) {
      await world.like(mediaId, ben);
      for (let n = 0; n < 2; n += 1) await world.comment(mediaId, 'Oh!', ben);
    }
    const underWay: string[] = [];
    const most: Record<string, number> = {};
    const note = (name: string, number: number) => {
      most[name] = Math.max(most[name] ?? 0, number);
    };
    const watched =
      <Answer extends { mediaId: string }, Rest extends unknown[]>(
        remove: (answer: Answer, ...rest: Rest) => Promise<void>,
      ) =>
      async (answer: Answer, ...rest: Rest) => {
        underWay.push(answer.mediaId);
        note('in all', underWay.length);
        note('of one photo', underWay.filter((mediaId) => mediaId === answer.mediaId).length);
        await new Promise(setImmediate);
        await remove(answer, ...rest);
        underWay.splice(underWay.indexOf(answer.mediaId), 1);
      };
    world.likes.remove = watched(world.likes.remove);
    world.comments.remove = watched(world.comments.remove);
    await withdraw();
    expect(most).toEqual({ 'in all': 2, 'of one photo': 1 });
    for (const mediaId of [first, second])
      expect(await answersOf(world, mediaId)).toEqual({ likes: 0, comments: 0 });
  });

  it('reaches hidden photos, forgets likes that ended without a word, and leaves nothing of photos that are gone', async () => {
    const { world, withdraw } = setUp();
    const [hidden, unliked, gone] = [
      await world.published(),
      await world.published(),
      await world.published(),
    ];
    for (const mediaId of [hidden, unliked, gone]) await world.like(mediaId, ben);
    await world.comment(gone, 'Oh!', ben);
    await world.unlike(unliked, ben);
    await world.update(hidden, { visibility: 'private' });
    await world.remove(gone);
    const before = world.likes.events.length;
    await withdraw();
    expect((await answersOf(world, hidden)).likes).toBe(0);
    expect(world.likes.events.slice(before).map(({ detail }) => detail.data)).toMatchObject([
      { mediaId: hidden },
    ]);
    expect(await world.likes.someOf(ben, 10)).toEqual([]);
    expect(await world.comments.someOf(ben, 10)).toEqual([]);
  });

  it('forgets whom they followed, who followed them, and their Home, whatever comes late', async () => {
    const { world, withdraw } = setUp();
    await world.published();
    const pair = { followerId: ben, followeeId: anna, active: true, version: 1 };
    await world.applyFollow(pair);
    await world.applyFollow({ ...pair, followerId: carla, followeeId: ben });
    await world.avatars.save(undefined, { userId: ben, version: 1 }, undefined, []);
    await withdraw();
    for (const version of [2, 3]) await world.applyFollow({ ...pair, active: version === 3, version });
    expect(await world.deps.follows.followedAmong(ben, [anna])).toEqual(new Set());
    expect((await world.deps.follows.listFollowers(ben, { limit: 5 })).items).toEqual([]);
    expect((await world.deps.homes.listPlaces(ben, { limit: 5 })).items).toEqual([]);
    expect(await world.avatars.find(ben)).toBeUndefined();
  });

  it('confirms when nothing is left, not when some of it could not be taken back, and again when it is asked again', async () => {
    const { world, confirmed, withdraw } = setUp();
    const mediaId = await world.published();
    await world.like(mediaId, ben);
    const { remove } = world.likes;
    world.likes.remove = () => Promise.reject(new Error('the table is busy'));
    await expect(withdraw()).rejects.toThrow('the table is busy');
    expect(confirmed()).toEqual([]);
    world.likes.remove = remove;
    for (let asked = 1; asked <= 2; asked += 1) {
      await withdraw();
      expect(confirmed()).toHaveLength(asked);
    }
    expect(confirmed()[0]?.detail).toMatchObject({
      data: { userId: ben },
      metadata: { aggregateId: ben, aggregateVersion: 5, correlationId: 'leaving' },
    });
  });

  it('leaves the rest of very many to another message, and counts each once however they meet', async () => {
    const { world, again, confirmed, withdraw } = setUp();
    const mediaId = await world.published();
    for (let n = 0; n < 620; n += 1) {
      const commentId = `01KAJ7V1B2C3D4E5F6G7H8J${String(n).padStart(3, '0')}`;
      const comment = {
        commentId,
        mediaId,
        authorId: ben,
        text: 'Oh!',
        createdAt: deleted.detail.metadata.occurredAt,
      };
      await world.comments.add(comment, []);
    }
    await withdraw();
    expect(again).toEqual([deleted]);
    expect(confirmed()).toEqual([]);
    expect((await answersOf(world, mediaId)).comments).toBe(120);
    await Promise.all([withdraw(), withdraw()]);
    expect((await answersOf(world, mediaId)).comments).toBe(0);
    expect(world.comments.events.filter(({ detailType }) => detailType === 'CommentDeleted')).toHaveLength(
      620,
    );
    expect(again).toHaveLength(1);
  });
});
