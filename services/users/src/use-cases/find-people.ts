import type { Person } from '@shutterbus/contracts/routes/users';
import { beginningLength, findableBy, lookedFor } from '../findable-by.ts';
import type { Page, PageRequest, PeopleFinder, UserRepository } from '../ports.ts';
import { isShown, personOf } from '../user.ts';

interface Dependencies {
  finder: PeopleFinder;
  users: Pick<UserRepository, 'findMany'>;
}

/**
 * People by the beginning of handle or name. Each is shown where they stand first, under the names that they have now, so a
 * page can be shorter than asked, and another one follow.
 */
export function makeFindPeople({ finder, users }: Dependencies) {
  return async ({ begins, ...page }: PageRequest & { begins: string }): Promise<Page<Person>> => {
    const beginning = lookedFor(begins);
    if ([...beginning].length < beginningLength) return { items: [] };
    const { items: found, nextCursor } = await finder.entriesFrom(beginning, page);
    const people = await users.findMany(found.map(({ userId }) => userId));
    const byId = new Map(people.filter(isShown).map((user) => [user.id, user]));
    const items = found.flatMap(({ userId, entry }) => {
      const user = byId.get(userId);
      const [first] = user ? findableBy(user).filter((one) => one.startsWith(beginning)) : [];
      return user && first === entry ? [personOf(user)] : [];
    });
    return { items, nextCursor };
  };
}
