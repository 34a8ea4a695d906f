import type { Person } from '@shutterbus/contracts/routes/users';
import { UserNotFoundError } from './errors.ts';
import type { Page, PageRequest, UserRepository } from './ports.ts';
import { isShown, personOf } from './user.ts';

/**
 * A page of the people around one person, in the order in which `list` gives their ids. Somebody who is
 * leaving or gone is left out, so a page may be shorter than asked.
 * @throws UserNotFoundError
 */
export async function listPeople(
  users: UserRepository,
  { handle, page }: { handle: string; page: PageRequest },
  list: (userId: string, page: PageRequest) => Promise<Page<string>>,
): Promise<Page<Person>> {
  const centre = await users.findByHandle(handle);
  if (!isShown(centre)) throw new UserNotFoundError();
  const { items: ids, nextCursor } = await list(centre.id, page);
  const shown = (await users.findMany(ids)).filter(isShown);
  const found = new Map(shown.map((user) => [user.id, personOf(user)]));
  return { items: ids.flatMap((id) => found.get(id) ?? []), nextCursor };
}
