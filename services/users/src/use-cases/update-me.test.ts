import { memoryUsers } from '../adapters/memory-users.ts';
import { ConcurrentChangeError } from '../errors.ts';
import { anna, countingIds, noon, person, trace } from '../people.fixture.ts';
import { makeUpdateMe } from './update-me.ts';

async function setUp() {
  const users = memoryUsers();
  await users.register(person(anna, 'anna'), []);
  return { users, updateMe: makeUpdateMe({ users, clock: () => new Date(noon), newId: countingIds() }) };
}

describe('updateMe', () => {
  it('changes what is asked, keeps the rest, and tells the whole profile', async () => {
    const { users, updateMe } = await setUp();
    expect(await updateMe({ userId: anna, bio: 'Light.', trace })).toMatchObject({
      displayName: 'anna',
      bio: 'Light.',
    });
    expect(users.events).toMatchObject([
      {
        detailType: 'UserProfileUpdated',
        detail: {
          metadata: { aggregateVersion: 2 },
          data: { userId: anna, handle: 'anna', displayName: 'anna', bio: 'Light.' },
        },
      },
    ]);
  });

  it('tells nothing when everything is as asked already', async () => {
    const { users, updateMe } = await setUp();
    await updateMe({ userId: anna, bio: 'Light.', trace });
    await updateMe({ userId: anna, bio: 'Light.', trace });
    expect(users.events).toHaveLength(1);
    expect((await users.find(anna))?.version).toBe(2);
  });

  it('tries again when another write came between, and gives up after a few times', async () => {
    const { users, updateMe } = await setUp();
    const update = jest.spyOn(users, 'update').mockRejectedValueOnce(new ConcurrentChangeError());
    await updateMe({ userId: anna, displayName: 'Anna', trace });
    expect((await users.find(anna))?.displayName).toBe('Anna');
    update.mockRejectedValue(new ConcurrentChangeError());
    await expect(updateMe({ userId: anna, displayName: 'B', trace })).rejects.toMatchObject({
      kind: 'conflict',
    });
  });

  it('says so when there is no profile yet', async () => {
    const { updateMe } = await setUp();
    const stranger = '99999999-1b2c-4d3e-8f40-5a6b7c8d9e33';
    await expect(updateMe({ userId: stranger, bio: 'x', trace })).rejects.toMatchObject({
      code: 'profile-not-ready',
    });
  });
});
