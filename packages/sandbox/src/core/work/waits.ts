import type { Clock } from '../real-clock.ts';

/** Something that waits for a time; `place` is kept by the waits themselves. */
export interface Waiting {
  place?: number | undefined;
}

/**
 * What waits for a time, the earliest first: adding and removing cost O(log n), and one timer serves all of them.
 * @param due called with each that is due, in order, already removed
 */
export function makeWaits<Item extends Waiting>(clock: Clock, due: (item: Item) => void) {
  /** A binary heap. */
  const heap: { at: number; item: Item }[] = [];
  let cancel: (() => void) | undefined;
  let ringsAt = Number.POSITIVE_INFINITY;

  function put(entry: { at: number; item: Item }, place: number): void {
    heap[place] = entry;
    entry.item.place = place;
  }

  function rise(entry: { at: number; item: Item }, from: number): void {
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = heap[above];
      if (!parent || parent.at <= entry.at) break;
      put(parent, place);
      place = above;
    }
    put(entry, place);
  }

  function sink(entry: { at: number; item: Item }, from: number): void {
    let place = from;
    while (true) {
      const left = heap[2 * place + 1];
      const right = heap[2 * place + 2];
      const child = right && left && right.at < left.at ? right : left;
      if (!child || child.at >= entry.at) break;
      const below = child === left ? 2 * place + 1 : 2 * place + 2;
      put(child, place);
      place = below;
    }
    put(entry, place);
  }

  function remove(item: Item): void {
    const { place } = item;
    if (place === undefined) return;
    item.place = undefined;
    const last = heap.pop();
    if (!last || last.item === item) return;
    const above = heap[(place - 1) >> 1];
    if (place > 0 && above && above.at > last.at) rise(last, place);
    else sink(last, place);
  }

  function arm(): void {
    const first = heap[0];
    if (!first || first.at >= ringsAt) return;
    cancel?.();
    ringsAt = first.at;
    cancel = clock.after(Math.max(0, first.at - clock.now()), () => {
      cancel = undefined;
      ringsAt = Number.POSITIVE_INFINITY;
      const reached = clock.now();
      for (let first = heap[0]; first && first.at <= reached; first = heap[0]) {
        remove(first.item);
        due(first.item);
      }
      arm();
    });
  }

  return {
    /** Adds, or moves to another time. */
    add(item: Item, at: number): void {
      remove(item);
      rise({ at, item }, heap.length);
      arm();
    },
    /** Nothing happens when it does not wait. */
    remove,
    get size() {
      return heap.length;
    },
    clear(): void {
      cancel?.();
      cancel = undefined;
      ringsAt = Number.POSITIVE_INFINITY;
      for (const { item } of heap) item.place = undefined;
      heap.length = 0;
    },
  };
}

export type Waits<Item extends Waiting> = ReturnType<typeof makeWaits<Item>>;
