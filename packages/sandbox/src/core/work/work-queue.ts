import type { World } from '../world.ts';
import { type Clock, realClock } from './waits.ts';
import type { AroundAttempt, WorkKind, WorkLine, WorkQueue } from './work.ts';
import { makeWorkLine } from './work-line.ts';
import { makeWorkStore } from './work-store.ts';

export function makeWorkQueue(world: Omit<World, 'work'>, real: Clock = realClock): WorkQueue {
  const store = makeWorkStore(world.db, world.transaction);
  let around: AroundAttempt | undefined;
  let pending: (() => void)[] = [];
  let timer: NodeJS.Immediate | undefined;

  function writeNow(): void {
    clearImmediate(timer);
    timer = undefined;
    const writes = pending;
    pending = [];
    if (writes.length === 0) return;
    world.transaction(() => {
      for (const write of writes) write();
    });
  }

  function writeSoon(write: () => void): void {
    pending.push(write);
    timer ??= setImmediate(writeNow);
  }

  return {
    line: <Details, Answer>(kind: WorkKind<Details, Answer>): WorkLine<Details> =>
      makeWorkLine({ world, store, writeSoon, writeNow, realClock: real, around: () => around }, kind),
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
