import { notificationShape } from '@shutterbus/contracts/routes/notifications';
import { memoryNotices } from '../adapters/memory-notices.ts';
import { memoryPeople } from '../adapters/memory-people.ts';
import { anna, ben, noon, notice, trace } from '../notices.fixture.ts';
import { makeListNotifications } from './list-notifications.ts';
import { makeMarkRead } from './mark-read.ts';

function setUp() {
  const notices = memoryNotices(() => new Date(noon));
  const people = memoryPeople();
  const strangers: string[] = [];
  const listNotifications = makeListNotifications({
    ...{ notices, people },
    strangers: { lookLater: async ({ userId }) => void strangers.push(userId) },
  });
  const list = (userId: string, asked: { isReal?: boolean; cursor?: string } = {}) =>
    listNotifications({
      ...{ userId, trace, isReal: asked.isReal ?? true },
      page: { limit: 10, cursor: asked.cursor },
    });
  return { notices, people, strangers, list };
}

describe('listNotifications and markRead', () => {
  it("show the caller's own with their text, and count the unread ones", async () => {
    const { notices, list } = setUp();
    await notices.add(notice(anna));
    await notices.add(notice(ben));
    const before = await list(anna);
    expect(before).toMatchObject({
      unreadCount: 1,
      items: [{ kind: 'welcome', read: false, path: '/upload' }],
    });
    expect(notificationShape.safeParse(before.items[0]).success).toBe(true);
    const { id } = notice(anna);
    await makeMarkRead({ notices })({ userId: anna, ids: [id, id] });
    expect(await list(anna)).toMatchObject({ unreadCount: 0, items: [{ read: true }] });
    expect(await notices.countUnread(ben)).toBe(1);
  });

  it('have somebody looked at later who is signed in and unknown here', async () => {
    const { strangers, list } = setUp();
    expect(await list(anna)).toMatchObject({ items: [], unreadCount: 0 });
    expect(strangers).toEqual([anna]);
  });

  it('look at nobody again who is known, has been told of something, or is asked for by a hook', async () => {
    const { notices, people, strangers, list } = setUp();
    await list(anna, { isReal: false });
    await people.rememberAddress({ userId: anna, email: 'anna@example.com', version: 1 });
    await list(anna);
    await notices.add(notice(ben));
    await list(ben);
    await list(ben, { cursor: notice(ben).id });
    expect(strangers).toEqual([]);
  });
});
