import { memoryFollows } from '../adapters/memory-follows.ts';
import { memoryGhostSearch } from '../adapters/memory-ghost-search.ts';
import { memorySessionList } from '../adapters/memory-session-list.ts';
import { memoryUsers } from '../adapters/memory-users.ts';
import { anna, ben, carla, countingIds, noon, numbered, person, trace } from '../people.fixture.ts';
import { makeRemovePerson } from '../remove-person.ts';
import { makeFollowUser } from './follow-user.ts';
import { makeSweepGhosts } from './sweep-ghosts.ts';

const hourMs = 3_600_000;
/** What a pair takes to end; a second makes a crowd of a few hundred. */
const pairMs = 1000;

async function setUp(people: readonly string[] = [anna, ben]) {
  const users = memoryUsers();
  for (const [index, id] of people.entries()) await users.register(person(id, `person-${index}`), []);
  users.events.length = 0;
  const listed = new Set(people);
  const there = new Set(people);
  const search = memoryGhostSearch();
  let now = Date.parse(noon);
  const deps = { users, clock: () => new Date(now), newId: countingIds() };
  const presence = {
    isListed: async (id: string) => listed.has(id),
    exists: async (id: string) => there.has(id),
  };
  const follows = memoryFollows(users);
  const save = follows.save;
  follows.save = async (...pair) => {
    now += pairMs;
    await save(...pair);
  };
  const sweep = makeSweepGhosts({
    ...{ ...deps, search, presence },
    removePerson: makeRemovePerson({ ...deps, follows, sessionList: memorySessionList() }),
    // Time goes on with each look and each pair only.
    pause: async (milliseconds) => {
      now += milliseconds;
    },
  });
  const leave = (id: string) => {
    listed.delete(id);
    there.delete(id);
  };
  const later = (ms: number) => {
    now += ms;
  };
  const follow = makeFollowUser({ ...deps, follows });
  return { users, search, listed, there, presence, sweep, leave, later, follow };
}

