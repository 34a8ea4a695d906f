import { AwsError } from '../../core/aws-error.ts';
import type { HostShares } from './host-shares.ts';
import type { PooledEnvironment } from './invocation.ts';
import type { LambdaFunction } from './lambda-function.ts';

export interface ConcurrencyLimits {
  /** Invocations at a time over all functions, and so environments. */
  concurrency: number;
  /**
   * Processors that queues, streams and events may keep busy with one function. More would only share the cores of this
   * machine, and each would pay for a cold start of its own; a caller who waits for the answer always gets one.
   */
  backgroundConcurrency: number;
  /** Shared threads: functions on them have no more processors than these. */
  hosts: number;
}

/** Who may run now: the account's and a function's own ceiling, as in AWS, and what this machine has time for. */
export interface Concurrency {
  /** @throws AwsError `TooManyRequestsException` when a ceiling of AWS is reached */
  check(fn: LambdaFunction): void;
  begin(environment: PooledEnvironment): void;
  end(environment: PooledEnvironment): void;
  /** No ceiling of AWS is reached: an invocation would not be throttled. */
  isAllowed(fn: LambdaFunction): boolean;
  /** The function's own ceiling is reached. */
  isThrottled(fn: LambdaFunction): boolean;
  /** This machine has time for one more invocation of the function by a queue, a stream or an event. */
  hasProcessor(fn: LambdaFunction): boolean;
  /** Calls back whenever there may be room again. @returns a function that unsubscribes */
  onRoom(callback: () => unknown): () => void;
  /** Tells those who wait. */
  tellRoom(): void;
}

/** An invocation counts as working until it has had the time to show that it waits. */
const youngMs = 50;

export function makeConcurrency(limits: ConcurrencyLimits, shares: HostShares): Concurrency {
  const underWay = new Map<string, Set<PooledEnvironment>>();
  const listeners = new Set<() => unknown>();
  let total = 0;
  let wake: NodeJS.Timeout | undefined;

  const of = (fn: LambdaFunction): ReadonlySet<PooledEnvironment> => underWay.get(fn.name) ?? new Set();
  const reserved = (fn: LambdaFunction): number => fn.reservedConcurrency ?? Number.POSITIVE_INFINITY;

  /** Who shares a busy thread may be what keeps it busy; who waits on one that is not, takes what it takes. */
  function processorsOf(fn: LambdaFunction): number {
    const now = performance.now();
    let sum = 0;
    for (const { host, invocation } of of(fn)) {
      const young = !invocation || now - invocation.sentAt < youngMs;
      sum += young || shares.isBusy(host) ? 1 : shares.of(host);
    }
    return sum;
  }

  const inChildren = (fn: LambdaFunction): boolean => [...of(fn)].some(({ host }) => host.kind === 'child');
  const processorsFor = (fn: LambdaFunction): number =>
    inChildren(fn) ? limits.backgroundConcurrency : Math.min(limits.backgroundConcurrency, limits.hosts);

  function tellRoom(): void {
    clearTimeout(wake);
    wake = undefined;
    for (const listener of listeners) listener();
  }

  return {
    isAllowed: (fn) => total < limits.concurrency && of(fn).size < reserved(fn),
    isThrottled: (fn) => of(fn).size >= reserved(fn),
    check(fn) {
      if (total >= limits.concurrency) throw tooMany('ConcurrentInvocationLimitExceeded');
      if (of(fn).size >= reserved(fn)) throw tooMany('ReservedFunctionConcurrentInvocationLimitExceeded');
    },
    hasProcessor(fn) {
      if (processorsOf(fn) < processorsFor(fn)) return true;
      // That an invocation waits is no event: somebody has to look again.
      wake ??= setTimeout(tellRoom, youngMs);
      return false;
    },
    begin(environment) {
      const { name } = environment.target.fn;
      const known = underWay.get(name) ?? new Set();
      underWay.set(name, known.add(environment));
      total++;
    },
    end(environment) {
      if (underWay.get(environment.target.fn.name)?.delete(environment)) total--;
    },
    onRoom(callback) {
      listeners.add(callback);
      return () => listeners.delete(callback);
    },
    tellRoom,
  };
}

function tooMany(Reason: string): AwsError {
  return new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429, { Reason, Type: 'User' });
}
