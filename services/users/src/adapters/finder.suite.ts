import { findableBy } from '../findable-by.ts';
import { anna, ben, person } from '../people.fixture.ts';
import type { PeopleFinder, UserRepository } from '../ports.ts';

/** What every PeopleFinder does, over the people whom a UserRepository writes. */
export function describeFinder(
  name: string,
  make: () => Promise<{ users: UserRepository; finder: PeopleFinder }>,
) {
  const entries = async (finder: PeopleFinder, beginning: string) =>
    (await finder.entriesFrom(beginning, { limit: 10 })).items.map(({ entry }) => entry);
  const called = (id: string, handle: string, displayName: string) => ({
    ...person(id, handle),
    displayName,
    findableBy: findableBy({ handle, displayName }),
  });

  describe(name, () => {
    it('finds whoever is registered, by all that they are found by, in order', async () => {
      const { users, finder } = await make();
      await users.register(called(ben, 'ben', 'Anton'), []);
      await users.register(called(anna, 'anna', 'Anna Bendt'), []);
      expect(await entries(finder, 'an')).toEqual(['anna', 'anna bendt', 'anton']);
      expect(await entries(finder, 'ben')).toEqual(['ben', 'bendt']);
      expect(await entries(finder, 'bena')).toEqual([]);
    });

    it('follows a change, and leaves nothing of what was before', async () => {
      const { users, finder } = await make();
      const before = called(anna, 'anna', 'Anna Bendt');
      await users.register(before, []);
      const after = { ...called(anna, 'anna', 'Anna Carlson'), version: 2 };
      await users.update(before, after, []);
      expect(await entries(finder, 'be')).toEqual([]);
      expect(await entries(finder, 'ca')).toEqual(['carlson']);
      expect(await users.find(anna)).toEqual(after);
      await expect(users.update(before, called(anna, 'anna', 'Anna Dahl'), [])).rejects.toMatchObject({
        code: 'changed-meanwhile',
      });
      expect(await entries(finder, 'da')).toEqual([]);
    });

    it('finds nobody who was removed', async () => {
      const { users, finder } = await make();
      const user = called(anna, 'anna', 'Anna Bendt');
      await users.register(user, []);
      await users.remove(user, []);
      for (const beginning of ['an', 'be']) expect(await entries(finder, beginning)).toEqual([]);
    });

    it('finds a person of the release before once their entries are written', async () => {
      const { users, finder } = await make();
      const { findableBy: _, ...before } = called(anna, 'anna', 'Anna');
      await users.register(before, []);
      expect(await entries(finder, 'an')).toEqual([]);
      expect(await users.find(anna)).toEqual(before);
      await users.update(before, { ...before, findableBy: ['anna'] }, []);
      expect(await entries(finder, 'an')).toEqual(['anna']);
    });

    it('gives all of many, page by page', async () => {
      const { users, finder } = await make();
      for (let number = 10; number < 22; number += 1)
        await users.register(
          called(`5d1b1a52-3f0e-4c41-8a35-6b0f2f0f9e${number}`, `anna-${number}`, 'An'),
          [],
        );
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await finder.entriesFrom('anna', { limit: 5, cursor });
        seen.push(...page.items.map(({ entry }) => entry));
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      expect(seen).toEqual(Array.from({ length: 12 }, (_, number) => `anna-${number + 10}`));
    });
  });
}
