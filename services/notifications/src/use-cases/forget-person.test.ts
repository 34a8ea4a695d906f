import type { DomainEvent } from '@shutterbus/contracts/event';
import {
  UserDeleted,
  UserFollowed,
  UserRegistered,
  UserUnfollowed,
} from '@shutterbus/contracts/events/users';
import { ulid } from 'ulid';
import { memoryFollowers } from '../adapters/memory-followers.ts';
import { memoryNotices } from '../adapters/memory-notices.ts';
import { memoryPeople } from '../adapters/memory-people.ts';
import { memoryPublications } from '../adapters/memory-publications.ts';
import { anna, arrived, ben, mediaId, noon, notice, trace } from '../notices.fixture.ts';
import { makeNotify } from '../notify.ts';
import { makeAnnounceFollower } from './announce-follower.ts';
import { makeForgetFollower } from './forget-follower.ts';
import { makeForgetPerson } from './forget-person.ts';
import { makeWelcomePerson } from './welcome-person.ts';

function setUp() {
  const people = memoryPeople();
  const notices = memoryNotices(() => new Date(noon));
  const followers = memoryFollowers();
  const publications = memoryPublications();
  const notify = makeNotify({ people, notices, mailQueue: { enqueue: async () => undefined } });
  const welcome = makeWelcomePerson({ people, notify });
  const confirmed: DomainEvent[] = [];
  const outbox = { add: async (events: readonly DomainEvent[]) => void confirmed.push(...events) };
  const forgetPerson = makeForgetPerson({
    ...{ people, notices, followers, publications, outbox },
    clock: () => new Date(noon),
    newId: () => ulid(),
  });
  return {
    confirmed,
    ...{ people, notices, followers, publications, welcome },
    follow: makeAnnounceFollower({ people, followers, notify }),
    unfollow: makeForgetFollower({ people, followers }),
    forget: () => forgetPerson(deleted, { trace }),
  };
}
const deleted = arrived(UserDeleted, { data: { userId: anna }, version: 5 });

describe('forgetPerson', () => {
  it('forgets the name, the address and all notifications of one person', async () => {
    const { people, notices, publications, welcome, forget } = setUp();
    await welcome(arrived(UserRegistered), { trace });
    const photo = { ownerId: anna, mediaId, title: 'First snow', version: 4, publishedAt: noon };
    await publications.remember(photo);
    for (let minute = 10; minute < 50; minute += 1)
      await notices.add(notice(anna, noon.replace('12:00', `12:${minute}`)));
    await notices.add(notice(ben));
    for (let i = 0; i < 2; i += 1) await forget();
    expect(await people.find(anna)).toEqual({ userId: anna, gone: true });
    expect(notices.all()).toEqual([notice(ben)]);
    expect(await publications.find(photo)).toBeUndefined();
  });

  it('forgets who follows whom, with what the others were told of it, and learns no more of it', async () => {
    const { notices, followers, follow, unfollow, forget } = setUp();
    const carla = '77a3c9d0-1b2c-4d3e-8f40-5a6b7c8d9e33';
    const pair = (followerId: string, followeeId: string) => ({
      data: { ...UserFollowed.example, followerId, followeeId },
    });
    for (const one of [pair(anna, ben), pair(carla, anna), pair(carla, ben)])
      await follow(arrived(UserFollowed, one), { trace });
    await unfollow(arrived(UserUnfollowed, { data: { followerId: carla, followeeId: anna }, version: 2 }));
    for (let i = 0; i < 2; i += 1) await forget();
    const told = notices
      .all()
      .map(({ userId, facts }) => [userId, 'followerId' in facts && facts.followerId]);
    expect(told).toEqual([[ben, carla]]);
    await follow(arrived(UserFollowed, { ...pair(anna, ben), version: 3 }), { trace });
    await unfollow(arrived(UserUnfollowed, { data: { followerId: anna, followeeId: ben }, version: 4 }));
    expect((await followers.pairsOf(anna, { limit: 5 })).items).toEqual([]);
    expect(notices.all()).toHaveLength(1);
    expect((await followers.pairsOf(carla, { limit: 5 })).items).toHaveLength(1);
  });

  it('confirms when nothing is left, and once each time that it is asked', async () => {
    const { confirmed, forget } = setUp();
    for (let asked = 1; asked <= 2; asked += 1) {
      await forget();
      expect(confirmed).toHaveLength(asked);
    }
    expect(confirmed[0]).toMatchObject({
      source: 'shutterbus.notifications',
      detailType: 'NoticesErased',
      detail: {
        data: { userId: anna },
        metadata: { aggregateId: anna, aggregateVersion: 5, correlationId: trace.correlationId },
      },
    });
  });

  it.each(['people', 'publications', 'followers', 'notices'] as const)(
    'does not confirm when %s could not be forgotten',
    async (part) => {
      const parts = setUp();
      const busy = () => Promise.reject(new Error('the table is busy'));
      Object.assign(parts[part], { forget: busy, pairsOf: busy, removeSome: busy });
      await expect(parts.forget()).rejects.toThrow('the table is busy');
      expect(parts.confirmed).toEqual([]);
    },
  );

  it('confirms after what a fan-out under way told the person meanwhile', async () => {
    const { notices, followers, confirmed, forget } = setUp();
    const { pairsOf } = followers;
    followers.pairsOf = async (...asked) => {
      await notices.add(notice(anna));
      return pairsOf(...asked);
    };
    await forget();
    expect(notices.all()).toEqual([]);
    expect(confirmed).toHaveLength(1);
  });

  it('learns nothing from a registration that comes late', async () => {
    const { people, notices, welcome, forget } = setUp();
    await forget();
    await welcome(arrived(UserRegistered), { trace });
    expect(await people.find(anna)).toEqual({ userId: anna, gone: true });
    expect(notices.all()).toEqual([]);
  });
});
