export interface Clock {
  /** Milliseconds since any moment. */
  now(): number;
  /** @returns a function that cancels */
  after(delayMs: number, callback: () => void): () => void;
}

/** Timers of Node count 31 bits of milliseconds. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * Real time; it never goes back, and is no date. A wait keeps no process alive, and one of more than 24 days ends
 * early: look at the time when called.
 */
export const realClock: Clock = {
  now: () => performance.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, Math.min(Math.max(0, Math.ceil(delayMs)), longestTimerMs));
    timer.unref();
    return () => clearTimeout(timer);
  },
};
