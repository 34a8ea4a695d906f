import type { FollowRepository } from '../ports.ts';
import { anna, ben } from '../test-world.ts';

const carla = '77a3c9d0-1b2c-4d3e-8f40-5a6b7c8d9e33';
const change = (followerId: string, active: boolean, version: number, followeeId = anna) => ({
  followerId,
  followeeId,
  active,
  version,
});

/** What every FollowRepository does. */
export function behavesAsFollows(make: () => Promise<FollowRepository>): void {
  it('lists who follows now, and tells whom somebody follows', async () => {
    const follows = await make();
    for (const told of [
      change(ben, true, 1),
      change(carla, true, 1),
      change(carla, false, 2),
      change(ben, true, 1, carla),
    ])
      await follows.rememberFollow(told);
    expect((await follows.listFollowers(anna, { limit: 10 })).items).toEqual([ben]);
    expect(await follows.followedAmong(ben, [anna, carla, carla, ben])).toEqual(new Set([anna, carla]));
    expect(await follows.followedAmong(carla, [anna])).toEqual(new Set());
    expect(await follows.followedAmong(ben, [])).toEqual(new Set());
  });

  it('lets an older change, or the same again, change nothing, and says what is known', async () => {
    const follows = await make();
    expect(await follows.rememberFollow(change(ben, false, 2))).toBe(false);
    expect(await follows.rememberFollow(change(ben, true, 1))).toBe(false);
    expect(await follows.rememberFollow(change(ben, true, 3))).toBe(true);
    expect(await follows.rememberFollow(change(ben, false, 2))).toBe(true);
    expect(await follows.rememberFollow(change(ben, true, 3))).toBe(true);
    expect((await follows.listFollowers(anna, { limit: 10 })).items).toEqual([ben]);
  });

  it('removes all pairs of a person on either side, their versions too, in calls that end, and nobody else’s', async () => {
    const follows = await make();
    const crowd = Array.from({ length: 30 }, (_, n) => `5d1b1a52-3f0e-4c41-8a35-6b0f2f0f9e${n + 10}`);
    for (const id of crowd)
      for (const told of [change(id, true, 1, carla), change(carla, id !== ben, 2, id)])
        await follows.rememberFollow(told);
    await follows.rememberFollow(change(ben, true, 1));
    let calls = 0;
    while (await follows.removeSome(carla)) calls += 1;
    expect(calls).toBeLessThan(5);
    expect((await follows.listFollowers(carla, { limit: 50 })).items).toEqual([]);
    expect(await follows.followedAmong(carla, crowd)).toEqual(new Set());
    expect(await follows.rememberFollow(change(carla, true, 1, ben))).toBe(true);
    expect((await follows.listFollowers(anna, { limit: 50 })).items).toEqual([ben]);
    for (let i = 0; i < 2; i += 1) await follows.removePair(change(ben, true, 1));
    expect((await follows.listFollowers(anna, { limit: 50 })).items).toEqual([]);
  });

  it('gives the rest of a crowd in ranges, each follower in one of them, and that of a few as one', async () => {
    const follows = await make();
    const ids = [...'00123456789abcdef'].map(
      (digit, n) => `${digit}d1b1a52-3f0e-4c41-8a35-6b0f2f0f9e${n + 10}`,
    );
    for (const id of ids) await follows.rememberFollow(change(id, true, 1));
    const { items, nextCursor = '' } = await follows.listFollowers(anna, { limit: 1 });
    const ranges = follows.rangesAfter(nextCursor);
    expect(ranges).toHaveLength(16);
    const pages = await Promise.all(
      ranges.map((range) => follows.listFollowers(anna, { limit: 10, ...range })),
    );
    expect(pages.map((page) => page.items.length)).toEqual(ranges.map(() => 1));
    expect([...items, ...pages.flatMap((page) => page.items)].sort()).toEqual(ids.sort());
    const { nextCursor: late = '' } = await follows.listFollowers(anna, { limit: 5 });
    expect(follows.rangesAfter(late)).toHaveLength(1);
  });

  it('gives all of many, page by page', async () => {
    const follows = await make();
    const ids = Array.from({ length: 25 }, (_, n) => `5d1b1a52-3f0e-4c41-8a35-6b0f2f0f9e${n + 10}`);
    for (const id of ids) await follows.rememberFollow(change(id, true, 1));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await follows.listFollowers(anna, { limit: 10, cursor });
      seen.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(seen.sort()).toEqual(ids);
  });
}
