import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

/** Shows one element on the whole screen. Escape ends it too; some phones allow it for videos only. */
export function useFullScreen(element: RefObject<HTMLElement | null>) {
  const [full, setFull] = useState(false);
  useLayoutEffect(() => {
    const look = () =>
      setFull(document.fullscreenElement !== null && document.fullscreenElement === element.current);
    document.addEventListener('fullscreenchange', look);
    return () => document.removeEventListener('fullscreenchange', look);
  }, [element]);
  return {
    possible: document.fullscreenEnabled === true,
    full,
    toggle() {
      const change = full ? document.exitFullscreen() : element.current?.requestFullscreen();
      // Refused, it simply stays as it is.
      change?.catch(() => {});
    },
  };
}
