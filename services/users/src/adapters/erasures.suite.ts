import { ConcurrentChangeError } from '../errors.ts';
import { anna, ben } from '../people.fixture.ts';
import type { ErasureRepository } from '../ports.ts';

const [first, second] = ['2026-12-05T12:00:00.000Z', '2026-12-06T12:00:00.000Z'];
const leaving = { userId: anna, leavingUntil: first };
const again = { userId: anna, leavingUntil: second };

/** What every ErasureRepository does. */
export function describeErasures(name: string, make: () => Promise<ErasureRepository>) {
  describe(name, () => {
    it('keeps what a leaving waits for, the last of it, and what was confirmed, each once', async () => {
      const erasures = await make();
      await erasures.begin(leaving);
      await erasures.await(leaving, { token: 'a', awaits: 'return' });
      const waiting = { ...leaving, confirmed: [], token: 'b', awaits: 'confirmations' };
      expect(await erasures.await(leaving, { token: 'b', awaits: 'confirmations' })).toEqual(waiting);
      await erasures.noteDeletion(anna, 7);
      await erasures.confirm(anna, 'PhotosErased');
      await erasures.confirm(anna, 'PhotosErased');
      const known = { ...waiting, deletedVersion: 7, confirmed: ['AnswersErased', 'PhotosErased'] };
      expect(await erasures.confirm(anna, 'AnswersErased')).toEqual(known);
      await erasures.begin(leaving);
      expect(await erasures.find(anna)).toEqual(known);
    });

    it('keeps nothing of whom nobody waits for', async () => {
      const erasures = await make();
      expect(await erasures.confirm(ben, 'PhotosErased')).toBeUndefined();
      await erasures.noteDeletion(ben, 7);
      await erasures.end({ ...leaving, userId: ben });
      expect(await erasures.find(ben)).toBeUndefined();
      await erasures.begin(leaving);
      await erasures.end(leaving);
      expect(await erasures.confirm(anna, 'PhotosErased')).toBeUndefined();
      expect(await erasures.find(anna)).toBeUndefined();
    });

    it('leaves a later leaving alone', async () => {
      const erasures = await make();
      await erasures.begin(leaving);
      await erasures.begin(again);
      await expect(erasures.begin(leaving)).rejects.toThrow(ConcurrentChangeError);
      const awaited = { token: 'a', awaits: 'return' } as const;
      await expect(erasures.await(leaving, awaited)).rejects.toThrow(ConcurrentChangeError);
      await erasures.end(leaving);
      expect(await erasures.await(again, awaited)).toEqual({ ...again, ...awaited, confirmed: [] });
    });
  });
}
