import type { Waiting } from '../../../core/work/waits.ts';
import { makeWaits } from '../../../core/work/waits.ts';
import type { World } from '../../../core/world.ts';
import type { ExecutionStore, StoredTimer } from './execution-store.ts';

/** What suspended executions wait for, in AWS time; kept, so that it falls due after a restart too. */
export interface ExecutionTimers {
  /** The moment that lies so far ahead, milliseconds since the epoch. */
  due(awsMs: number): number;
  /** In the caller's transaction; in the place of one of the same kind. */
  set(timer: Omit<StoredTimer, 'dueAt'>, awsMs: number): void;
  /** In the caller's transaction. */
  clear(timer: Omit<StoredTimer, 'dueAt'>): void;
  /** In the caller's transaction: all of an execution. */
  clearAll(execution: string): void;
  start(): void;
  stop(): void;
}

interface Timer extends StoredTimer, Waiting {}

/** @param due called with each that falls due, once, in the transaction that takes it away */
export function makeExecutionTimers(
  world: Pick<World, 'fastClock' | 'now' | 'transaction' | 'report'>,
  store: ExecutionStore,
  due: (timer: StoredTimer) => void,
): ExecutionTimers {
  const { fastClock, transaction } = world;
  /** By execution, then by operation and kind. */
  const known = new Map<string, Map<string, Timer>>();
  let running = false;

  const waits = makeWaits<Timer>(fastClock, (timer) => {
    if (!running) return;
    try {
      transaction(() => {
        forget(timer);
        store.removeTimer(timer);
        due(timer);
      });
    } catch (error) {
      world.report(
        `${timer.execution} was not woken: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  });

  const keyOf = ({ operation, kind }: Omit<StoredTimer, 'dueAt'>): string => `${operation} ${kind}`;

  function keep(timer: Timer, awsMs: number): void {
    const own = known.get(timer.execution) ?? new Map<string, Timer>();
    known.set(timer.execution, own);
    const before = own.get(keyOf(timer));
    if (before) waits.remove(before);
    own.set(keyOf(timer), timer);
    waits.add(timer, fastClock.now() + awsMs);
  }

  function forget(timer: Omit<StoredTimer, 'dueAt'>): void {
    const own = known.get(timer.execution);
    const found = own?.get(keyOf(timer));
    if (!own || !found) return;
    waits.remove(found);
    own.delete(keyOf(timer));
    if (own.size === 0) known.delete(timer.execution);
  }

  const dueIn = (awsMs: number): number => world.now() + awsMs / fastClock.speed;

  return {
    due: dueIn,
    set({ execution, operation, kind }, awsMs) {
      const timer: Timer = { execution, operation, kind, dueAt: dueIn(awsMs) };
      store.putTimer(timer);
      transaction.afterCommit(() => running && keep(timer, awsMs));
    },
    clear(timer) {
      store.removeTimer(timer);
      transaction.afterCommit(() => forget(timer));
    },
    clearAll(execution) {
      store.removeTimers(execution);
      transaction.afterCommit(() => {
        for (const timer of known.get(execution)?.values() ?? []) waits.remove(timer);
        known.delete(execution);
      });
    },
    start() {
      running = true;
      for (const timer of store.timers())
        keep(timer, Math.max(0, fastClock.elapsed(timer.dueAt - world.now())));
    },
    stop() {
      running = false;
      waits.clear();
      known.clear();
    },
  };
}
