import type { PooledEnvironment } from './invocation.ts';
import type { LambdaFunction } from './lambda-function.ts';

export interface ChildMemoryLimits {
  /** What children may hold together before an event gets no further one, in MiB. */
  childrenMb: number;
}

/** How many children may live side by side: a machine with many processors has no more memory to give for that. */
export interface ChildMemory {
  /**
   * There is memory for one more invocation of the function by an event: in a child that rests, in its first one, or in one
   * more within the budget. A caller who waits for the answer always gets one.
   */
  hasRoom(fn: LambdaFunction): boolean;
  /**
   * What a child has come to, in bytes: it keeps that, and a further one of its function is expected to come to the most that
   * those have which live, or else to what the last one had.
   */
  learn(environment: PooledEnvironment, bytes: number): void;
}

/** What an empty child adds to those that are there. Measured as PSS: docs/decisions/0045-memory-bounds-children.md */
const emptyMb = 17;
/** What a function may come to that has not run yet, unless its MemorySize is smaller. */
const unknownMb = 64;

/** @param all the environments that live now */
export function makeChildMemory(
  { childrenMb }: ChildMemoryLimits,
  all: () => Iterable<PooledEnvironment>,
): ChildMemory {
  const cameToMb = new WeakMap<PooledEnvironment, number>();
  const lastMb = new Map<string, number>();

  return {
    hasRoom(fn) {
      const children = [...all()].filter(({ host }) => host.kind === 'child');
      const own = children.filter(({ target }) => target.fn.name === fn.name);
      if (own.length === 0 || own.some(({ invocation }) => !invocation)) return true;
      const known = own.flatMap((one) => cameToMb.get(one) ?? []);
      const expectedMb =
        known.length > 0 ? Math.max(...known) : (lastMb.get(fn.name) ?? Math.min(fn.memoryMb, unknownMb));
      const sizesMb = children.map((one) => cameToMb.get(one) ?? expectedMb);
      const heldMb = sizesMb.reduce((sum, sizeMb) => sum + emptyMb + sizeMb, 0);
      return heldMb + emptyMb + expectedMb <= childrenMb;
    },
    learn(environment, bytes) {
      const sizeMb = bytes / 2 ** 20;
      cameToMb.set(environment, sizeMb);
      lastMb.set(environment.target.fn.name, sizeMb);
    },
  };
}
