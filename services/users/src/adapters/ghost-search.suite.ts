import { anna, ben, noon, numbered } from '../people.fixture.ts';
import type { GhostSearch } from '../ports.ts';

const later = '2026-11-21T13:00:00.000Z';

/** What every GhostSearch does. */
export function describeGhostSearch(name: string, make: () => Promise<GhostSearch>) {
  describe(name, () => {
    it('keeps how far the lap has come', async () => {
      const search = await make();
      expect(await search.lap()).toBeUndefined();
      const lap = { startedAt: noon, looked: 250, missing: 3 };
      await search.saveLap({ ...lap, after: 'here' });
      expect(await search.lap()).toEqual({ ...lap, after: 'here' });
      await search.saveLap(lap);
      expect(await search.lap()).toEqual(lap);
      expect(await search.suspects()).toEqual([]);
      for (let i = 0; i < 2; i += 1) await search.dropLap();
      expect(await search.lap()).toBeUndefined();
    });

    it('keeps who was missed, and when first, until they are cleared', async () => {
      const search = await make();
      await search.note({ userId: anna, missedAt: noon, lapStartedAt: noon });
      await search.note({ userId: anna, missedAt: later, lapStartedAt: later });
      await search.note({ userId: ben, missedAt: later });
      await search.clear(ben);
      await search.clear(ben);
      expect(await search.suspects()).toEqual([{ userId: anna, missedAt: noon, lapStartedAt: later }]);
    });

    it('names all who were missed, however many', async () => {
      const search = await make();
      const ids = Array.from({ length: 101 }, (_, index) => numbered(index));
      for (const userId of ids) await search.note({ userId, missedAt: noon });
      expect((await search.suspects()).map(({ userId }) => userId).sort()).toEqual(ids);
    });
  });
}
