import { createEvent, type DomainEvent } from '@shutterbus/contracts/event';
import { UserRegistered } from '@shutterbus/contracts/events/users';
import { ulid } from 'ulid';
import { ConcurrentChangeError } from '../errors.ts';
import { anna, ben, carla, noon, person, trace } from '../people.fixture.ts';
import type { UserRepository } from '../ports.ts';

export const someEvent = (): DomainEvent =>
  createEvent(UserRegistered, {
    eventId: ulid(),
    occurredAt: noon,
    aggregateId: anna,
    aggregateVersion: 1,
    trace,
    data: UserRegistered.example,
  });

/** What every UserRepository does. `outbox` tells how many events are in it. */
export function describeUsers(
  name: string,
  make: () => Promise<{ users: UserRepository; outbox: () => Promise<number> }>,
) {
  describe(name, () => {
    it('registers a person, who is found by id and by handle', async () => {
      const { users, outbox } = await make();
      expect(await users.isHandleTaken('anna')).toBe(false);
      expect(await users.register(person(anna, 'anna'), [someEvent()])).toBe('registered');
      expect(await users.find(anna)).toEqual(person(anna, 'anna'));
      expect(await users.findByHandle('anna')).toEqual(person(anna, 'anna'));
      expect(await users.isHandleTaken('anna')).toBe(true);
      expect(await outbox()).toBe(1);
    });

    it('changes nothing and tells nothing when the person is registered already, whatever the handle', async () => {
      const { users, outbox } = await make();
      await users.register(person(anna, 'anna'), [someEvent()]);
      expect(await users.register(person(anna, 'anna'), [someEvent()])).toBe('known');
      expect(await users.register(person(anna, 'other'), [someEvent()])).toBe('known');
      expect(await users.isHandleTaken('other')).toBe(false);
      expect(await outbox()).toBe(1);
    });

    it('gives a handle to one person only, and then leaves no profile behind', async () => {
      const { users, outbox } = await make();
      await users.register(person(anna, 'anna'), [someEvent()]);
      expect(await users.register(person(ben, 'anna'), [someEvent()])).toBe('handle-taken');
      expect(await users.find(ben)).toBeUndefined();
      expect(await outbox()).toBe(1);
    });

    it('keeps a picture, and takes it away again', async () => {
      const { users } = await make();
      const before = person(anna, 'anna');
      await users.register(before, []);
      const avatar = { mediaId: '01KAJ7Q2M8Z4X6T0V5R3N1B9CD', url: '/renditions/x/w160.webp' };
      const shown = { ...before, avatar, avatarVersion: 1, version: 2 };
      await users.update(before, shown, []);
      expect(await users.find(anna)).toEqual(shown);
      const none = { ...before, avatarVersion: 2, version: 3 };
      await users.update(shown, none, []);
      expect(await users.find(anna)).toEqual(none);
    });

    it('updates name, description and version of an unchanged profile only', async () => {
      const { users, outbox } = await make();
      const before = person(anna, 'anna');
      await users.register(before, []);
      const after = { ...before, displayName: 'Anna L', bio: 'Light.', version: 2 };
      await users.update(before, after, [someEvent()]);
      expect(await users.find(anna)).toEqual(after);
      await expect(users.update(before, after, [someEvent()])).rejects.toThrow(ConcurrentChangeError);
      expect(await outbox()).toBe(1);
    });

    it('finds many, without those who are not there', async () => {
      const { users } = await make();
      await users.register(person(anna, 'anna'), []);
      await users.register(person(ben, 'ben'), []);
      const found = await users.findMany([ben, carla, anna, ben]);
      expect(found.map(({ handle }) => handle).sort()).toEqual(['anna', 'ben']);
      expect(await users.findMany([])).toEqual([]);
    });

    it('changes the handle of an unchanged profile, and holds the one before for that person', async () => {
      const { users, outbox } = await make();
      const before = person(anna, 'anna');
      await users.register(before, []);
      await users.register(person(ben, 'ben'), []);
      const after = { ...before, handle: 'anna-l', handleChangedAt: noon, version: 2 };
      expect(await users.changeHandle(before, { ...after, handle: 'ben' }, [someEvent()])).toBe(
        'handle-taken',
      );
      expect(await users.changeHandle(before, after, [someEvent()])).toBe('changed');
      expect(await users.find(anna)).toEqual(after);
      expect(await users.findByHandle('anna-l')).toEqual(after);
      expect(await users.findByHandle('anna')).toBeUndefined();
      expect(await users.isHandleTaken('anna')).toBe(true);
      expect(await users.register(person(carla, 'anna'), [someEvent()])).toBe('handle-taken');
      await expect(users.changeHandle(before, { ...after, handle: 'other' }, [])).rejects.toThrow(
        ConcurrentChangeError,
      );
      const back = { ...after, handle: 'anna', version: 3 };
      expect(await users.changeHandle(after, back, [someEvent()])).toBe('changed');
      expect(await users.findByHandle('anna')).toEqual(back);
      expect(await outbox()).toBe(2);
    });

    it('lists the ids of everybody', async () => {
      const { users } = await make();
      for (const [id, handle] of [
        [anna, 'anna'],
        [ben, 'ben'],
      ] as const)
        await users.register(person(id, handle), [someEvent()]);
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await users.listIds(cursor);
        found.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      expect(found.sort()).toEqual([anna, ben].sort());
    });

    it('removes an unchanged profile with its handle, which nobody gets then', async () => {
      const { users, outbox } = await make();
      const user = person(anna, 'anna');
      await users.register(user, []);
      await expect(users.remove({ ...user, version: 2 }, [someEvent()])).rejects.toThrow(
        ConcurrentChangeError,
      );
      await users.remove(user, [someEvent()]);
      expect(await users.find(anna)).toBeUndefined();
      expect(await users.findByHandle('anna')).toBeUndefined();
      expect(await users.register(person(ben, 'anna'), [])).toBe('handle-taken');
      await expect(users.remove(user, [someEvent()])).rejects.toThrow(ConcurrentChangeError);
      expect(await outbox()).toBe(1);
    });
  });
}
