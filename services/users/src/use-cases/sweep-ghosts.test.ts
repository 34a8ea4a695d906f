import { memoryFollows } from '../adapters/memory-follows.ts';
import { memoryGhostSearch } from '../adapters/memory-ghost-search.ts';
import { memoryUsers } from '../adapters/memory-users.ts';
import { anna, ben, countingIds, noon, person } from '../people.fixture.ts';
import { makeRemovePerson } from '../remove-person.ts';
import { makeSweepGhosts } from './sweep-ghosts.ts';

const hourMs = 3_600_000;
const idOf = (number: number) => `77a3c9d0-1b2c-4d3e-8f40-${String(number).padStart(12, '0')}`;

async function setUp(people: readonly string[] = [anna, ben]) {
  const users = memoryUsers();
  for (const [index, id] of people.entries()) await users.register(person(id, `person-${index}`), []);
  users.events.length = 0;
  const listed = new Set(people);
  const there = new Set(people);
  const search = memoryGhostSearch();
  let now = Date.parse(noon);
  const deps = { users, clock: () => new Date(now), newId: countingIds() };
  const sweep = makeSweepGhosts({
    ...{ ...deps, search },
    presence: { isListed: async (id) => listed.has(id), exists: async (id) => there.has(id) },
    removePerson: makeRemovePerson({ ...deps, follows: memoryFollows(users) }),
    // Time goes on with each look only.
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
  return { users, search, listed, there, sweep, leave, later };
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
    const everybody = Array.from({ length: 11 }, (_, index) => idOf(index));
    const { users, search, sweep, leave, later } = await setUp(everybody);
    for (const id of everybody) leave(id);
    for (let hour = 0; hour < 3; hour += 1) {
      await expect(sweep()).rejects.toThrow('11 of 11 accounts are missing');
      later(hourMs);
    }
    expect(await search.suspects()).toEqual([]);
    expect((await users.listIds(undefined)).items).toHaveLength(11);
  });
});
