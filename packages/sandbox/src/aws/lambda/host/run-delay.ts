import { openSync, readSync } from 'node:fs';

const longest = 64;
const text = Buffer.alloc(longest);
/** Of Linux: of this thread, the time on a processor, the time spent waiting for one (both in nanoseconds), and how often it got one. */
let statistics: number | undefined;
let isCounted = true;

/** For how long this thread has been ready to run while others had the processors, in milliseconds; 0 where nobody counts that. */
export function runDelayMs(): number {
  if (!isCounted) return 0;
  try {
    statistics ??= openSync('/proc/thread-self/schedstat', 'r');
    const length = readSync(statistics, text, 0, longest, 0);
    return Number(text.toString('latin1', 0, length).split(' ')[1]) / 1e6 || 0;
  } catch {
    isCounted = false;
    return 0;
  }
}
