import { useEffect } from 'preact/hooks';
import { backoff, pause } from '../page/backoff.ts';

/** A hidden page looks rarely, and a failed look is simply followed by the next one. */
const hiddenWaitMs = 15_000;

/**
 * Looks again, at growing intervals, while `active`.
 * @param look must be stable
 */
export function useSettling(active: boolean, look: () => Promise<unknown>): void {
  useEffect(() => {
    if (!active) return;
    const controller = new AbortController();
    const watch = async () => {
      const waits = backoff();
      while (!controller.signal.aborted) {
        const waitMs = waits.next().value;
        await pause(document.hidden ? hiddenWaitMs : waitMs, controller.signal);
        await look().catch(() => {});
      }
    };
    // Ends by its own abort only.
    watch().catch(() => {});
    return () => controller.abort();
  }, [active, look]);
}
