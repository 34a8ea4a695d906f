import { realClock } from '../../core/real-clock.ts';
import type { World } from '../../core/world.ts';

/**
 * Tells the readers of a queue when a message may have become visible: sent, put back, or its timeout ended.
 * @param nextVisibleAt when the first message becomes visible that was not at a time; milliseconds since the epoch
 * @param onArrival called with a queue where messages have arrived, once for many
 */
export function makeWakeUps(
  world: Pick<World, 'now'>,
  nextVisibleAt: (queueArn: string, since: number) => number | undefined,
  onArrival: (queueArn: string) => void = () => {},
) {
  const readers = new Map<string, Set<() => void>>();
  /** When the readers of a queue last began to look: what has become visible since then, they may not have seen. */
  const lookedAt = new Map<string, number>();
  const cancels = new Map<string, () => void>();
  const changed = new Set<string>();
  let running = true;

  function wake(queueArn: string): void {
    lookedAt.set(queueArn, world.now());
    for (const reader of readers.get(queueArn) ?? []) reader();
    arm(queueArn);
  }

  function arm(queueArn: string): void {
    cancels.get(queueArn)?.();
    cancels.delete(queueArn);
    if (!running || !readers.has(queueArn)) return;
    const at = nextVisibleAt(queueArn, lookedAt.get(queueArn) ?? world.now());
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
      if (known.size === 0) lookedAt.set(queueArn, world.now());
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
