import { memoryUsers } from '../adapters/memory-users.ts';
import { anna, person } from '../people.fixture.ts';
import { makeCheckSignUp } from './check-sign-up.ts';

async function setUp() {
  const users = memoryUsers();
  await users.register(person(anna, 'anna'), []);
  return makeCheckSignUp({ users });
}

describe('checkSignUp', () => {
  it('lets a free handle pass', async () => {
    await expect((await setUp())({ handle: 'ben', displayName: 'Ben' })).resolves.toBeUndefined();
  });

  it.each([
    [{ handle: 'anna', displayName: 'Ben' }, 'handle-taken'],
    [{ handle: 'admin', displayName: 'Ben' }, 'handle-taken'],
    [{ handle: 'Ben', displayName: 'Ben' }, 'invalid-handle'],
    [{ handle: 'b', displayName: 'Ben' }, 'invalid-handle'],
    [{ handle: undefined, displayName: 'Ben' }, 'invalid-handle'],
    [{ handle: 'ben', displayName: ' ' }, 'invalid-name'],
    [{ handle: 'ben', displayName: undefined }, 'invalid-name'],
  ])('refuses %p', async (wish, code) => {
    await expect((await setUp())(wish)).rejects.toMatchObject({ code });
  });
});
