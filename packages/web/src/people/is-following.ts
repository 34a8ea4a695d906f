import type { Page } from '../api/client.ts';
import type { Person, Profile } from '../api/users.ts';

type ListPeople = (
  handle: string,
  query: { cursor?: string | undefined; limit: number },
) => Promise<Page<Person>>;

interface Lists {
  listFollowers: ListPeople;
  listFollowing: ListPeople;
}

const pageSize = 50;

async function contains(list: ListPeople, of: string, id: string): Promise<boolean> {
  let cursor: string | undefined;
  do {
    const page = await list(of, { cursor, limit: pageSize });
    if (page.items.some((person) => person.id === id)) return true;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return false;
}

/** Whether one person follows another. The profile does not say, so the shorter of the two lists is searched. */
export function isFollowing(me: Profile, other: Profile, lists: Lists): Promise<boolean> {
  return me.followingCount < other.followerCount
    ? contains(lists.listFollowing, me.handle, other.id)
    : contains(lists.listFollowers, other.handle, me.id);
}
