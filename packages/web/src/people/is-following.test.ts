import type { Person, Profile } from '../api/users.ts';
import { isFollowing } from './is-following.ts';

const person = (name: string): Person => ({ id: `id-${name}`, handle: name, displayName: name });
const profile = (name: string, counts: Partial<Profile> = {}): Profile => ({
  ...person(name),
  bio: '',
  followerCount: 0,
  followingCount: 0,
  createdAt: '2026-11-21T10:00:00.000Z',
  ...counts,
});

/** Two people to a page. */
function lists(followers: Record<string, string[]>, following: Record<string, string[]>) {
  const asked: string[] = [];
  const paged =
    (label: string, book: Record<string, string[]>) =>
    async (of: string, { cursor }: { cursor?: string | undefined }) => {
      asked.push(label);
      const start = Number(cursor ?? 0);
      const names = book[of] ?? [];
      const items = names.slice(start, start + 2).map(person);
      return start + 2 < names.length ? { items, nextCursor: String(start + 2) } : { items };
    };
  return {
    asked,
    listFollowers: paged('followers', followers),
    listFollowing: paged('following', following),
  };
}

describe('isFollowing', () => {
  it('searches all pages of the follower list', async () => {
    const books = lists({ anna: ['x', 'y', 'ben'] }, {});
    const [me, anna] = [profile('ben', { followingCount: 9 }), profile('anna', { followerCount: 3 })];
    expect(await isFollowing(me, anna, books)).toBe(true);
    expect(books.asked).toEqual(['followers', 'followers']);
  });

  it('searches the other list when that is shorter', async () => {
    const books = lists({}, { ben: ['x'] });
    const [me, anna] = [profile('ben', { followingCount: 1 }), profile('anna', { followerCount: 3000 })];
    expect(await isFollowing(me, anna, books)).toBe(false);
    expect(books.asked).toEqual(['following']);
  });
});
