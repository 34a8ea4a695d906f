import type { HoldableFastClock } from '../src/core/fast-clock.ts';

/** A clock that a test moves by hand, and nothing else holds; AWS time and real time are the same. */
export interface FakeClock extends HoldableFastClock {
  /** Runs what falls due on the way, in order, and lets promises settle in between. */
  advance(ms: number): Promise<void>;
  /** Time passes and nothing runs, as when the machine is busy. */
  stall(ms: number): void;
}

export function fakeClock(start = 0): FakeClock {
  let now = start;
  let timers: { at: number; callback: () => void }[] = [];
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return {
    speed: 1,
    now: () => now,
    elapsed: (ms) => ms,
    holdAt() {},
    after(delayMs, callback) {
      const timer = { at: now + delayMs, callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    stall(ms) {
      now += ms;
    },
    async advance(ms) {
      const end = now + ms;
      for (;;) {
        await settle();
        const due = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (!due) break;
        timers = timers.filter((other) => other !== due);
        now = Math.max(now, due.at);
        due.callback();
      }
      now = end;
      await settle();
    },
  };
}
