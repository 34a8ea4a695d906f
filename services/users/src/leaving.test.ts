import { memoryFinder } from './adapters/memory-finder.ts';
import { memoryFollows } from './adapters/memory-follows.ts';
import { memoryGhostSearch } from './adapters/memory-ghost-search.ts';
import { memoryLeavers } from './adapters/memory-leavers.ts';
import { memorySessionList } from './adapters/memory-session-list.ts';
import { memoryUsers } from './adapters/memory-users.ts';
import { anna, ben, carla, countingIds, noon, person, trace } from './people.fixture.ts';
import { makeRemovePerson } from './remove-person.ts';
import { makeChangeHandle } from './use-cases/change-handle.ts';
import { makeComeBack } from './use-cases/come-back.ts';
import { makeEndAccounts } from './use-cases/end-accounts.ts';
import { makeFindPeople } from './use-cases/find-people.ts';
import { makeFollowUser } from './use-cases/follow-user.ts';
import { makeGetMe } from './use-cases/get-me.ts';
import { makeGetUser } from './use-cases/get-user.ts';
import { makeLeaveMe } from './use-cases/leave-me.ts';
import { makeListFollowers } from './use-cases/list-followers.ts';
import { makeListFollowing } from './use-cases/list-following.ts';
import { makeSweepGhosts } from './use-cases/sweep-ghosts.ts';
import { makeUnfollowUser } from './use-cases/unfollow-user.ts';
import { makeUpdateMe } from './use-cases/update-me.ts';

const hourMs = 3_600_000;
const page = { limit: 10 };

/** Anna and Ben follow one another, Carla follows both; Anna leaves. */
async function setUp() {
  let now = Date.parse(noon);
  const users = memoryUsers(() => new Date(now));
  const follows = memoryFollows(users);
  const leavers = memoryLeavers(users);
  const deps = {
    ...{ users, follows, leavers, sessionList: memorySessionList() },
    ...{ clock: () => new Date(now), newId: countingIds() },
  };
  for (const [id, handle] of [
    [anna, 'anna'],
    [ben, 'ben'],
    [carla, 'carla'],
  ] as const)
    await users.register(person(id, handle), []);
  const follow = makeFollowUser(deps);
  for (const [followerId, handle] of [
    [anna, 'ben'],
    [ben, 'anna'],
    [carla, 'anna'],
    [carla, 'ben'],
  ] as const)
    await follow({ followerId, handle, trace });
  const leaveMe = makeLeaveMe({ ...deps, endSessions: async () => ({ outcome: 'ended' }) });
  const accounts = new Set([anna, ben, carla]);
  const search = memoryGhostSearch();
  const presence = {
    isListed: async (id: string) => accounts.has(id),
    exists: async (id: string) => accounts.has(id),
  };
  const remove = jest.fn(async (id: string) => void accounts.delete(id));
  const endAccounts = makeEndAccounts({ leavers, search, clock: deps.clock, accounts: { remove } });
  const sweepGhosts = makeSweepGhosts({
    ...{ ...deps, presence, search, removePerson: makeRemovePerson(deps) },
    pause: async () => {},
  });
  return {
    ...{ users, follow, accounts, deps, endAccounts, remove, search },
    leave: (userId = anna) => leaveMe({ userId, signedInAt: new Date(now), trace }),
    back: () => makeComeBack(deps)({ userId: anna, trace }),
    unfollow: makeUnfollowUser(deps),
    later: (ms: number) => {
      now += ms;
    },
    /** What the schedules do in an hour, in whatever order. */
    async hour() {
      const outcomes = [await endAccounts(), await sweepGhosts()];
      now += hourMs;
      return Object.assign({}, ...outcomes);
    },
    async seen() {
      const handlesOf = async (list: Promise<{ items: { handle: string }[] }>) =>
        (await list).items.map(({ handle }) => handle).sort();
      return {
        page: await makeGetUser(deps)({ handle: 'anna' }).then(
          ({ followerCount }) => followerCount,
          ({ code }) => code,
        ),
        found: await handlesOf(
          makeFindPeople({ users, finder: memoryFinder(users) })({ begins: 'ann', ...page }),
        ),
        followersOfBen: await handlesOf(makeListFollowers(deps)({ handle: 'ben', page })),
        followedByBen: await handlesOf(makeListFollowing(deps)({ handle: 'ben', page })),
        followersOfAnna: await handlesOf(makeListFollowers(deps)({ handle: 'anna', page })).catch(
          ({ code }) => code,
        ),
      };
    },
  };
}

const shown = {
  page: 2,
  found: ['anna'],
  followersOfBen: ['anna', 'carla'],
  followedByBen: ['anna'],
  followersOfAnna: ['ben', 'carla'],
};

