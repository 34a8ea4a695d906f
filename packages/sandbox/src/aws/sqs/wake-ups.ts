import { realClock } from '../../core/real-clock.ts';
import type { World } from '../../core/world.ts';

/**
 * Tells the readers of a queue when a message may have become visible: sent, put back, or its timeout ended.
 * @param onArrival called with a queue where messages have arrived, once for many
 */
export function makeWakeUps(
  world: World,
  nextVisibleAt: (queueArn: string) => number | undefined,
  onArrival: (queueArn: string) => void = () => {},
) {
  const readers = new Map<string, Set<() => void>>();
  const cancels = new Map<string, () => void>();
  const changed = new Set<string>();
  let running = true;

  function wake(queueArn: string): void {
    for (const reader of readers.get(queueArn) ?? []) reader();
    arm(queueArn);
  }

  function arm(queueArn: string): void {
    cancels.get(queueArn)?.();
    cancels.delete(queueArn);
    if (!running || !readers.has(queueArn)) return;
    const at = nextVisibleAt(queueArn);
    if (at === undefined) return;
    cancels.set(
      queueArn,
      realClock.after(at - world.now(), () => wake(queueArn)),
    );
  }

  return {
    /** A message may be visible now. Wakes the readers after the running code, once for many messages. */
    arrived(queueArn: string): void {
      if (changed.size === 0) {
        setImmediate(() => {
          const queueArns = [...changed];
          changed.clear();
          if (!running) return;
          queueArns.forEach(onArrival);
          queueArns.forEach(wake);
        });
      }
      changed.add(queueArn);
    },
    /** Messages were hidden: nobody is woken, but the end of their timeout counts. */
    hidden: arm,
    onMessage(queueArn: string, reader: () => void): () => void {
      const known = readers.get(queueArn) ?? new Set();
      readers.set(queueArn, known.add(reader));
      arm(queueArn);
      return () => {
        known.delete(reader);
        if (known.size === 0) readers.delete(queueArn);
      };
    },
    stop(): void {
      running = false;
      for (const cancel of cancels.values()) cancel();
      cancels.clear();
    },
  };
}

export type WakeUps = ReturnType<typeof makeWakeUps>;
