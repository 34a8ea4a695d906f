import { ConcurrentChangeError } from '../errors.ts';
import { anna, ben, person } from '../people.fixture.ts';
import type { LeaverRepository, UserRepository } from '../ports.ts';
import { someEvent } from './users.suite.ts';

const [early, late] = ['2026-12-05T12:00:00.000Z', '2026-12-06T12:00:00.000Z'];

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
      expect(await leavers.listOver(new Date(late))).toEqual([]);
      expect(await outbox()).toBe(2);
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
      expect(await leavers.listOver(new Date(early))).toEqual([]);
      expect(await leavers.listOver(new Date(late))).toEqual([ben]);
      const after = new Date(Date.parse(late) + 1);
      expect(await leavers.listOver(after)).toEqual([ben, anna]);
      await users.remove({ ...person(ben, 'ben'), leavingUntil: early, version: 2 }, []);
      expect(await leavers.listOver(after)).toEqual([anna]);
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
