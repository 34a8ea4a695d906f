import { type Clock, realClock } from '../real-clock.ts';
import type { World } from '../world.ts';
import type { AroundAttempt, WorkKind, WorkLine, WorkQueue } from './work.ts';
import { makeWorkLine } from './work-line.ts';
import { makeWorkStore } from './work-store.ts';

/** A commit costs more than what it writes, so ends of work are written together; a kill before that repeats them. */
const writeAfterMs = 10;

export function makeWorkQueue(
  world: Omit<World, 'access' | 'judging' | 'work'>,
  real: Clock = realClock,
): WorkQueue {
  const store = makeWorkStore(world.db, world.transaction);
  let around: AroundAttempt | undefined;
  let pending: (() => void)[] = [];
  let cancel: (() => void) | undefined;

  /** Writes what waits for it in the open transaction; if that is undone, it waits again. */
  function writeAlong(): void {
    if (pending.length === 0) return;
    const writes = pending;
    pending = [];
    world.transaction.onUndo(() => {
      pending = [...writes, ...pending];
    });
    for (const write of writes) write();
  }

  function writeNow(): void {
    cancel?.();
    cancel = undefined;
    if (pending.length > 0) world.transaction(writeAlong);
  }

  function writeSoon(write: () => void): void {
    pending.push(write);
    cancel ??= real.after(writeAfterMs, () => {
      cancel = undefined;
      writeNow();
    });
  }

  return {
    waiting: store.all,
    line: <Details, Answer>(kind: WorkKind<Details, Answer>): WorkLine<Details> =>
      makeWorkLine(
        { world, store, writeSoon, writeAlong, writeNow, realClock: real, around: () => around },
        kind,
      ),
    around(wrapper) {
      around = wrapper;
      return () => {
        if (around === wrapper) around = undefined;
      };
    },
    get wrapped() {
      return around !== undefined;
    },
  };
}
