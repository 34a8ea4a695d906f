import { anna, ben, carla, mediaId } from '../notices.fixture.ts';
import type { PersonRepository } from '../ports.ts';

const address = (email: string, version: number) => ({ userId: anna, email, version });
const name = (displayName: string, version: number) => ({
  userId: anna,
  handle: 'anna',
  displayName,
  version,
});

/** What every PersonRepository does. */
export function describePeople(suite: string, make: () => Promise<PersonRepository>) {
  describe(suite, () => {
    it('knows nobody at first', async () => {
      expect(await (await make()).find(anna)).toBeUndefined();
    });

    it.each([
      ['name first', ['name', 'address']],
      ['address first', ['address', 'name']],
    ])('puts name and address together, %s', async (_, order) => {
      const people = await make();
      for (const part of order) {
        if (part === 'name') await people.rememberName(name('Anna', 1));
        else await people.rememberAddress(address('anna@example.com', 1));
      }
      expect(await people.find(anna)).toEqual({
        userId: anna,
        handle: 'anna',
        displayName: 'Anna',
        email: 'anna@example.com',
      });
    });

    it('keeps the newest name whatever the order', async () => {
      const people = await make();
      await people.rememberName(name('Newest', 3));
      await people.rememberName(name('Older', 2));
      await people.rememberName(name('Same version', 3));
      expect((await people.find(anna))?.displayName).toBe('Newest');
    });

    it('keeps the picture that came with the newest name, or that there is none any more', async () => {
      const people = await make();
      const avatar = { mediaId, url: '/renditions/f/w160.webp' };
      await people.rememberName({ ...name('Anna', 3), avatar });
      await people.rememberName(name('Older', 2));
      expect(await people.find(anna)).toMatchObject({ avatar });
      await people.rememberName(name('Anna', 4));
      await people.rememberName({ ...name('Older', 3), avatar });
      expect(await people.find(anna)).not.toHaveProperty('avatar');
    });

    it('finds many at once, those who are known, named once or twice', async () => {
      const people = await make();
      await people.rememberName(name('Anna', 1));
      await people.rememberName({ ...name('Ben', 1), userId: ben });
      const named = async (userIds: string[]) =>
        [...(await people.findMany(userIds))].map(([id, { displayName }]) => [id, displayName]).sort();
      expect(await named([anna, ben, anna, carla])).toEqual(
        [
          [anna, 'Anna'],
          [ben, 'Ben'],
        ].sort(),
      );
      expect([await named([]), await named([carla]), await named([ben])]).toEqual([[], [], [[ben, 'Ben']]]);
    });

    it('keeps what is chosen for a channel, and leaves the other', async () => {
      const people = await make();
      await people.choose(anna, {});
      expect(await people.find(anna)).toBeUndefined();
      await people.choose(anna, { mailsOff: ['liked'], appOff: ['commented'] });
      await people.choose(anna, { appOff: [] });
      expect(await people.find(anna)).toEqual({ userId: anna, mailsOff: ['liked'], appOff: [] });
    });

    it('keeps the newest address whatever the order, and whatever the version of the name', async () => {
      const people = await make();
      await people.rememberName(name('Anna', 9));
      await people.rememberAddress(address('new@example.com', 2));
      await people.rememberAddress(address('old@example.com', 1));
      await people.rememberAddress(address('same@example.com', 2));
      expect(await people.find(anna)).toMatchObject({ email: 'new@example.com', displayName: 'Anna' });
    });

    it('knows of somebody who is gone only that, whatever comes late', async () => {
      const people = await make();
      await people.rememberName(name('Anna', 1));
      await people.rememberAddress(address('anna@example.com', 1));
      for (let i = 0; i < 2; i += 1) await people.forget(anna, new Date());
      await people.rememberName(name('Anna', 9));
      await people.rememberAddress(address('anna@example.com', 9));
      await people.choose(anna, { mailsOff: ['liked'] });
      expect(await people.keepMailKey(anna, 'first')).toBe('first');
      expect(await people.find(anna)).toEqual({ userId: anna, gone: true });
    });

    it('keeps the newest word on whether somebody is leaving, in whatever order and however often it is told', async () => {
      const people = await make();
      const left = { userId: anna, leavingUntil: '2026-12-05T12:00:00.000Z', version: 3 };
      const returned = { userId: anna, version: 4 };
      await people.noteLeaving(left);
      await people.rememberName(name('Anna', 1));
      await people.noteLeaving(left);
      expect(await people.find(anna)).toMatchObject({
        displayName: 'Anna',
        leavingUntil: left.leavingUntil,
      });
      for (const told of [returned, returned, left]) await people.noteLeaving(told);
      expect(await people.find(anna)).toEqual({ userId: anna, handle: 'anna', displayName: 'Anna' });
      await people.forget(anna, new Date());
      await people.noteLeaving({ ...left, version: 9 });
      expect(await people.find(anna)).toEqual({ userId: anna, gone: true });
    });

    it('keeps what somebody chose, and the first key, beside name and address', async () => {
      const people = await make();
      expect(await people.keepMailKey(anna, 'first')).toBe('first');
      expect(await people.keepMailKey(anna, 'second')).toBe('first');
      await people.choose(anna, { mailsOff: ['liked', 'commented'] });
      await people.choose(anna, { mailsOff: ['liked'] });
      await people.rememberAddress(address('anna@example.com', 1));
      expect(await people.find(anna)).toMatchObject({
        email: 'anna@example.com',
        mailsOff: ['liked'],
        mailKey: 'first',
      });
      await people.choose(anna, { mailsOff: [] });
      expect((await people.find(anna))?.mailsOff).toEqual([]);
    });
  });
}
