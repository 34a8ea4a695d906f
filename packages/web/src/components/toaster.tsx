import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { onAnnouncement } from '../page/announce.ts';
import { useOnline } from '../page/use-online.ts';

const shownMs = 5000;

/** Where announcements appear. Always in the page, as screen readers only notice changes of what they know. */
export function Toaster() {
  const [text, setText] = useState('');
  const online = useOnline();
  useLayoutEffect(() => onAnnouncement(setText), []);
  useEffect(() => {
    if (!text) return;
    const timer = setTimeout(() => setText(''), shownMs);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <div class="toaster" role="status">
      {!online && <p class="toast">You are offline. What you see may be old.</p>}
      {text && <p class="toast">{text}</p>}
    </div>
  );
}
