import { memoryFollows } from '../adapters/memory-follows.ts';
import { memoryUsers } from '../adapters/memory-users.ts';
import { anna, ben, carla, countingIds, noon, person, trace } from '../people.fixture.ts';
import { makeFollowUser } from './follow-user.ts';
import { makeListFollowers } from './list-followers.ts';
import { makeListFollowing } from './list-following.ts';
import { makeUnfollowUser } from './unfollow-user.ts';

async function setUp() {
  const users = memoryUsers();
  await users.register(person(anna, 'anna'), []);
  await users.register(person(ben, 'ben'), []);
  const follows = memoryFollows(users);
  const deps = { users, follows, clock: () => new Date(noon), newId: countingIds() };
  const told = () =>
    users.events.map(({ detailType, detail: { metadata } }) => [
      detailType,
      metadata.aggregateId,
      metadata.aggregateVersion,
    ]);
  return { ...deps, follow: makeFollowUser(deps), unfollow: makeUnfollowUser(deps), told };
}
const benFollowsAnna = { followerId: ben, handle: 'anna', trace };

describe('followUser', () => {
  it('counts on both sides and tells with names', async () => {
    const { users, follow } = await setUp();
    await follow(benFollowsAnna);
    expect(await users.find(anna)).toMatchObject({ followerCount: 1, followingCount: 0 });
    expect(await users.find(ben)).toMatchObject({ followerCount: 0, followingCount: 1 });
    expect(users.events[0]?.detail.data).toEqual({
      followerId: ben,
      followerHandle: 'ben',
      followerDisplayName: 'ben',
      followeeId: anna,
    });
  });

  it('changes nothing and tells nothing the second time', async () => {
    const { users, follow, told } = await setUp();
    await follow(benFollowsAnna);
    await follow(benFollowsAnna);
    expect((await users.find(anna))?.followerCount).toBe(1);
    expect(told()).toEqual([['UserFollowed', `${ben}:${anna}`, 1]]);
  });

  it('counts once when asked twice at the same moment', async () => {
    const { users, follow, told } = await setUp();
    await Promise.all([follow(benFollowsAnna), follow(benFollowsAnna)]);
    expect((await users.find(anna))?.followerCount).toBe(1);
    expect(told()).toHaveLength(1);
  });

  it('refuses oneself, a stranger, and a caller without a profile', async () => {
    const { follow } = await setUp();
    await expect(follow({ ...benFollowsAnna, handle: 'ben' })).rejects.toMatchObject({ kind: 'conflict' });
    await expect(follow({ ...benFollowsAnna, handle: 'nobody' })).rejects.toMatchObject({
      code: 'user-not-found',
    });
    await expect(follow({ ...benFollowsAnna, followerId: carla })).rejects.toMatchObject({
      code: 'profile-not-ready',
    });
  });
});

describe('unfollowUser', () => {
  it('goes on with the versions of the pair', async () => {
    const { users, follow, unfollow, told } = await setUp();
    await follow(benFollowsAnna);
    await unfollow(benFollowsAnna);
    await follow(benFollowsAnna);
    expect((await users.find(anna))?.followerCount).toBe(1);
    expect(told()).toEqual([
      ['UserFollowed', `${ben}:${anna}`, 1],
      ['UserUnfollowed', `${ben}:${anna}`, 2],
      ['UserFollowed', `${ben}:${anna}`, 3],
    ]);
  });

  it('changes nothing and tells nothing where nobody follows', async () => {
    const { users, unfollow, told } = await setUp();
    await unfollow(benFollowsAnna);
    expect((await users.find(anna))?.followerCount).toBe(0);
    expect(told()).toEqual([]);
  });
});

describe('listFollowers and listFollowing', () => {
  it('show people, each from their side', async () => {
    const { users, follows, follow } = await setUp();
    await follow(benFollowsAnna);
    const page = { limit: 10 };
    expect((await makeListFollowers({ users, follows })({ handle: 'anna', page })).items).toEqual([
      { id: ben, handle: 'ben', displayName: 'ben' },
    ]);
    expect((await makeListFollowing({ users, follows })({ handle: 'ben', page })).items).toEqual([
      { id: anna, handle: 'anna', displayName: 'anna' },
    ]);
    expect((await makeListFollowing({ users, follows })({ handle: 'anna', page })).items).toEqual([]);
  });

  it('say that nobody has the handle', async () => {
    const { users, follows } = await setUp();
    const list = makeListFollowers({ users, follows });
    await expect(list({ handle: 'nobody', page: { limit: 1 } })).rejects.toMatchObject({
      code: 'user-not-found',
    });
  });
});
