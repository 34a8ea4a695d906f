import { memoryUsers } from '../adapters/memory-users.ts';
import { anna, person } from '../people.fixture.ts';
import { makeGetUser } from './get-user.ts';

describe('getUser', () => {
  it('gives the public profile of a handle, without the version that only this service needs', async () => {
    const users = memoryUsers();
    await users.register(person(anna, 'anna'), []);
    const { version: _, findableBy: __, ...profile } = person(anna, 'anna');
    expect(await makeGetUser({ users })({ handle: 'anna' })).toEqual(profile);
  });

  it('says that nobody has the handle', async () => {
    await expect(makeGetUser({ users: memoryUsers() })({ handle: 'nobody' })).rejects.toMatchObject({
      kind: 'not-found',
      code: 'user-not-found',
    });
  });
});
