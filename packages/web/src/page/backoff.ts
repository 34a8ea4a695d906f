/** Waiting times between two looks at the same thing, in milliseconds: growing by half up to a bound. */
export function* backoff({ firstMs = 600, factor = 1.5, maxMs = 10_000 } = {}): Generator<number, never> {
  let waitMs = firstMs;
  for (;;) {
    yield Math.round(waitMs);
    waitMs = Math.min(waitMs * factor, maxMs);
  }
}

/** @throws the signal's reason when it is aborted meanwhile */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}