describe('a person who is leaving', () => {
  it('is seen by nobody, and as before after coming back', async () => {
    const { seen, leave, back } = await setUp();
    expect(await seen()).toEqual(shown);
    await leave();
    expect(await seen()).toEqual({
      page: 'user-not-found',
      found: [],
      followersOfBen: ['carla'],
      followedByBen: [],
      followersOfAnna: 'user-not-found',
    });
    await back();
    expect(await seen()).toEqual(shown);
  });

  it('sees the own profile, and until when', async () => {
    const { users, deps, leave } = await setUp();
    const { leavingUntil } = await leave();
    const getMe = makeGetMe({
      users,
      accounts: { findConfirmed: async () => undefined },
      registerUser: async () => {},
    });
    expect(await getMe({ userId: anna, trace })).toMatchObject({ handle: 'anna', leavingUntil });
    expect(await makeGetUser(deps)({ handle: 'ben' })).not.toHaveProperty('leavingUntil');
  });

  it('changes nothing, follows nobody and is followed by nobody', async () => {
    const { users, deps, leave, follow, unfollow } = await setUp();
    await leave();
    const before = users.events.length;
    const leaving = { code: 'leaving', kind: 'conflict' };
    const toBen = { followerId: anna, handle: 'ben', trace };
    await expect(follow(toBen)).rejects.toMatchObject(leaving);
    await expect(unfollow(toBen)).rejects.toMatchObject(leaving);
    await expect(makeUpdateMe(deps)({ userId: anna, bio: 'Gone.', trace })).rejects.toMatchObject(leaving);
    await expect(makeChangeHandle(deps)({ userId: anna, handle: 'a-b-c', trace })).rejects.toMatchObject(
      leaving,
    );
    await expect(follow({ followerId: ben, handle: 'anna', trace })).rejects.toMatchObject({
      code: 'user-not-found',
    });
    expect(users.events).toHaveLength(before);
  });
});

describe('endAccounts', () => {
  it('lets nobody be erased before the two weeks are over, nor who came back', async () => {
    const { users, accounts, leave, back, later, hour } = await setUp();
    await leave();
    later(14 * 24 * hourMs + 59_000);
    expect(await hour()).toMatchObject({ over: 0, missing: 0, ended: 0 });
    expect(accounts.has(anna)).toBe(true);
    await expect(back()).rejects.toMatchObject({ code: 'too-late' });
    expect(await users.find(anna)).toBeDefined();
  });

  it('keeps who came back', async () => {
    const { users, accounts, leave, back, later, hour } = await setUp();
    await leave();
    await back();
    later(15 * 24 * hourMs);
    expect(await hour()).toMatchObject({ over: 0 });
    expect(await hour()).toMatchObject({ over: 0, ended: 0 });
    expect([accounts.has(anna), (await users.find(anna))?.handle]).toEqual([true, 'anna']);
  });

  it('removes the account, then, when no token works any more, everything else, and tells of it once', async () => {
    const { users, accounts, leave, later, hour } = await setUp();
    await leave();
    later(14 * 24 * hourMs + 61_000);
    expect(await hour()).toMatchObject({ over: 1, ended: 0 });
    expect(accounts.has(anna)).toBe(false);
    expect(await users.find(anna)).toBeDefined();
    expect(await hour()).toMatchObject({ over: 1, ended: 1 });
    expect(await users.find(anna)).toBeUndefined();
    expect(await hour()).toMatchObject({ over: 0, missing: 0, ended: 0 });
    expect(users.events.filter(({ detailType }) => detailType === 'UserDeleted')).toHaveLength(1);
    expect(await users.find(carla)).toMatchObject({ followingCount: 1 });
    expect(await users.isHandleTaken('anna')).toBe(true);
  });

  it('fails for somebody who is not erased half a day after the end, once it has seen to the others', async () => {
    const { users, leave, later, endAccounts, accounts } = await setUp();
    await leave();
    later(14 * 24 * hourMs + 11 * hourMs);
    expect(await endAccounts()).toEqual({ over: 1 });
    accounts.add(anna);
    later(hourMs + 1);
    await expect(endAccounts()).rejects.toThrow('1 of those who left are not erased in time');
    expect(accounts.has(anna)).toBe(false);
    expect(await users.find(anna)).toBeDefined();
  });

  it('ends who is behind somebody whom it cannot end, and tells of all whom it cannot', async () => {
    const { leave, later, endAccounts, remove, search, accounts } = await setUp();
    for (const id of [anna, ben, carla]) {
      await leave(id);
      later(1);
    }
    later(15 * 24 * hourMs);
    remove.mockRejectedValueOnce(new Error('Cognito is busy'));
    const note = jest.spyOn(search, 'note').mockRejectedValueOnce(new Error('no room in the table'));
    const told = await endAccounts().catch((error: Error) => error);
    expect(note.mock.calls.map(([{ userId }]) => userId)).toEqual([ben, carla]);
    expect([...accounts]).toEqual([anna]);
    expect(told).toMatchObject({
      message: expect.stringMatching(
        `^3 failed: ${anna}: Cognito is busy; ${ben}: no room in the table; in time: 3 of those`,
      ),
    });
  });

  it('ends in time, and does the rest the next time', async () => {
    const { leave, later, endAccounts, remove, accounts } = await setUp();
    await leave();
    await leave(ben);
    later(14 * 24 * hourMs + 61_000);
    remove.mockImplementation(async (id) => {
      later(200_000);
      accounts.delete(id);
    });
    expect(await endAccounts()).toEqual({ over: 1 });
    expect(accounts.size).toBe(2);
  });
});
