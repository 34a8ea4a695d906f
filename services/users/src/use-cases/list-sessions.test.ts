import { sessionsShape } from '@shutterbus/contracts/routes/users-sessions';
import { memorySessionList } from '../adapters/memory-session-list.ts';
import { anna, ben } from '../people.fixture.ts';
import { makeListSessions } from './list-sessions.ts';

const at = (second: string) => `2026-11-21T12:00:${second}Z`;

async function setUp() {
  const list = memorySessionList();
  const note = (id: string, signedInAt: string) =>
    list.note(anna, { id, browser: 'Firefox', system: 'Linux', signedInAt, lastUsedOn: '2026-11-21' });
  await note('one', at('01.000'));
  await note('two', at('02.000'));
  await note('three', at('03.000'));
  const listSessions = makeListSessions({ list });
  return {
    list,
    listed: async () => (await listSessions({ userId: anna, sessionId: 'two' })).items,
    listSessions,
  };
}

describe('listSessions', () => {
  it('names the one that asks, tells no id, and is as the contract says', async () => {
    const { listed } = await setUp();
    const items = await listed();
    expect(items.map(({ isThis }) => isThis)).toEqual([false, true, false]);
    expect(items[1]).toEqual({
      isThis: true,
      browser: 'Firefox',
      system: 'Linux',
      signedInAt: at('02.000'),
      lastUsedOn: '2026-11-21',
    });
    expect(sessionsShape.safeParse({ items }).success).toBe(true);
  });

  it('passes over those that were there when all were ended, even if one is noted late', async () => {
    const { list, listed } = await setUp();
    await list.noteEnded(anna, new Date(at('02.700')));
    // Its token still works for a while.
    await list.note(anna, { id: 'one', signedInAt: at('01.000'), lastUsedOn: '2026-11-21' });
    expect((await listed()).map(({ signedInAt }) => signedInAt)).toEqual([at('03.000'), at('02.000')]);
    await list.noteEnded(anna, new Date(at('03.000')));
    expect((await listed()).map(({ signedInAt }) => signedInAt)).toEqual([at('03.000')]);
  });

  it('has nothing of who noted nothing', async () => {
    const { listSessions } = await setUp();
    expect(await listSessions({ userId: ben, sessionId: undefined })).toEqual({ items: [] });
  });
});
