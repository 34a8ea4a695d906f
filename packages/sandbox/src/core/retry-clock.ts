/**
 * AWS waits minutes to hours between retries. This clock keeps the proportions and divides the waiting by `speed`,
 * so that a failing consumer reaches its dead-letter queue while the developer is still watching.
 * Only waiting is accelerated; time stamps, token lifetimes and URL expiry stay real.
 */
export interface RetryClock {
  speed: number;
  /** Calls back after `delayMs` of AWS time. @returns a function that cancels. */
  after(delayMs: number, callback: () => void): () => void;
  /** AWS time that has passed in `realMs`. */
  elapsed(realMs: number): number;
}

/** @param speed how many AWS seconds pass in one real second; at least 1. */
export function makeRetryClock(speed: number): RetryClock {
  return {
    speed,
    after(delayMs, callback) {
      const timer = setTimeout(callback, Math.min(delayMs / speed, 2 ** 31 - 1));
      timer.unref();
      return () => clearTimeout(timer);
    },
    elapsed: (realMs) => realMs * speed,
  };
}
