import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { countUnread } from '../api/notifications.ts';
import { useMe } from '../auth/session.ts';
import { keepLooking } from '../page/keep-looking.ts';
import { UnreadContext } from './unread.ts';

/** Keeps the number on the bell current while the page is in view. */
export function UnreadProvider({ children }: { children: ComponentChildren }) {
  const [count, setCount] = useState(0);
  const userId = useMe()?.id;

  useEffect(() => {
    setCount(0);
    if (!userId) return;
    let current = true;
    let known = 0;
    const kept = {};
    // A missing badge is no reason to disturb; the page of notifications says what is wrong.
    const end = keepLooking(async () => {
      const found = await countUnread(kept);
      if (current) setCount(found);
      const isNew = found !== known;
      known = found;
      return isNew;
    });
    return () => {
      current = false;
      end();
    };
  }, [userId]);

  const unread = useMemo(() => ({ count, set: setCount }), [count]);
  return <UnreadContext.Provider value={unread}>{children}</UnreadContext.Provider>;
}
