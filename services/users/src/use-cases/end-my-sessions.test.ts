import { memorySessionList } from '../adapters/memory-session-list.ts';
import { memoryUsers } from '../adapters/memory-users.ts';
import { listedSessions } from '../listed-sessions.ts';
import { anna, ben, noon, person } from '../people.fixture.ts';
import { makeEndMySessions } from './end-my-sessions.ts';
import { makeListSessions } from './list-sessions.ts';

const signedInAt = new Date('2026-11-20T09:00:00.000Z');

async function setUp() {
  const users = memoryUsers();
  await users.register(person(anna, 'anna'), []);
  const list = memorySessionList();
  for (const id of ['one', 'two'])
    await list.note(anna, { id, signedInAt: signedInAt.toISOString(), lastUsedOn: '2026-11-21' });
  const endAll = jest.fn(async (_userId: string) => {});
  const sessions = listedSessions({ endAll }, list, () => new Date(noon));
  const endMySessions = makeEndMySessions({ users, sessions, list });
  const listSessions = makeListSessions({ list });
  return {
    endAll,
    end: (of: 'all' | 'this', userId = anna, sessionId: string | undefined = 'one') =>
      endMySessions({ userId, of, sessionId, signedInAt }),
    left: async () =>
      (await listSessions({ userId: anna, sessionId: 'two' })).items.map(({ isThis }) => isThis),
  };
}

describe('endMySessions', () => {
  it('ends all in the pool, and lists none of them', async () => {
    const { endAll, end, left } = await setUp();
    await end('all');
    await end('all');
    expect(endAll).toHaveBeenCalledWith(anna);
    expect(await left()).toEqual([]);
  });

  it('takes this one off the list, and ends nothing in the pool', async () => {
    const { endAll, end, left } = await setUp();
    await end('this');
    await end('this');
    expect(await left()).toEqual([true]);
    expect(endAll).not.toHaveBeenCalled();
  });

  it('fails when the pool ends none, so that the caller tries again', async () => {
    const { endAll, end } = await setUp();
    endAll.mockRejectedValue(new Error('Cognito is away'));
    await expect(end('all')).rejects.toThrow('Cognito is away');
  });

  it('ends nothing of who has no profile', async () => {
    const { endAll, end } = await setUp();
    await expect(end('all', ben)).rejects.toMatchObject({ code: 'profile-not-ready' });
    expect(endAll).not.toHaveBeenCalled();
  });
});
