import { memoryFollows } from './adapters/memory-follows.ts';
import { memorySessionList } from './adapters/memory-session-list.ts';
import { memoryUsers } from './adapters/memory-users.ts';
import { anna, ben, carla, countingIds, noon, person, trace } from './people.fixture.ts';
import { makeRemovePerson } from './remove-person.ts';

async function setUp() {
  const users = memoryUsers();
  const follows = memoryFollows(users);
  const sessionList = memorySessionList();
  for (const [id, handle] of [
    [anna, 'anna'],
    [ben, 'ben'],
    [carla, 'carla'],
  ] as const)
    await users.register(person(id, handle), []);
  const follow = (followerId: string, followeeId: string) =>
    follows.save(undefined, { followerId, followeeId, active: true, changedAt: noon, version: 1 }, []);
  await follow(ben, anna);
  await follow(carla, anna);
  await follow(anna, ben);
  await follow(ben, carla);
  const removePerson = makeRemovePerson({
    users,
    follows,
    sessionList,
    clock: () => new Date(noon),
    newId: countingIds(),
  });
  const told = () =>
    users.events.map(({ detailType, detail }) => `${detailType} ${detail.metadata.aggregateId}`).sort();
  return {
    users,
    follows,
    sessionList,
    follow,
    told,
    remove: (mayGoOn?: () => boolean) => removePerson({ userId: anna, trace }, mayGoOn),
  };
}

describe('removePerson', () => {
  it('ends all pairs, then removes the person, and tells of each once', async () => {
    const { users, told, remove } = await setUp();
    expect(await remove()).toBe('removed');
    expect(await remove()).toBe('removed');
    expect(told()).toEqual(
      [
        `UserDeleted ${anna}`,
        `UserUnfollowed ${anna}:${ben}`,
        `UserUnfollowed ${ben}:${anna}`,
        `UserUnfollowed ${carla}:${anna}`,
      ].sort(),
    );
    expect(users.events.at(-1)).toMatchObject({
      detailType: 'UserDeleted',
      detail: { metadata: { aggregateVersion: 2 }, data: { userId: anna } },
    });
    expect(await users.find(anna)).toBeUndefined();
    expect(await users.findByHandle('anna')).toBeUndefined();
    expect(await users.isHandleTaken('anna')).toBe(true);
  });

  it('leaves the others with the counts of those who are still there', async () => {
    const { users, remove } = await setUp();
    await remove();
    expect(await users.find(ben)).toMatchObject({ followerCount: 0, followingCount: 1 });
    expect(await users.find(carla)).toMatchObject({ followerCount: 1, followingCount: 0 });
  });

  it('leaves nothing of where the person was signed in', async () => {
    const { sessionList, remove } = await setUp();
    await sessionList.note(anna, { id: 'one', signedInAt: noon, lastUsedOn: '2026-11-21' });
    await sessionList.noteEnded(anna, new Date(noon));
    await remove();
    expect(await sessionList.read(anna)).toEqual({ sessions: [], endedAt: undefined });
  });

  it('stops when it may not go on, and goes on where it was', async () => {
    const { users, told, remove } = await setUp();
    let pages = 0;
    const onePage = () => {
      pages += 1;
      return pages === 1;
    };
    expect(await remove(onePage)).toBe('more');
    expect(await users.find(anna)).toBeDefined();
    expect(await remove()).toBe('removed');
    expect(told()).toHaveLength(4);
  });

  it('ends a pair once that the list still names', async () => {
    const { follows, told, remove } = await setUp();
    const ended = { followerId: ben, followeeId: anna };
    const before = await follows.find(ended);
    if (!before) throw new Error('no pair');
    await follows.save(before, { ...before, active: false, version: 2 }, []);
    follows.listFollowers = async () => ({ items: [ben, carla] });
    expect(await remove()).toBe('removed');
    expect(told()).not.toContain(`UserUnfollowed ${ben}:${anna}`);
  });

  it('ends a pair too that began meanwhile', async () => {
    const { users, follow, remove } = await setUp();
    const removeProfile = users.remove;
    users.remove = async (before, events) => {
      users.remove = removeProfile;
      await follow(anna, carla);
      return removeProfile(before, events);
    };
    expect(await remove()).toBe('removed');
    expect(await users.find(anna)).toBeUndefined();
    expect(await users.find(carla)).toMatchObject({ followerCount: 1 });
  });
});
