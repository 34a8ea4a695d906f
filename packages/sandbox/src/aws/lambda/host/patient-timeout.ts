import type { Lateness } from './lateness.ts';

/** A wait of so long may be one for an answer. Shorter ones are the function's own business. */
const longMs = 1000;
/** Less is not worth another wait. */
export const leastMs = 50;

/** A timer, and what ends it also while it goes on. */
export interface PatientTimeout {
  timer: NodeJS.Timeout;
  clear(): void;
}

/**
 * setTimeout, but a long one goes on for as long as the sandbox or this thread was late meanwhile: on a busy machine the answer that a
 * function is about to give up on lies there already, or nobody had the time to give it. In AWS neither is so.
 */
export function patientTimeout(
  callback: () => void,
  delay: number | undefined,
  lateness: Lateness,
): PatientTimeout {
  if (delay === undefined || delay < longMs) {
    const timer = setTimeout(callback, delay);
    return { timer, clear: () => clearTimeout(timer) };
  }
  let more: NodeJS.Timeout | undefined;
  let [startedAt, lateBefore] = [performance.now(), lateness()];

  function whenOver(waitedMs: number): void {
    const lateMs = performance.now() - startedAt - waitedMs + (lateness() - lateBefore);
    if (lateMs < leastMs) {
      callback();
      return;
    }
    [startedAt, lateBefore] = [performance.now(), lateness()];
    more = setTimeout(() => whenOver(lateMs), lateMs);
    if (!timer.hasRef()) more.unref();
  }

  const timer = setTimeout(() => whenOver(delay), delay);
  const beginAgain = timer.refresh.bind(timer);
  timer.refresh = () => {
    clearTimeout(more);
    [startedAt, lateBefore] = [performance.now(), lateness()];
    return beginAgain();
  };
  return {
    timer,
    clear() {
      clearTimeout(timer);
      clearTimeout(more);
    },
  };
}
