import { memoryUsers } from '../adapters/memory-users.ts';
import { anna, countingIds, noon, person, trace } from '../people.fixture.ts';
import type { Account } from '../ports.ts';
import { makeGetMe } from './get-me.ts';
import { makeRegisterUser } from './register-user.ts';

function setUp(account?: Account) {
  const users = memoryUsers();
  const findConfirmed = jest.fn(async () => account);
  const registerUser = makeRegisterUser({ users, clock: () => new Date(noon), newId: countingIds() });
  return { users, findConfirmed, getMe: makeGetMe({ users, accounts: { findConfirmed }, registerUser }) };
}

describe('getMe', () => {
  it('gives the profile, without the version that only this service needs', async () => {
    const { users, findConfirmed, getMe } = setUp();
    await users.register(person(anna, 'anna'), []);
    const { version: _, findableBy: __, ...profile } = person(anna, 'anna');
    expect(await getMe({ userId: anna, trace })).toEqual(profile);
    expect(findConfirmed).not.toHaveBeenCalled();
  });

  it('writes a profile that confirmation failed to write, once', async () => {
    const { users, getMe } = setUp({ email: 'anna@example.com', handle: 'anna', displayName: 'Anna' });
    expect(await getMe({ userId: anna, trace })).toMatchObject({ id: anna, handle: 'anna' });
    expect(await getMe({ userId: anna, trace })).toMatchObject({ id: anna, handle: 'anna' });
    expect(users.events.map(({ detailType }) => detailType)).toEqual(['UserRegistered']);
  });

  it('lets a person be found whose profile a release before has written, and changes nothing else', async () => {
    const { users, getMe } = setUp();
    const { findableBy: _, ...before } = person(anna, 'anna');
    await users.register(before, []);
    for (const visit of [1, 2]) expect((await getMe({ userId: anna, trace })).handle).toBe(visit && 'anna');
    expect(await users.find(anna)).toEqual({ ...before, findableBy: ['anna'] });
    expect(users.events).toEqual([]);
  });

  it('says that the profile is not there when there is no confirmed account', async () => {
    const { getMe } = setUp();
    await expect(getMe({ userId: anna, trace })).rejects.toMatchObject({
      kind: 'not-found',
      code: 'profile-not-ready',
    });
  });
});
