import { memoryUsers } from '../adapters/memory-users.ts';
import { anna, ben, countingIds, noon, trace } from '../people.fixture.ts';
import { makeRegisterUser } from './register-user.ts';

const account = { email: 'anna@example.com', handle: 'anna', displayName: 'Anna' };

function setUp() {
  const users = memoryUsers();
  return {
    users,
    registerUser: makeRegisterUser({ users, clock: () => new Date(noon), newId: countingIds() }),
  };
}

describe('registerUser', () => {
  it('writes the profile and tells of it', async () => {
    const { users, registerUser } = setUp();
    await registerUser({ userId: anna, account, trace });
    expect(await users.find(anna)).toMatchObject({
      handle: 'anna',
      displayName: 'Anna',
      version: 1,
      createdAt: noon,
    });
    expect(users.events).toHaveLength(1);
    expect(users.events[0]).toMatchObject({
      detailType: 'UserRegistered',
      detail: {
        metadata: { aggregateId: anna, aggregateVersion: 1, correlationId: 'correlation' },
        data: { userId: anna, handle: 'anna', displayName: 'Anna', email: 'anna@example.com' },
      },
    });
  });

  it('changes nothing and tells nothing the second time', async () => {
    const { users, registerUser } = setUp();
    await registerUser({ userId: anna, account, trace });
    await registerUser({ userId: anna, account: { ...account, handle: 'other' }, trace });
    expect((await users.find(anna))?.handle).toBe('anna');
    expect(users.events).toHaveLength(1);
  });

  it('gives a handle near the one wished for when somebody else confirmed first', async () => {
    const { users, registerUser } = setUp();
    await registerUser({ userId: ben, account, trace });
    await registerUser({ userId: anna, account, trace });
    expect((await users.find(anna))?.handle).toMatch(/^anna-[0-9a-z]{4}$/);
    expect(users.events.map(({ detail }) => detail.data)).toMatchObject([{ userId: ben }, { userId: anna }]);
  });

  it('gives an account without a usable handle or name both', async () => {
    const { users, registerUser } = setUp();
    await registerUser({ userId: anna, account: { email: 'anna@example.com', handle: 'Not Valid' }, trace });
    const user = await users.find(anna);
    expect(user?.handle).toMatch(/^user-[0-9a-z]{4}$/);
    expect(user?.displayName).toBe(user?.handle);
  });

  it('fails rather than loop when no handle is to be had', async () => {
    const users = { ...memoryUsers(), register: async () => 'handle-taken' as const };
    const registerUser = makeRegisterUser({ users, clock: () => new Date(noon), newId: countingIds() });
    await expect(registerUser({ userId: anna, account, trace })).rejects.toThrow('no free handle');
  });
});
