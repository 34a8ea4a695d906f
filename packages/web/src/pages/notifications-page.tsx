import { useCallback, useEffect, useRef } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { listNotifications, markRead, maxReadIds, type Notification } from '../api/notifications.ts';
import { ActionError } from '../components/action-error.tsx';
import { Empty } from '../components/empty.tsx';
import { LoadMore } from '../components/load-more.tsx';
import { NotificationRow } from '../components/notification-row.tsx';
import { PageTitle } from '../components/page-title.tsx';
import { useUnread } from '../notifications/unread.ts';
import { useAction } from '../page/use-action.ts';
import { usePages } from '../page/use-pages.ts';

export function NotificationsPage() {
  const { route } = useLocation();
  const { count, set } = useUnread();
  const load = useCallback(
    async (cursor?: string) => {
      const page = await listNotifications({ cursor });
      set(page.unreadCount);
      return page;
    },
    [set],
  );
  const pages = usePages(load);
  const { refresh, change, items, status } = pages;

  // The header looks for new ones; when it finds some, they belong on this page too.
  const shown = useRef(count);
  useEffect(() => {
    const grown = count > shown.current;
    shown.current = count;
    if (grown && status === 'ready') refresh().catch(() => {});
  }, [count, status, refresh]);

  const mark = useCallback(
    async (ids: string[]) => {
      await markRead(ids);
      change((before) => before.map((item) => (ids.includes(item.id) ? { ...item, read: true } : item)));
      set(Math.max(0, count - ids.length));
    },
    [change, count, set],
  );
  const { busy, failure, run } = useAction(
    useCallback(async () => {
      const unread = items.filter(({ read }) => !read).map(({ id }) => id);
      for (let start = 0; start < unread.length; start += maxReadIds)
        await mark(unread.slice(start, start + maxReadIds));
      await load();
    }, [items, mark, load]),
  );

  const open = (notification: Notification) => {
    if (!notification.read) mark([notification.id]).catch(() => {});
  };

  return (
    <div class="narrow">
      <div class="page-head">
        <PageTitle title="Notifications" />
        {items.some(({ read }) => !read) && (
          <button type="button" class="button" aria-disabled={busy} onClick={() => void run()}>
            Mark all as read
          </button>
        )}
      </div>
      <ActionError failure={failure} />
      {items.length > 0 && (
        // biome-ignore lint/a11y/noRedundantRoles: Safari forgets that a list without bullets is one
        <ul class="notifications" role="list">
          {items.map((notification) => (
            <NotificationRow key={notification.id} notification={notification} onRead={open} />
          ))}
        </ul>
      )}
      <LoadMore pages={pages} />
      {status === 'ready' && items.length === 0 && (
        <Empty icon="bell" title="No notifications yet">
          <p>Follow somebody, and you hear of their new photos here.</p>
          <button type="button" class="button" onClick={() => route('/')}>
            Look around
          </button>
        </Empty>
      )}
    </div>
  );
}
