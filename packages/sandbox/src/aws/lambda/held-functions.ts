import { AwsError } from '../../core/aws-error.ts';
import type { Environments } from './environments.ts';
import { exited } from './invocation.ts';

/** What somebody does to functions on purpose, by their names, until it is taken back. */
export interface HeldFunctions {
  /** As with a reserved concurrency of 0: callers get 429, events and batches wait. */
  throttle(functionName: string): void;
  /** Its n-th call from now on ends before its handler is reached, as when the environment is lost. */
  crash(functionName: string, atCall: number, whenDone: () => void): void;
  /** Takes back all of it. */
  release(functionName: string): void;
}

/** Environments of which some are held. */
export function makeHeldFunctions(pool: Environments): { held: HeldFunctions; environments: Environments } {
  const throttled = new Set<string>();
  /** Calls until the one that ends. */
  const crashes = new Map<string, { left: number; whenDone(): void }>();
  const listeners = new Set<() => unknown>();

  function crashesNow(name: string): boolean {
    const crash = crashes.get(name);
    if (!crash || --crash.left > 0) return false;
    crashes.delete(name);
    crash.whenDone();
    return true;
  }

  const environments: Environments = {
    ...pool,
    hasRoom: (fn) => !throttled.has(fn.name) && pool.hasRoom(fn),
    isThrottled: (fn) => throttled.has(fn.name) || pool.isThrottled(fn),
    onRoom(callback) {
      const stop = pool.onRoom(callback);
      listeners.add(callback);
      return () => {
        listeners.delete(callback);
        stop();
      };
    },
    async run(job) {
      const { name } = job.target.fn;
      if (throttled.has(name)) {
        const Reason = 'ReservedFunctionConcurrentInvocationLimitExceeded';
        throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429, { Reason, Type: 'User' });
      }
      return crashesNow(name) ? exited(job.requestId, 'exit status 1') : pool.run(job);
    },
  };
  return {
    environments,
    held: {
      throttle: (name) => void throttled.add(name),
      crash: (name, atCall, whenDone) => void crashes.set(name, { left: atCall, whenDone }),
      release(name) {
        crashes.delete(name);
        if (throttled.delete(name)) for (const listener of listeners) listener();
      },
    },
  };
}
