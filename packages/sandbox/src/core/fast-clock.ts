import { realClock } from './real-clock.ts';

/**
 * AWS waits minutes to hours between retries. This clock keeps the proportions and divides the waiting by `speed`,
 * so that a failing consumer reaches its dead-letter queue while the developer is still watching.
 * Only waiting is accelerated; time stamps, token lifetimes and URL expiry stay real.
 */
export interface FastClock {
  speed: number;
  /** AWS time in milliseconds; only the difference between two readings means something. */
  now(): number;
  /** Calls back after `delayMs` of AWS time. @returns a function that cancels. */
  after(delayMs: number, callback: () => void): () => void;
  /** AWS time that passes in `realMs` while nothing holds the clock. */
  elapsed(realMs: number): number;
}

/** A clock that can be held, so that a machine that does not keep up gets more time instead of a wrong result. */
export interface HoldableFastClock extends FastClock {
  /** It goes no further than this reading of `now()`; Infinity lets it go. */
  holdAt(reading: number): void;
}

/** A clock that somebody who watches moves on. */
export interface LeapingFastClock extends HoldableFastClock {
  /** Jumps to what is due next; a clock that is held stands there then. @returns false when nothing waits */
  leap(): boolean;
}

interface Timer {
  at: number;
  callback(): void;
}

/**
 * @param speed how many AWS seconds pass in one real second; at least 1.
 * @param realNow real milliseconds since any moment, never going back
 */
export function makeFastClock(speed: number, realNow: () => number = realClock.now): LeapingFastClock {
  const timers = new Set<Timer>();
  let reading = 0;
  let readAt = realNow();
  let limit = Number.POSITIVE_INFINITY;
  let cancelWakeUp = (): void => {};
  /** What the wake-up waits for. */
  let wakesFor = Number.POSITIVE_INFINITY;

  const now = (): number => Math.min(limit, reading + (realNow() - readAt) * speed);

  function earliest(): number {
    let first = Number.POSITIVE_INFINITY;
    for (const { at } of timers) first = Math.min(first, at);
    return first;
  }

  /** One timer of Node, for the earliest that falls due. */
  function arm(at: number): void {
    cancelWakeUp();
    wakesFor = at;
    if (at > limit) return;
    cancelWakeUp = realClock.after((at - now()) / speed, ring);
  }

  function armEarliest(): void {
    const first = earliest();
    if (first < Number.POSITIVE_INFINITY) arm(first);
    else wakesFor = first;
  }

  function ring(): void {
    const reached = now();
    const due = [...timers].filter(({ at }) => at <= reached).sort((a, b) => a.at - b.at);
    for (const timer of due) {
      // An earlier one may have cancelled it.
      if (timers.delete(timer)) timer.callback();
    }
    armEarliest();
  }

  return {
    speed,
    now,
    elapsed: (realMs) => realMs * speed,
    after(delayMs, callback) {
      const timer = { at: now() + delayMs, callback };
      timers.add(timer);
      if (timer.at < wakesFor) arm(timer.at);
      return () => void timers.delete(timer);
    },
    holdAt(nextLimit) {
      reading = now();
      readAt = realNow();
      limit = Math.max(reading, nextLimit);
      armEarliest();
    },
    leap() {
      const next = earliest();
      if (next === Number.POSITIVE_INFINITY) return false;
      reading = Math.max(now(), next);
      readAt = realNow();
      limit = Math.max(limit, reading);
      ring();
      return true;
    },
  };
}
