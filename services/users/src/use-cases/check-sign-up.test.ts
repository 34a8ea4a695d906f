import { memoryUsers } from '../adapters/memory-users.ts';
import { anna, person } from '../people.fixture.ts';
import { makeCheckSignUp } from './check-sign-up.ts';

const email = 'ben@example.com';

async function setUp() {
  const users = memoryUsers();
  await users.register(person(anna, 'anna'), []);
  return makeCheckSignUp({ users });
}

describe('checkSignUp', () => {
  it('lets a free handle pass', async () => {
    await expect((await setUp())({ email, handle: 'ben', displayName: 'Ben' })).resolves.toBeUndefined();
  });

  it('cannot judge an address that Cognito does not show', async () => {
    const wish = { email: undefined, handle: 'ben', displayName: 'Ben' };
    await expect((await setUp())(wish)).resolves.toBeUndefined();
  });

  it.each([
    [{ email, handle: 'anna', displayName: 'Ben' }, 'handle-taken'],
    [{ email, handle: 'admin', displayName: 'Ben' }, 'handle-taken'],
    [{ email, handle: 'Ben', displayName: 'Ben' }, 'invalid-handle'],
    [{ email, handle: 'b', displayName: 'Ben' }, 'invalid-handle'],
    [{ email, handle: undefined, displayName: 'Ben' }, 'invalid-handle'],
    [{ email, handle: 'ben', displayName: ' ' }, 'invalid-name'],
    [{ email, handle: 'ben', displayName: undefined }, 'invalid-name'],
    [{ email, handle: 'ben', displayName: 'half \ud83d' }, 'invalid-name'],
    [{ email, handle: 'ben', displayName: '\u3164' }, 'invalid-name'],
    [{ email, handle: 'ben', displayName: 'Ben \u202ennA' }, 'invalid-name'],
    [{ email, handle: 'be\u202en', displayName: 'Ben' }, 'invalid-handle'],
    [{ email: 'bén@example.com', handle: 'ben', displayName: 'Ben' }, 'invalid-email'],
  ])('refuses %p', async (wish, code) => {
    await expect((await setUp())(wish)).rejects.toMatchObject({ code });
  });
});
