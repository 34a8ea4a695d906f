import { ConcurrentChangeError } from '../errors.ts';
import type { Follow } from '../follow.ts';
import { anna, ben, carla, person } from '../people.fixture.ts';
import type { FollowRepository, UserRepository } from '../ports.ts';
import { someEvent } from './users.suite.ts';

const follow = (
  followerId: string,
  followeeId: string,
  minute: number,
  version = 1,
  active = true,
): Follow => ({
  followerId,
  followeeId,
  active,
  changedAt: `2026-11-21T12:0${minute}:00.000Z`,
  version,
});

interface Made {
  users: UserRepository;
  follows: FollowRepository;
  outbox: () => Promise<number>;
}

/** What every FollowRepository does. */
export function describeFollows(name: string, makeEmpty: () => Promise<Made>) {
  const make = async () => {
    const made = await makeEmpty();
    for (const [id, handle] of [
      [anna, 'anna'],
      [ben, 'ben'],
      [carla, 'carla'],
    ] as const)
      await made.users.register(person(id, handle), []);
    return made;
  };
  const counts = async (users: UserRepository, id: string) => {
    const user = await users.find(id);
    return [user?.followerCount, user?.followingCount];
  };

  describe(name, () => {
    it('keeps a pair and moves both counts', async () => {
      const { users, follows, outbox } = await make();
      await follows.save(undefined, follow(ben, anna, 1), [someEvent()]);
      expect(await follows.find({ followerId: ben, followeeId: anna })).toEqual(follow(ben, anna, 1));
      expect(await follows.find({ followerId: anna, followeeId: ben })).toBeUndefined();
      expect(await counts(users, anna)).toEqual([1, 0]);
      expect(await counts(users, ben)).toEqual([0, 1]);
      expect(await outbox()).toBe(1);
    });

    it('writes nothing at all when the pair changed in between', async () => {
      const { users, follows, outbox } = await make();
      await follows.save(undefined, follow(ben, anna, 1), [someEvent()]);
      await expect(follows.save(undefined, follow(ben, anna, 2), [someEvent()])).rejects.toThrow(
        ConcurrentChangeError,
      );
      await expect(
        follows.save(follow(ben, anna, 1, 7), follow(ben, anna, 2, 8, false), [someEvent()]),
      ).rejects.toThrow(ConcurrentChangeError);
      expect(await counts(users, anna)).toEqual([1, 0]);
      expect(await outbox()).toBe(1);
    });

    it('remembers the version of a pair that has ended, and lists it no longer', async () => {
      const { users, follows } = await make();
      await follows.save(undefined, follow(ben, anna, 1), []);
      await follows.save(follow(ben, anna, 1), follow(ben, anna, 2, 2, false), []);
      expect((await follows.find({ followerId: ben, followeeId: anna }))?.version).toBe(2);
      expect((await follows.listFollowers(anna, { limit: 10 })).items).toEqual([]);
      expect(await counts(users, anna)).toEqual([0, 0]);
    });

    it('leaves nothing behind when one of the two is not there', async () => {
      const { follows } = await make();
      const stranger = '99999999-1b2c-4d3e-8f40-5a6b7c8d9e33';
      await expect(follows.save(undefined, follow(ben, stranger, 1), [])).rejects.toThrow(
        ConcurrentChangeError,
      );
      expect(await follows.find({ followerId: ben, followeeId: stranger })).toBeUndefined();
    });

    it('keeps the profile of who still follows or is followed', async () => {
      const { users, follows } = await make();
      await follows.save(undefined, follow(ben, anna, 1), []);
      for (const id of [anna, ben]) {
        const user = await users.find(id);
        if (!user) throw new Error('nobody');
        await expect(users.remove(user, [])).rejects.toThrow(ConcurrentChangeError);
      }
    });

    it('lists both directions, newest first, page by page', async () => {
      const { follows } = await make();
      await follows.save(undefined, follow(ben, anna, 1), []);
      await follows.save(undefined, follow(carla, anna, 2), []);
      await follows.save(undefined, follow(ben, carla, 3), []);
      const first = await follows.listFollowers(anna, { limit: 1 });
      expect(first.items).toEqual([carla]);
      const second = await follows.listFollowers(anna, { limit: 10, cursor: first.nextCursor });
      expect(second).toEqual({ items: [ben], nextCursor: undefined });
      expect((await follows.listFollowing(ben, { limit: 10 })).items).toEqual([carla, anna]);
    });

    it('goes on behind a pair that ended since the page before', async () => {
      const { follows } = await make();
      await follows.save(undefined, follow(ben, anna, 1), []);
      await follows.save(undefined, follow(carla, anna, 2), []);
      const { nextCursor } = await follows.listFollowers(anna, { limit: 1 });
      await follows.save(follow(carla, anna, 2), follow(carla, anna, 3, 2, false), []);
      const second = await follows.listFollowers(anna, { limit: 10, cursor: nextCursor });
      expect(second.items).toEqual([ben]);
    });

    it('refuses a cursor that it did not give out', async () => {
      const { follows } = await make();
      const at = `2026-11-21T10:00:00.${'0'.repeat(1100)}Z`;
      for (const position of [{ id: 'x' }, { id: ben, at }]) {
        const cursor = Buffer.from(JSON.stringify(position)).toString('base64url');
        await expect(follows.listFollowers(anna, { limit: 1, cursor })).rejects.toMatchObject({
          code: 'invalid-cursor',
        });
      }
    });
  });
}
