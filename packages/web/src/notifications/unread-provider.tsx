import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { listNotifications } from '../api/notifications.ts';
import { useMe } from '../auth/session.ts';
import { UnreadContext } from './unread.ts';

const everyMs = 30_000;

/** Keeps the number on the bell current while the page is in view. */
export function UnreadProvider({ children }: { children: ComponentChildren }) {
  const [count, setCount] = useState(0);
  const userId = useMe()?.id;

  useEffect(() => {
    setCount(0);
    if (!userId) return;
    let current = true;
    const look = () => {
      if (document.hidden) return;
      listNotifications({ limit: 1 }).then(
        ({ unreadCount }) => current && setCount(unreadCount),
        // A missing badge is no reason to disturb; the page of notifications says what is wrong.
        () => {},
      );
    };
    look();
    const timer = setInterval(look, everyMs);
    document.addEventListener('visibilitychange', look);
    return () => {
      current = false;
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [userId]);

  const unread = useMemo(() => ({ count, set: setCount }), [count]);
  return <UnreadContext.Provider value={unread}>{children}</UnreadContext.Provider>;
}
