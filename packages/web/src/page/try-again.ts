import { backoff } from './backoff.ts';

const freshWaits = () => backoff({ firstMs: 1000, factor: 2, maxMs: 60_000 });
let waits = freshWaits();

/** Somebody answered: when nobody does the next time, the first try is soon again. */
export function answered(): void {
  waits = freshWaits();
}

interface Surroundings {
  page: Pick<Document, 'hidden' | 'addEventListener' | 'removeEventListener'>;
  network: Pick<Window, 'addEventListener' | 'removeEventListener'>;
  isOnline(): boolean;
}

/**
 * Tries once more what nobody answered: when the browser says that there is a network again, when somebody comes back to the
 * page, and by itself at waits that double from one failure to the next. The browser alone does not do: it says so before
 * anything can be reached, and not at all when the network was never gone.
 * @returns a function that ends it
 */
export function tryAgainWhenConnected(
  again: () => void,
  { page, network, isOnline }: Surroundings = {
    page: document,
    network: window,
    isOnline: () => navigator.onLine,
  },
): () => void {
  function tryNow(): void {
    if (page.hidden || !isOnline()) return;
    end();
    again();
  }
  function end(): void {
    clearTimeout(timer);
    network.removeEventListener('online', tryNow);
    page.removeEventListener('visibilitychange', tryNow);
  }
  const timer = setTimeout(tryNow, waits.next().value);
  network.addEventListener('online', tryNow);
  page.addEventListener('visibilitychange', tryNow);
  return end;
}
