import { ConcurrentChangeError } from '../errors.ts';
import { anna, ben, numbered, person } from '../people.fixture.ts';
import type { LeaverRepository, UserRepository } from '../ports.ts';
import { someEvent } from './users.suite.ts';

const [early, late] = ['2026-12-05T12:00:00.000Z', '2026-12-06T12:00:00.000Z'];

async function over(leavers: LeaverRepository, by: Date): Promise<string[]> {
  const ids: string[] = [];
  for await (const { userId } of leavers.listOver(by)) ids.push(userId);
  return ids;
}

/** What every LeaverRepository does. `outbox` tells how many events are in it. */
export function describeLeavers(
  name: string,
  make: () => Promise<{ users: UserRepository; leavers: LeaverRepository; outbox: () => Promise<number> }>,
) {
  describe(name, () => {
    it('writes until when an unchanged person is leaving, and that they came back', async () => {
      const { users, leavers, outbox } = await make();
      const before = person(anna, 'anna');
      await users.register(before, []);
      const leaving = { ...before, leavingUntil: early, version: 2 };
      await leavers.leave(before, leaving, [someEvent()]);
      expect(await users.find(anna)).toEqual(leaving);
      await expect(leavers.leave(before, leaving, [someEvent()])).rejects.toThrow(ConcurrentChangeError);
      await leavers.comeBack(leaving, { ...before, version: 3 }, [someEvent()]);
      expect(await users.find(anna)).toEqual({ ...before, version: 3 });
      expect(await over(leavers, new Date(late))).toEqual([]);
      expect(await outbox()).toBe(2);
    });

    it('closes the way back of who is leaving, once', async () => {
      const { users, leavers } = await make();
      const before = person(anna, 'anna');
      const leaving = { ...before, leavingUntil: early, version: 2 };
      await users.register(before, []);
      await leavers.leave(before, leaving, []);
      const closed = { ...leaving, beingErased: true, version: 3 };
      await leavers.close(leaving, closed);
      expect(await users.find(anna)).toEqual(closed);
      await expect(leavers.comeBack(leaving, { ...before, version: 3 }, [])).rejects.toThrow(
        ConcurrentChangeError,
      );
      await expect(leavers.close(leaving, closed)).rejects.toThrow(ConcurrentChangeError);
    });

    it('lists whose time is over, until they are removed', async () => {
      const { users, leavers } = await make();
      for (const [id, handle, leavingUntil] of [
        [anna, 'anna', late],
        [ben, 'ben', early],
      ] as const) {
        const before = person(id, handle);
        await users.register(before, []);
        await leavers.leave(before, { ...before, leavingUntil, version: 2 }, []);
      }
      expect(await over(leavers, new Date(early))).toEqual([]);
      expect(await over(leavers, new Date(late))).toEqual([ben]);
      const after = new Date(Date.parse(late) + 1);
      for await (const leaving of leavers.listOver(new Date(late)))
        expect(leaving).toEqual({ userId: ben, leavingUntil: early });
      expect(await over(leavers, after)).toEqual([ben, anna]);
      await users.remove({ ...person(ben, 'ben'), leavingUntil: early, version: 2 }, []);
      expect(await over(leavers, after)).toEqual([anna]);
    });

    it('lists all of them, however many wait', async () => {
      const { users, leavers } = await make();
      const ids = Array.from({ length: 101 }, (_, index) => numbered(index));
      for (const [index, id] of ids.entries()) {
        const before = person(id, `person-${index}`);
        await users.register(before, []);
        await leavers.leave(before, { ...before, leavingUntil: early, version: 2 }, []);
      }
      expect((await over(leavers, new Date(late))).sort()).toEqual(ids);
    });

    it('are not among those who stay', async () => {
      const { users, leavers } = await make();
      const before = person(anna, 'anna');
      await users.register(before, []);
      await users.register(person(ben, 'ben'), []);
      await leavers.leave(before, { ...before, leavingUntil: early, version: 2 }, []);
      expect((await users.listIds(undefined)).items).toEqual([ben]);
    });
  });
}
