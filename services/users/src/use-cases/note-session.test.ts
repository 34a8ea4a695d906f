import { memorySessionList } from '../adapters/memory-session-list.ts';
import { memoryUsers } from '../adapters/memory-users.ts';
import { anna, ben, noon, person } from '../people.fixture.ts';
import { makeNoteSession } from './note-session.ts';

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';
const signedInAt = new Date('2026-11-20T23:59:59.000Z');

async function setUp() {
  let now = new Date(noon);
  const users = memoryUsers();
  await users.register(person(anna, 'anna'), []);
  const list = memorySessionList();
  const noteSession = makeNoteSession({ users, list, clock: () => now });
  return {
    list,
    later: (at: string) => {
      now = new Date(at);
    },
    note: (parts: Partial<Parameters<typeof noteSession>[0]> = {}) =>
      noteSession({ userId: anna, sessionId: 'one', signedInAt, userAgent: firefox, ...parts }),
  };
}

describe('noteSession', () => {
  it('keeps the names of browser and system, the sign-in and the day, once for each session', async () => {
    const { list, later, note } = await setUp();
    await note();
    later('2026-11-22T00:00:00.000Z');
    await note();
    expect((await list.read(anna)).sessions).toEqual([
      {
        id: 'one',
        browser: 'Firefox',
        system: 'Linux',
        signedInAt: signedInAt.toISOString(),
        lastUsedOn: '2026-11-22',
      },
    ]);
  });

  it('notes nothing for a token that does not name its session', async () => {
    const { list, note } = await setUp();
    await note({ sessionId: undefined });
    await note({ signedInAt: undefined });
    expect((await list.read(anna)).sessions).toEqual([]);
  });

  it('notes nothing of who has no profile', async () => {
    const { list, note } = await setUp();
    await expect(note({ userId: ben })).rejects.toMatchObject({ code: 'profile-not-ready' });
    expect((await list.read(ben)).sessions).toEqual([]);
  });
});
