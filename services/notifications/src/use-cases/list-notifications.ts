import { viewOf } from '../notice.ts';
import type { NoticeRepository, PageRequest } from '../ports.ts';

/** A page of the caller's notifications, newest first, with the number of unread ones among all, at most 100. */
export function makeListNotifications({ notices }: { notices: NoticeRepository }) {
  return async ({ userId, page }: { userId: string; page: PageRequest }) => {
    const [{ items, nextCursor }, unreadCount] = await Promise.all([
      notices.list(userId, page),
      notices.countUnread(userId),
    ]);
    return { items: items.map(viewOf), nextCursor, unreadCount };
  };
}
