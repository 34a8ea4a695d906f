import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

/** How much room the page's content has; known before anything stands there, so that what comes is right at once. */
function contentWidth(): number {
  const main = document.getElementById('main');
  if (!main) return innerWidth;
  const { paddingLeft, paddingRight } = getComputedStyle(main);
  return main.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
}

/** The width of an element in pixels, as it changes; before it is there, what the page's content has. */
export function useWidth(element: RefObject<HTMLElement | null>): number {
  const [widthPx, setWidthPx] = useState<number>();
  // Each time: the element comes and goes with what there is to show.
  useLayoutEffect(() => {
    const { current } = element;
    if (!current) return;
    // Not `clientWidth`, which is rounded: a row of half a pixel too much is two rows.
    const observer = new ResizeObserver(([entry]) => entry && setWidthPx(entry.contentRect.width));
    observer.observe(current);
    return () => observer.disconnect();
  });
  return widthPx ?? contentWidth();
}
