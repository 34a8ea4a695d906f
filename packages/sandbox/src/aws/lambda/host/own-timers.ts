import { promisify } from 'node:util';
import { type Lateness, lateness as ofSandbox } from './lateness.ts';
import { patientTimeout } from './patient-timeout.ts';

type Callback = (...args: unknown[]) => void;

/** Timers of one environment: they go on between invocations, and end with the environment. */
export interface OwnTimers {
  globals: Record<string, unknown>;
  /** What `require('node:timers/promises')` gives. */
  promises: Record<string, unknown>;
  clear(): void;
}

export function ownTimers(lateness: Lateness = ofSandbox): OwnTimers {
  const running = new Set<NodeJS.Timeout | NodeJS.Immediate>();
  const patient = new WeakMap<NodeJS.Timeout, () => void>();
  let ended = false;

  const setOwnTimeout = (callback: Callback, delay?: number, ...args: unknown[]): NodeJS.Timeout => {
    const over = (): void => {
      running.delete(timer);
      callback(...args);
    };
    const { timer, clear } = patientTimeout(over, delay, lateness);
    patient.set(timer, clear);
    keep(timer, clear);
    return timer;
  };
  const setOwnInterval = (callback: Callback, delay?: number, ...args: unknown[]): NodeJS.Timeout => {
    const timer = setInterval(callback, delay, ...args);
    keep(timer, clearInterval);
    return timer;
  };
  const setOwnImmediate = (callback: Callback, ...args: unknown[]): NodeJS.Immediate => {
    const timer = setImmediate(() => {
      running.delete(timer);
      callback(...args);
    });
    keep(timer, clearImmediate);
    return timer;
  };
  function keep<Timer extends NodeJS.Timeout | NodeJS.Immediate>(
    timer: Timer,
    clear: (timer: Timer) => void,
  ): void {
    if (ended) clear(timer);
    else running.add(timer);
  }
  const clearOwnTimeout = (timer?: NodeJS.Timeout | number | string): void => {
    if (typeof timer === 'object') {
      running.delete(timer);
      patient.get(timer)?.();
    }
    clearTimeout(timer);
  };
  const clearOwnImmediate = (timer?: NodeJS.Immediate): void => {
    if (timer) running.delete(timer);
    clearImmediate(timer);
  };

  const settle = <T>(start: (done: () => void) => () => void, value: T, signal?: AbortSignal): Promise<T> =>
    new Promise((resolve, reject) => {
      const abort = (): void => {
        stop();
        reject(
          Object.assign(new Error('The operation was aborted', { cause: signal?.reason }), {
            name: 'AbortError',
            code: 'ABORT_ERR',
          }),
        );
      };
      const stop = start(() => {
        signal?.removeEventListener('abort', abort);
        resolve(value);
      });
      if (signal?.aborted) abort();
      else signal?.addEventListener('abort', abort, { once: true });
    });
  const wait = <T>(
    delay?: number,
    value?: T,
    options?: { signal?: AbortSignal; ref?: boolean },
  ): Promise<T | undefined> =>
    settle(
      (done) => {
        const timer = setOwnTimeout(done, delay);
        if (options?.ref === false) timer.unref();
        return () => clearOwnTimeout(timer);
      },
      value,
      options?.signal,
    );
  const immediate = <T>(value?: T, options?: { signal?: AbortSignal }): Promise<T | undefined> =>
    settle(
      (done) => {
        const timer = setOwnImmediate(done);
        return () => clearOwnImmediate(timer);
      },
      value,
      options?.signal,
    );
  async function* interval<T>(delay?: number, value?: T, options?: { signal?: AbortSignal }) {
    while (true) yield await wait(delay, value, options);
  }

  return {
    globals: {
      setTimeout: Object.assign(setOwnTimeout, { [promisify.custom]: wait }),
      clearTimeout: clearOwnTimeout,
      setInterval: setOwnInterval,
      clearInterval: clearOwnTimeout,
      setImmediate: Object.assign(setOwnImmediate, { [promisify.custom]: immediate }),
      clearImmediate: clearOwnImmediate,
    },
    promises: {
      setTimeout: wait,
      setImmediate: immediate,
      setInterval: interval,
      scheduler: {
        wait: (delay: number, options?: { signal?: AbortSignal }) => wait(delay, undefined, options),
        yield: () => immediate(),
      },
    },
    clear() {
      ended = true;
      for (const timer of running) {
        if ('hasRef' in timer && 'refresh' in timer) clearOwnTimeout(timer);
        else clearImmediate(timer);
      }
      running.clear();
    },
  };
}
