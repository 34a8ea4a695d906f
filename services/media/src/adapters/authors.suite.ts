import type { AuthorRepository } from '../ports.ts';
import { anna, ben } from '../test-world.ts';

const author = { userId: anna, handle: 'anna', displayName: 'Anna', version: 2 };

/** What every AuthorRepository does. */
export function behavesAsAuthors(make: () => Promise<AuthorRepository>): void {
  it('finds people by id and by handle', async () => {
    const authors = await make();
    expect(await authors.findMany([])).toEqual([]);
    expect(await authors.findMany([anna, ben])).toEqual([]);
    await authors.remember(author);
    expect(await authors.findMany([anna, ben])).toEqual([author]);
    expect(await authors.findByHandle('anna')).toEqual(author);
    expect(await authors.findByHandle('ben')).toBeUndefined();
  });

  it('keeps the newest name in whatever order and however often they are told', async () => {
    const authors = await make();
    const newer = { ...author, displayName: 'Anna L.', version: 3 };
    for (const told of [author, newer, author, newer]) await authors.remember(told);
    expect(await authors.findMany([anna])).toEqual([newer]);
  });
}
