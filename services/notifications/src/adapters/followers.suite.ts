import { anna, ben, carla, noon } from '../notices.fixture.ts';
import type { FollowerRepository, KnownPair } from '../ports.ts';

const change = (followerId: string, active: boolean, version: number, occurredAt = noon) => ({
  followerId,
  followeeId: anna,
  active,
  version,
  occurredAt,
});
const later = '2026-11-21T13:00:00.000Z';

/** What every FollowerRepository does. */
export function describeFollowers(name: string, make: () => Promise<FollowerRepository>) {
  describe(name, () => {
    it('lists those who follow now', async () => {
      const followers = await make();
      await followers.remember(change(ben, true, 1));
      await followers.remember(change(carla, true, 1));
      await followers.remember(change(carla, false, 2));
      expect(await followers.list(anna, { limit: 10 })).toEqual({ items: [ben], nextCursor: undefined });
      expect((await followers.list(ben, { limit: 10 })).items).toEqual([]);
    });

    it('lets an older change, or the same again, change nothing, and says what is known', async () => {
      const followers = await make();
      await followers.remember(change(ben, false, 2));
      expect(await followers.remember(change(ben, true, 1))).toMatchObject({ active: false, version: 2 });
      await followers.remember(change(ben, true, 3));
      expect(await followers.remember(change(ben, true, 3, later))).toMatchObject({
        active: true,
        version: 3,
      });
      await followers.remember(change(ben, false, 3));
      expect((await followers.list(anna, { limit: 10 })).items).toEqual([ben]);
    });

    it('finds pairs of a person on either side, ended ones too, and removes them with their versions', async () => {
      const followers = await make();
      await followers.remember(change(ben, true, 1));
      await followers.remember({ ...change(anna, false, 2), followeeId: carla });
      await followers.remember({ ...change(ben, true, 1), followeeId: carla });
      const pairsOf = async (userId: string, limit = 10) => {
        const pages: KnownPair[][] = [];
        let cursor: string | undefined;
        do {
          const page = await followers.pairsOf(userId, { limit, cursor });
          pages.push(page.items);
          cursor = page.nextCursor;
        } while (cursor !== undefined);
        expect(pages.pop()).toEqual([]);
        return pages.flat();
      };
      const found = await pairsOf(anna);
      const told = found.map(({ followerId, followeeId, firstFollowedAt }) => [
        ...[followerId, followeeId],
        firstFollowedAt,
      ]);
      expect(told.sort()).toEqual([
        [anna, carla, undefined],
        [ben, anna, noon],
      ]);
      expect(await pairsOf(ben, 1)).toHaveLength(2);
      for (let i = 0; i < 2; i += 1) await followers.remove(found);
      expect(await pairsOf(anna)).toEqual([]);
      expect(await pairsOf(ben)).toHaveLength(1);
      expect(await followers.remember(change(ben, true, 1))).toMatchObject({ active: true });
    });

    it('remembers when somebody followed first', async () => {
      const followers = await make();
      await followers.remember(change(ben, true, 1));
      await followers.remember(change(ben, false, 2, later));
      expect(await followers.remember(change(ben, true, 3, later))).toMatchObject({ firstFollowedAt: noon });
    });

    it('lists some who follow now and did so before a time', async () => {
      const followers = await make();
      await followers.remember(change(ben, true, 1));
      await followers.remember(change(carla, true, 1, later));
      expect(await followers.listSince(anna, later, 9)).toEqual([ben]);
      expect(await followers.listSince(anna, '2026-11-21T14:00:00.000Z', 9)).toHaveLength(2);
      expect(await followers.listSince(anna, '2026-11-21T14:00:00.000Z', 1)).toHaveLength(1);
      await followers.remember(change(ben, false, 2, later));
      expect(await followers.listSince(anna, later, 9)).toEqual([]);
    });

    it('gives all of many, page by page', async () => {
      const followers = await make();
      const ids = Array.from({ length: 25 }, (_, n) => `5d1b1a52-3f0e-4c41-8a35-6b0f2f0f9e${n + 10}`);
      for (const id of ids) await followers.remember(change(id, true, 1));
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await followers.list(anna, { limit: 10, cursor });
        seen.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      expect(seen.sort()).toEqual(ids);
    });

    it('gives the rest of a crowd in ranges, each follower in one of them', async () => {
      const followers = await make();
      const ids = [...'00123456789abcdef'].map(
        (digit, n) => `${digit}d1b1a52-3f0e-4c41-8a35-6b0f2f0f9e${n + 10}`,
      );
      for (const id of ids) await followers.remember(change(id, true, 1));
      const { items, nextCursor = '' } = await followers.list(anna, { limit: 1 });
      const ranges = followers.rangesAfter(nextCursor);
      expect(ranges).toHaveLength(16);
      const pages = await Promise.all(ranges.map((range) => followers.list(anna, { limit: 10, ...range })));
      expect(pages.map((page) => page.items.length)).toEqual(ranges.map(() => 1));
      expect([...items, ...pages.flatMap((page) => page.items)].sort()).toEqual(ids.sort());
    });

    it('gives the rest of a few as one range', async () => {
      const followers = await make();
      for (const id of [ben, carla]) await followers.remember(change(id, true, 1));
      const { nextCursor = '' } = await followers.list(anna, { limit: 1 });
      const [rest, ...others] = followers.rangesAfter(nextCursor);
      expect(others).toEqual([]);
      expect((await followers.list(anna, { limit: 9, ...rest })).items).toEqual([carla]);
    });
  });
}
