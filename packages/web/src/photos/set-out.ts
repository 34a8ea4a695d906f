import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Photo } from '../api/media.ts';
import { isPlainClick } from '../page/plain-click.ts';
import type { Pages } from '../page/use-pages.ts';
import type { Trail, TrailList } from './trail.ts';

/** On the way to a photo: the click was made, its page is not there yet. */
let underway: { id: string; trail: Trail } | undefined;

/** Makes the next photo's page, if it is this one's, know the list. */
export function setOut(id: string, trail: Trail): void {
  underway = { id, trail };
}

/** The trail to this photo, if it is the one that somebody has set out for; asked once. */
export function arrival(id: string): Trail | undefined {
  const trail = underway?.id === id ? underway.trail : undefined;
  underway = undefined;
  return trail;
}

/** Lets the photos of a page's list be gone through one by one. */
export function useTrail(list: TrailList | undefined, label: string, pages: Pages<Photo>): void {
  const latest = useRef({ list, label, pages });
  latest.current = { list, label, pages };
  useLayoutEffect(() => {
    const leave = (event: MouseEvent) => {
      if (!isPlainClick(event)) return;
      const link = event.target instanceof Element && event.target.closest<HTMLAnchorElement>('main a[href]');
      const { list: of, label: name, pages: shown } = latest.current;
      const ids = shown.items.map(({ id }) => id);
      const id = link ? ids.find((known) => link.pathname === `/photos/${known}`) : undefined;
      if (!of || !id) return;
      const cursor = shown.nextCursor ? { nextCursor: shown.nextCursor } : {};
      setOut(id, { list: of, from: `${location.pathname}${location.search}`, label: name, ids, ...cursor });
    };
    document.addEventListener('click', leave, { capture: true });
    return () => document.removeEventListener('click', leave, { capture: true });
  }, []);
}
