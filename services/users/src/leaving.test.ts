import { memoryFinder } from './adapters/memory-finder.ts';
import { memoryFollows } from './adapters/memory-follows.ts';
import { memoryLeavers } from './adapters/memory-leavers.ts';
import { memorySessionList } from './adapters/memory-session-list.ts';
import { memoryUsers } from './adapters/memory-users.ts';
import { anna, ben, carla, countingIds, noon, person, trace } from './people.fixture.ts';
import { makeChangeHandle } from './use-cases/change-handle.ts';
import { makeComeBack } from './use-cases/come-back.ts';
import { makeFindPeople } from './use-cases/find-people.ts';
import { makeFollowUser } from './use-cases/follow-user.ts';
import { makeGetMe } from './use-cases/get-me.ts';
import { makeGetUser } from './use-cases/get-user.ts';
import { makeLeaveMe } from './use-cases/leave-me.ts';
import { makeListFollowers } from './use-cases/list-followers.ts';
import { makeListFollowing } from './use-cases/list-following.ts';
import { makeUnfollowUser } from './use-cases/unfollow-user.ts';
import { makeUpdateMe } from './use-cases/update-me.ts';

const page = { limit: 10 };

/** Anna and Ben follow one another, Carla follows both; Anna leaves. */
async function setUp() {
  const now = Date.parse(noon);
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
  return {
    ...{ users, follow, deps },
    leave: (userId = anna) => leaveMe({ userId, signedInAt: new Date(now), trace }),
    back: () => makeComeBack(deps)({ userId: anna, trace }),
    unfollow: makeUnfollowUser(deps),
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
