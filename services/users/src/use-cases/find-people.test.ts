import { memoryFinder } from '../adapters/memory-finder.ts';
import { memoryUsers } from '../adapters/memory-users.ts';
import { findableBy } from '../findable-by.ts';
import { anna, ben, carla, countingIds, noon, numbered, person, trace } from '../people.fixture.ts';
import { makeFindPeople } from './find-people.ts';
import { makeUpdateMe } from './update-me.ts';

const named = (id: string, handle: string, displayName: string) => {
  const names = { handle, displayName };
  return { ...person(id, handle), ...names, findableBy: findableBy(names) };
};

async function setUp() {
  const users = memoryUsers();
  await users.register(named(anna, 'anna-l', 'Anna Lindqvist'), []);
  await users.register(named(ben, 'ben', 'Ánna Berg'), []);
  await users.register(named(carla, 'carla', 'Carla'), []);
  const findPeople = makeFindPeople({ users, finder: memoryFinder(users) });
  const handles = async (begins: string, limit = 20) =>
    (await findPeople({ begins, limit })).items.map(({ handle }) => handle);
  return { users, findPeople, handles };
}

describe('findPeople', () => {
  it('finds by the beginning of handle, name and further names, whatever the case and the accents', async () => {
    const { handles } = await setUp();
    expect(await handles('an')).toEqual(['ben', 'anna-l']);
    expect(await handles('ANNÁ')).toEqual(['ben', 'anna-l']);
    expect(await handles('anna b')).toEqual(['ben']);
    expect(await handles('lind')).toEqual(['anna-l']);
    expect(await handles('be')).toEqual(['ben']);
    expect(await handles('nna')).toEqual([]);
    expect(await handles('a\u0301')).toEqual([]);
  });

  it('finds a name that is longer in small letters without accents than an entry is', async () => {
    const { users, handles } = await setUp();
    const name = '\ufdfa'.repeat(50);
    await users.register(named(numbered(1), 'long', name), []);
    expect(await handles(name)).toEqual(['long']);
    expect(await handles('\ufdfa\ufdfa')).toEqual(['long']);
  });

  it('shows each person once, and reaches all, page by page', async () => {
    const { findPeople } = await setUp();
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await findPeople({ begins: 'an', limit: 1, cursor });
      seen.push(...page.items.map(({ handle }) => handle));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual(['ben', 'anna-l']);
  });

  it('follows a change of name', async () => {
    const { users, handles } = await setUp();
    const updateMe = makeUpdateMe({ users, clock: () => new Date(noon), newId: countingIds() });
    await updateMe({ userId: anna, displayName: 'Johanna', trace });
    expect(await handles('joh')).toEqual(['anna-l']);
    expect(await handles('lind')).toEqual([]);
    expect(await handles('anna')).toEqual(['ben', 'anna-l']);
  });

  it('shows nobody under a name that a release before has changed without the entries', async () => {
    const { users, handles } = await setUp();
    const before = await users.find(anna);
    if (!before) throw new Error('Anna is not there');
    await users.update(before, { ...before, displayName: 'Johanna', version: 2 }, []);
    expect(await handles('lind')).toEqual([]);
    expect(await handles('anna')).toEqual(['ben', 'anna-l']);
  });
});
