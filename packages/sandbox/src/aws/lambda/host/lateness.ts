import { workerData } from 'node:worker_threads';
import { runDelayMs } from './run-delay.ts';

/** So often a thread says that it is there. */
const beatMs = 100;
/** A beat is late from here on; below it, it is a timer's ordinary lack of precision. */
const allowedMs = 2 * beatMs;

/** Milliseconds of a clock that all threads of a process read alike. */
const now = (): number => performance.timeOrigin + performance.now();

/** What the thread that answers the functions' calls says of itself: by how much it was late in all, and when it was there last. */
interface Beats {
  total: Float64Array;
  at: Float64Array;
}

const beatsIn = (shared: SharedArrayBuffer): Beats => ({
  total: new Float64Array(shared, 0, 1),
  at: new Float64Array(shared, 8, 1),
});

/** Lets other threads see by how much this one is late. @returns what they look at, and how it ends */
export function showLateness(): { shared: SharedArrayBuffer; end: () => void } {
  const shared = new SharedArrayBuffer(16);
  const { total, at } = beatsIn(shared);
  at[0] = now();
  let delayBefore = runDelayMs();
  const timer = setInterval(() => {
    const overdueMs = now() - (at[0] ?? 0) - beatMs;
    const delayMs = runDelayMs();
    // What it waited for a processor is a part of what it is overdue, unless it came to its timers between two waits.
    const lateMs = Math.max(overdueMs > allowedMs - beatMs ? overdueMs : 0, delayMs - delayBefore);
    total[0] = (total[0] ?? 0) + lateMs;
    delayBefore = delayMs;
    at[0] = now();
  }, beatMs).unref();
  return { shared, end: () => clearInterval(timer) };
}

/**
 * By how much the thread that answers has been late in all, in milliseconds: it did not come to its timers, or waited for a processor. In it,
 * what is asked waits, and nobody else is to blame for that: a function's long waits go on for as long (patient-timeout.ts,
 * patient-socket.ts), its clock stands still (own-clock.ts), and its own time is prolonged (deadlines.ts).
 */
export type Lateness = () => number;

export function latenessIn(shared: SharedArrayBuffer): Lateness {
  const { total, at } = beatsIn(shared);
  return () => {
    const sinceMs = now() - (at[0] ?? 0);
    return (total[0] ?? 0) + (sinceMs > allowedMs ? sinceMs - beatMs : 0);
  };
}

/** Of the thread that started this one, where it shows it. */
export const lateness: Lateness = (() => {
  const shared: unknown = workerData === null ? undefined : Reflect.get(Object(workerData), 'beats');
  return shared instanceof SharedArrayBuffer ? latenessIn(shared) : () => 0;
})();
