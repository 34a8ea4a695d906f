import { anna, ben, testWorld } from './test-world.ts';
import { makeDescribePersonPage } from './use-cases/describe-person-page.ts';
import { makeDescribePhotoPage } from './use-cases/describe-photo-page.ts';

const handleSince = '2026-11-21T09:00:00.000Z';
const leavingUntil = '2026-12-05T12:00:00.000Z';

/** Anna's published photo with comments of both, Ben's with a comment of hers; Ben follows her. */
async function setUp() {
  const world = testWorld();
  for (const [userId, handle] of [
    [anna, 'anna'],
    [ben, 'ben'],
  ] as const)
    await world.authors.remember({ userId, handle, displayName: handle, version: 1, handleSince });
  const mediaId = await world.published();
  await world.update(mediaId, { title: 'First #Snow' });
  await world.comment(mediaId, 'Hers', anna);
  await world.comment(mediaId, 'His', ben);
  await world.deps.follows.rememberFollow({ followerId: ben, followeeId: anna, active: true, version: 1 });
  await world.deps.homes.place([{ mediaId, ownerId: anna, publishedAt: handleSince, userId: ben }]);
  const limit = 10;
  const orCode = <Result>(asked: Promise<Result>) => asked.catch(({ code }) => code);
  const textsOf = async (asked: Promise<{ items: { text: string }[] }>) =>
    orCode(asked.then(({ items }) => items.map(({ text }) => text)));
  const idsOf = async (asked: Promise<{ items: { id: string }[] }>) =>
    (await asked).items.map(({ id }) => (id === mediaId ? 'photo' : id));
  return {
    world,
    mediaId,
    leave: () => world.authors.noteLeaving({ userId: anna, leavingUntil, version: 2 }),
    back: () => world.authors.noteLeaving({ userId: anna, version: 3 }),
    seen: async (callerId = ben) => ({
      feed: await idsOf(world.listFeed({ limit })),
      ofOwner: await idsOf(world.listFeed({ limit, ownerHandle: 'anna' })),
      ofTag: await idsOf(world.listFeed({ limit, tag: 'snow' })),
      home: await idsOf(world.listHome({ userId: ben, limit })),
      photo: await orCode(world.getPhoto({ mediaId, callerId }).then(({ title }) => title)),
      publicly: await orCode(world.getPublicPhoto({ mediaId }).then(({ title }) => title)),
      comments: await textsOf(world.listComments({ mediaId, callerId, limit })),
      publicComments: await textsOf(world.listPublicComments({ mediaId, limit })),
      photoPage: (await makeDescribePhotoPage(world)(mediaId))?.title,
      personPage: (await makeDescribePersonPage({ ...world, lists: world.photos })('anna'))?.title,
    }),
  };
}

const hidden = {
  ...{ feed: [], ofOwner: [], ofTag: [], home: [] },
  ...{ photo: 'photo-not-found', publicly: 'photo-not-found' },
  ...{ comments: 'photo-not-found', publicComments: 'photo-not-found' },
  ...{ photoPage: undefined, personPage: undefined },
};

const shown = {
  feed: ['photo'],
  ofOwner: ['photo'],
  ofTag: ['photo'],
  home: ['photo'],
  photo: 'First #Snow',
  publicly: 'First #Snow',
  comments: ['His', 'Hers'],
  publicComments: ['His', 'Hers'],
  photoPage: 'First #Snow',
  personPage: 'anna',
};

describe('photos and comments of a person who is leaving', () => {
  it('stay hidden from the moment when the person is gone until they are removed', async () => {
    const { world, seen, leave } = await setUp();
    const bens = await world.published(ben);
    await world.comment(bens, 'Of hers', anna);
    await leave();
    await world.authors.forget(anna, world.deps.clock());
    expect(await seen()).toEqual({ ...hidden, feed: [bens] });
    expect((await world.listPublicComments({ mediaId: bens, limit: 10 })).items).toEqual([]);
  });

  it('are hidden also before the name of the person has come', async () => {
    const world = testWorld();
    const mediaId = await world.published();
    expect(await world.getPublicPhoto({ mediaId })).toMatchObject({ owner: { displayName: 'Somebody' } });
    await world.authors.noteLeaving({ userId: anna, leavingUntil, version: 2 });
    await expect(world.getPublicPhoto({ mediaId })).rejects.toMatchObject({ code: 'photo-not-found' });
    expect(await world.getPhoto({ mediaId, callerId: anna })).toMatchObject({
      owner: { displayName: 'Somebody' },
    });
  });

  it('are seen by nobody, and as before when the person is back', async () => {
    const { seen, leave, back } = await setUp();
    expect(await seen()).toEqual(shown);
    await leave();
    expect(await seen()).toEqual(hidden);
    await back();
    expect(await seen()).toEqual(shown);
  });

  it('are hidden too when they come, or are published, only now', async () => {
    const { world, seen, leave } = await setUp();
    await leave();
    await world.published();
    expect((await seen()).feed).toEqual([]);
  });

  it('stay what they are for the person', async () => {
    const { world, mediaId, seen, leave } = await setUp();
    await leave();
    expect(await seen(anna)).toMatchObject({ photo: 'First #Snow', comments: ['His', 'Hers'] });
    expect((await world.listMine({ ownerId: anna, limit: 10 })).items).toHaveLength(1);
    expect(await world.update(mediaId, { title: 'Second' })).toMatchObject({ title: 'Second' });
  });

  it('takes comments of hers out of the photos of others, and lets nobody comment on hers', async () => {
    const { world, mediaId, leave } = await setUp();
    const hers = await world.published(ben);
    await world.comment(hers, 'Of hers', anna);
    await leave();
    expect((await world.listPublicComments({ mediaId: hers, limit: 10 })).items).toEqual([]);
    await expect(world.comment(mediaId, 'Where are you?', ben)).rejects.toMatchObject({
      code: 'photo-not-found',
    });
  });

  it('get no likes, and those that they had can be taken back', async () => {
    const { world, mediaId, leave } = await setUp();
    const carla = '77a3c9d0-1b2c-4d3e-8f40-5a6b7c8d9e33';
    await world.like(mediaId, ben);
    await leave();
    await expect(world.like(mediaId, carla)).rejects.toMatchObject({ code: 'photo-not-found' });
    await world.unlike(mediaId, ben);
    await expect(world.like(mediaId, ben)).rejects.toMatchObject({ code: 'photo-not-found' });
    expect(world.likes.events.map(({ detailType }) => detailType)).toEqual(['MediaLiked', 'MediaUnliked']);
    expect(await world.getPhoto({ mediaId, callerId: anna })).toMatchObject({ likes: 0 });
  });
});
