import { anna, ben } from '../people.fixture.ts';
import type { SessionList } from '../ports.ts';
import type { NotedSession } from '../session.ts';

const session = (minute: number): NotedSession => ({
  id: `session-${minute}`,
  browser: 'Firefox',
  system: 'Linux',
  signedInAt: new Date(Date.UTC(2026, 10, 21, 9, minute)).toISOString(),
  lastUsedOn: '2026-11-21',
});

/** What every SessionList does. */
export function describeSessionList(name: string, make: () => Promise<SessionList>) {
  describe(name, () => {
    it('keeps each session once, the last sign-in first, for its person alone', async () => {
      const list = await make();
      for (const minute of [1, 3, 2]) await list.note(anna, session(minute));
      await list.note(ben, { ...session(5), browser: undefined });
      await list.note(anna, { ...session(1), lastUsedOn: '2026-11-22' });
      expect(await list.read(anna)).toEqual({
        sessions: [session(3), session(2), { ...session(1), lastUsedOn: '2026-11-22' }],
        endedAt: undefined,
      });
      expect((await list.read(ben)).sessions).toEqual([{ ...session(5), browser: undefined }]);
    });

    it('takes one off, and leaves the others', async () => {
      const list = await make();
      for (const minute of [1, 2]) await list.note(anna, session(minute));
      await list.forget(anna, session(2));
      await list.forget(anna, session(2));
      expect((await list.read(anna)).sessions).toEqual([session(1)]);
    });

    it('says when all were ended, the last time', async () => {
      const list = await make();
      await list.note(anna, session(1));
      for (const at of ['2026-11-21T10:00:00.000Z', '2026-11-21T11:00:00.000Z'])
        await list.noteEnded(anna, new Date(at));
      expect(await list.read(anna)).toEqual({
        sessions: [session(1)],
        endedAt: '2026-11-21T11:00:00.000Z',
      });
    });

    it('gives the last fifty, whether or not any were ended', async () => {
      const list = await make();
      for (let minute = 0; minute < 52; minute += 1) await list.note(anna, session(minute));
      const newest = Array.from({ length: 50 }, (_, index) => session(51 - index));
      expect((await list.read(anna)).sessions).toEqual(newest);
      await list.noteEnded(anna, new Date('2026-11-21T10:00:00.000Z'));
      expect((await list.read(anna)).sessions).toEqual(newest);
    });

    it('forgets all of a person, and nobody else', async () => {
      const list = await make();
      for (let minute = 0; minute < 52; minute += 1) await list.note(anna, session(minute));
      await list.noteEnded(anna, new Date('2026-11-21T10:00:00.000Z'));
      await list.note(ben, session(1));
      await list.forgetAll(anna);
      expect(await list.read(anna)).toEqual({ sessions: [], endedAt: undefined });
      expect((await list.read(ben)).sessions).toEqual([session(1)]);
    });
  });
}
