import type { Direction } from '../photos/trail.ts';

/** Shorter, a finger has only trembled; slower, it has looked for something. */
const minSwipePx = 48;
const maxSwipeMs = 700;

type Key = Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'repeat'>;

/** What an arrow key means. With another key held it is the browser's; held down it is one step. */
export function stepOfKey({ key, altKey, ctrlKey, metaKey, shiftKey, repeat }: Key): Direction | undefined {
  if (altKey || ctrlKey || metaKey || shiftKey || repeat) return undefined;
  if (key === 'ArrowLeft') return 'previous';
  return key === 'ArrowRight' ? 'next' : undefined;
}

/** What a finger's way means: to the left pulls the next one in. What goes up or down is scrolling. */
export function stepOfSwipe(way: { rightPx: number; downPx: number; ms: number }): Direction | undefined {
  const { rightPx, downPx, ms } = way;
  if (Math.abs(rightPx) < minSwipePx || Math.abs(rightPx) < 2 * Math.abs(downPx) || ms > maxSwipeMs)
    return undefined;
  return rightPx < 0 ? 'next' : 'previous';
}