describe('sweepGhosts', () => {
  it('ends who is gone, with an event, and leaves everybody else', async () => {
    const { users, sweep, leave, later } = await setUp();
    leave(anna);
    expect(await sweep()).toEqual({ looked: 2, missing: 1, ended: 0 });
    later(hourMs);
    expect(await sweep()).toEqual({ looked: 0, missing: 0, ended: 1 });
    expect(await users.find(anna)).toBeUndefined();
    expect(await users.find(ben)).toBeDefined();
    expect(users.events.map(({ detailType }) => detailType)).toEqual(['UserDeleted']);
    later(hourMs);
    expect(await sweep()).toEqual({ looked: 0, missing: 0, ended: 0 });
  });

  it('waits until no token can be used any more', async () => {
    const { users, sweep, leave, later } = await setUp();
    leave(anna);
    await sweep();
    later(29 * 60_000);
    expect((await sweep()).ended).toBe(0);
    expect(await users.find(anna)).toBeDefined();
  });

  it('ends nobody whom the list only had not yet, or no longer', async () => {
    const { users, search, listed, sweep, later } = await setUp();
    listed.delete(anna);
    await sweep();
    later(hourMs);
    expect((await sweep()).ended).toBe(0);
    expect(await users.find(anna)).toBeDefined();
    expect(await search.suspects()).toEqual([]);
  });

  it('finds whoever leaves within a day, hour by hour', async () => {
    const { users, sweep, leave, later } = await setUp();
    await sweep();
    leave(anna);
    for (let hour = 0; hour < 24; hour += 1) {
      later(hourMs);
      await sweep();
    }
    expect(await users.find(anna)).toBeUndefined();
  });

  it('goes on in the next run with the page at which its time was over', async () => {
    const { users, sweep, search, later } = await setUp();
    const pages = [{ items: [anna], nextCursor: 'second' }, { items: [ben] }];
    const asked: (string | undefined)[] = [];
    users.listIds = async (cursor) => {
      asked.push(cursor);
      later(201_000);
      return pages[cursor === undefined ? 0 : 1] ?? { items: [] };
    };
    expect((await sweep()).looked).toBe(1);
    expect((await sweep()).looked).toBe(1);
    expect(asked).toEqual([undefined, 'second']);
    expect((await search.lap())?.after).toBeUndefined();
  });

  it('ends nobody, and fails, when more are missing than could have left', async () => {
    const everybody = Array.from({ length: 11 }, (_, index) => numbered(index));
    const { users, search, sweep, leave, later } = await setUp(everybody);
    for (const id of everybody) leave(id);
    for (let hour = 0; hour < 3; hour += 1) {
      await expect(sweep()).rejects.toThrow('11 of 11 accounts are missing');
      later(hourMs);
    }
    expect(await search.suspects()).toEqual([]);
    expect((await users.listIds(undefined)).items).toHaveLength(11);
  });

  /** Profiles that lie among so many pairs that a page of the table holds no more than `size` of them. */
  const paged = (users: Awaited<ReturnType<typeof setUp>>['users'], size: number, afterEach = () => {}) => {
    const { listIds } = users;
    users.listIds = async (cursor) => {
      const { items } = await listIds(undefined);
      const start = Number(cursor ?? 0);
      afterEach();
      const nextCursor = start + size < items.length ? String(start + size) : undefined;
      return { items: items.slice(start, start + size), nextCursor };
    };
  };

  it('ends nobody in a replaced pool whose profiles come ten to a page, in however many runs', async () => {
    const everybody = Array.from({ length: 40 }, (_, index) => numbered(index));
    const { users, search, sweep, leave, later } = await setUp(everybody);
    paged(users, 10);
    for (const id of everybody) leave(id);
    for (let hour = 0; hour < 30; hour += 1) {
      await expect(sweep()).rejects.toThrow('20 of 20 accounts are missing');
      later(hourMs);
    }
    expect((await users.listIds(undefined)).items).toHaveLength(10);
    expect(users.events).toEqual([]);
    expect(await search.suspects()).toEqual([]);
  });

  it('judges a lap as a whole: who was missed by an earlier run of it is not ended by a later one', async () => {
    const everybody = Array.from({ length: 40 }, (_, index) => numbered(index));
    const { users, sweep, leave, later } = await setUp(everybody);
    paged(users, 10, () => later(201_000));
    for (const id of everybody) leave(id);
    for (let lap = 0; lap < 10; lap += 1) {
      expect(await sweep()).toMatchObject({ looked: 10, missing: 10, ended: 0 });
      later(hourMs);
      await expect(sweep()).rejects.toThrow('20 of 20 accounts are missing');
      later(hourMs);
    }
    expect(users.events).toEqual([]);
  });

  it('ends nobody of a pool that is there again, and then whoever is missing for good', async () => {
    const everybody = Array.from({ length: 40 }, (_, index) => numbered(index));
    const { users, search, listed, there, sweep, leave, later } = await setUp(everybody);
    paged(users, 10);
    for (const id of everybody) leave(id);
    await expect(sweep()).rejects.toThrow('accounts are missing');
    for (const id of everybody.slice(1)) {
      listed.add(id);
      there.add(id);
    }
    later(hourMs);
    expect(await sweep()).toEqual({ looked: 40, missing: 1, ended: 0 });
    later(hourMs);
    expect((await sweep()).ended).toBe(1);
    expect(await users.find(numbered(0))).toBeUndefined();
    expect(users.events).toHaveLength(1);
    expect(await search.suspects()).toEqual([]);
  });

  it('ends who was missed by a lap of several runs when it is done, and not before', async () => {
    const everybody = Array.from({ length: 30 }, (_, index) => numbered(index));
    const { users, sweep, leave, later } = await setUp(everybody);
    paged(users, 10, () => later(201_000));
    leave(numbered(0));
    for (const _ of ['first page', 'second', 'third']) {
      expect((await sweep()).ended).toBe(0);
      later(hourMs);
    }
    expect((await sweep()).ended).toBe(1);
  });

  it('ends who was named by the release before, whatever the lap', async () => {
    const { search, sweep, leave, later } = await setUp();
    leave(anna);
    await search.note({ userId: anna, missedAt: noon });
    later(hourMs);
    expect((await sweep()).ended).toBe(1);
  });

  it('ends who is behind a crowd in the same run, looks through the lap, and comes to the end of the crowd', async () => {
    const crowd = Array.from({ length: 400 }, (_, index) => numbered(index));
    const { users, search, sweep, leave, later, follow } = await setUp([anna, ben, carla, ...crowd]);
    for (const followerId of crowd) await follow({ followerId, handle: 'person-0', trace });
    await follow({ followerId: ben, handle: 'person-3', trace });
    leave(anna);
    await sweep();
    later(1);
    await search.note({ userId: ben, missedAt: new Date(Date.parse(noon) + 500_000).toISOString() });
    leave(ben);
    later(13 * hourMs);
    const { ended, looked } = await sweep();
    expect([ended, looked]).toEqual([1, 402]);
    expect(await users.find(ben)).toBeUndefined();
    const left = (await users.find(anna))?.followerCount ?? 0;
    expect(left).toBeLessThan(350);
    later(13 * hourMs);
    expect(await sweep()).toMatchObject({ ended: 0, looked: 402 });
    later(hourMs);
    await sweep();
    expect(await users.find(anna)).toBeUndefined();
    expect(await search.suspects()).toEqual([]);
  });

  it('ends who is behind somebody of whom it learns nothing, goes on with the lap, and fails', async () => {
    const { users, search, presence, sweep, leave, later } = await setUp([anna, ben, carla]);
    leave(anna);
    leave(ben);
    await sweep();
    leave(carla);
    later(13 * hourMs);
    jest.spyOn(presence, 'exists').mockRejectedValueOnce(new Error('Cognito is busy'));
    await expect(sweep()).rejects.toThrow(`1 failed: ${anna}: Cognito is busy`);
    expect([await users.find(anna), await users.find(ben)]).toEqual([expect.anything(), undefined]);
    expect((await search.suspects()).map(({ userId }) => userId)).toEqual([anna, carla]);
    later(hourMs);
    expect((await sweep()).ended).toBe(2);
  });

  it('ends as many as it has time for when they are too many for their parts to be of use', async () => {
    const many = Array.from({ length: 41 }, (_, index) => numbered(index));
    const { search, presence, sweep, later } = await setUp(many);
    for (const [index, userId] of many.entries())
      await search.note({ userId, missedAt: new Date(Date.parse(noon) - index * 1000).toISOString() });
    later(hourMs);
    const asked = jest.spyOn(presence, 'exists').mockImplementation(async () => {
      later(3000);
      return false;
    });
    expect((await sweep()).ended).toBe(41);
    // Who is missed longest comes first.
    expect([...new Set(asked.mock.calls.map(([id]) => id))]).toEqual(many.toReversed());
  });
});
