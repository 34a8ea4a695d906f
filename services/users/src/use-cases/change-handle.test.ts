import { memoryUsers } from '../adapters/memory-users.ts';
import { anna, ben, carla, countingIds, noon, person, trace } from '../people.fixture.ts';
import { makeChangeHandle } from './change-handle.ts';

const dayMs = 24 * 60 * 60 * 1000;

async function setUp() {
  let now = Date.parse(noon);
  const clock = () => new Date(now);
  const users = memoryUsers(clock);
  for (const [id, handle] of [
    [anna, 'anna'],
    [ben, 'ben'],
  ] as const)
    await users.register(person(id, handle), []);
  const change = makeChangeHandle({ users, clock, newId: countingIds() });
  return {
    users,
    later: (days: number) => {
      now += days * dayMs;
    },
    change: (userId: string, handle: string) => change({ userId, handle, trace }),
  };
}

describe('changeHandle', () => {
  it('gives another handle and tells of it, as the next version', async () => {
    const { users, change } = await setUp();
    expect(await change(anna, 'anna-l')).toMatchObject({ handle: 'anna-l' });
    expect(await users.findByHandle('anna-l')).toMatchObject({ id: anna, version: 2 });
    expect(await users.findByHandle('anna')).toBeUndefined();
    expect(users.events).toMatchObject([
      {
        detailType: 'UserProfileUpdated',
        detail: {
          metadata: { aggregateVersion: 2 },
          data: { userId: anna, handle: 'anna-l', displayName: 'anna' },
        },
      },
    ]);
  });

  it('answers with the profile alone', async () => {
    const { change } = await setUp();
    expect(Object.keys(await change(anna, 'anna-l')).sort()).toEqual(
      ['bio', 'createdAt', 'displayName', 'followerCount', 'followingCount', 'handle', 'id'].sort(),
    );
  });

  it('tells nothing of the handle that it is already, not even a day after a change', async () => {
    const { users, later, change } = await setUp();
    await change(anna, 'anna-l');
    later(1);
    expect(await change(anna, 'anna-l')).toMatchObject({ handle: 'anna-l' });
    expect(users.events).toHaveLength(1);
  });

  it('does so once in 30 days', async () => {
    const { users, later, change } = await setUp();
    await change(anna, 'anna-l');
    later(29.9);
    await expect(change(anna, 'anna-m')).rejects.toMatchObject({
      code: 'handle-changed-lately',
      message: expect.stringContaining('2026-12-21'),
    });
    later(0.1);
    expect(await change(anna, 'anna-m')).toMatchObject({ handle: 'anna-m' });
    expect(users.events).toHaveLength(2);
  });

  it('gives nobody what somebody has, had in the last 90 days, or could pass for the house', async () => {
    const { users, later, change } = await setUp();
    const taken = { code: 'handle-taken' };
    await expect(change(anna, 'ben')).rejects.toMatchObject(taken);
    await expect(change(anna, 'admin')).rejects.toMatchObject(taken);
    await change(anna, 'anna-l');
    later(89.9);
    await expect(change(ben, 'anna')).rejects.toMatchObject(taken);
    expect(await users.register(person(carla, 'anna'), [])).toBe('handle-taken');
    expect(await users.isHandleTaken('anna')).toBe(true);
    later(0.2);
    expect(await users.isHandleTaken('anna')).toBe(false);
    expect(await change(ben, 'anna')).toMatchObject({ handle: 'anna' });
  });

  it('gives somebody the former handle back', async () => {
    const { later, change } = await setUp();
    await change(anna, 'anna-l');
    later(31);
    expect(await change(anna, 'anna')).toMatchObject({ handle: 'anna' });
    await expect(change(ben, 'anna-l')).rejects.toMatchObject({ code: 'handle-taken' });
  });

  it('gives one of two who ask at the same time', async () => {
    const { change } = await setUp();
    const outcomes = await Promise.allSettled([change(anna, 'sky'), change(ben, 'sky')]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});
