import { useEffect } from 'preact/hooks';
import { backoff, pause } from '../page/backoff.ts';

/** Until the page is in view. @throws the signal's reason when it is aborted meanwhile */
function inView(signal: AbortSignal): Promise<void> {
  if (!document.hidden) return Promise.resolve();
  return new Promise((resolve, reject) => {
    document.addEventListener('visibilitychange', () => resolve(), { once: true, signal });
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/**
 * Looks again, at growing intervals, while `active` and in view. A failed look is simply followed by the next one.
 * @param look must be stable
 */
export function useSettling(active: boolean, look: () => Promise<unknown>): void {
  useEffect(() => {
    if (!active) return;
    const controller = new AbortController();
    const watch = async () => {
      const waits = backoff();
      while (!controller.signal.aborted) {
        await pause(waits.next().value, controller.signal);
        await inView(controller.signal);
        await look().catch(() => {});
      }
    };
    // Ends by its own abort only.
    watch().catch(() => {});
    return () => controller.abort();
  }, [active, look]);
}
