import { notificationShape } from '@shutterbus/contracts/routes/notifications';
import { memoryNotices } from '../adapters/memory-notices.ts';
import { anna, ben, noon, notice } from '../notices.fixture.ts';
import { makeListNotifications } from './list-notifications.ts';
import { makeMarkRead } from './mark-read.ts';

describe('listNotifications and markRead', () => {
  it("show the caller's own with their text, and count the unread ones", async () => {
    const notices = memoryNotices(() => new Date(noon));
    const listNotifications = makeListNotifications({ notices });
    await notices.add(notice(anna));
    await notices.add(notice(ben));
    const page = { limit: 10 };
    const before = await listNotifications({ userId: anna, page });
    expect(before).toMatchObject({
      unreadCount: 1,
      items: [{ kind: 'welcome', read: false, path: '/upload' }],
    });
    expect(notificationShape.safeParse(before.items[0]).success).toBe(true);
    const { id } = notice(anna);
    await makeMarkRead({ notices })({ userId: anna, ids: [id, id] });
    expect(await listNotifications({ userId: anna, page })).toMatchObject({
      unreadCount: 0,
      items: [{ read: true }],
    });
    expect(await notices.countUnread(ben)).toBe(1);
  });
});
