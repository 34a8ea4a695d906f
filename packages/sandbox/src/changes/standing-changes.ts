import type { Attempt, WorkQueue } from '../core/work/work.ts';

/** Something that somebody has changed on purpose, to see what follows; it stands until it is used up or taken back. */
export type StandingChange = { target: string } & (
  | {
      /** `fail`: the next attempts fail · `duplicate`: the next are made twice, with the same id. */
      is: 'fail' | 'duplicate';
      amount: number;
    }
  | {
      /** Each attempt begins later; real time. */
      is: 'delay';
      /** Seconds. */
      amount: number;
    }
  | { is: 'throttle' }
  | {
      is: 'crash';
      /** The n-th call from now on. */
      amount: number;
    }
);

export interface StandingChanges {
  list(): readonly StandingChange[];
  /** One of a kind for a target: a second takes the place of the first. @param change whose target is an ARN, with or without alias */
  add(change: StandingChange): void;
  /** What was delivered stays delivered; what is held back begins at once. */
  clear(): void;
}

/** Functions that are held, by name. */
interface Held {
  throttle(functionName: string): void;
  crash(functionName: string, atCall: number, whenDone: () => void): void;
  release(functionName: string): void;
}

const withoutAlias = (arn: string): string => arn.replace(/(:function:[^:]+):.*$/, '$1');
const functionIn = (arn: string): string | undefined => /:function:([^:]+)/.exec(arn)?.[1];

/**
 * Changes to deliveries and asynchronous invocations by standing around the attempts of the work queue, and to functions by
 * holding them. Two kinds of work have the target of a delivery to a function: what is said holds for the function's invocation.
 */
export function makeStandingChanges(work: Pick<WorkQueue, 'around'>, held: Held): StandingChanges {
  const changes = new Map<string, StandingChange>();
  const heldBack = new Set<() => void>();
  let stepAside: (() => void) | undefined;

  const of = <Kind extends StandingChange['is']>(is: Kind, target: string) =>
    changes.get(`${is} ${target}`) as (StandingChange & { is: Kind }) | undefined;

  /** @returns whether there was one more */
  function use(is: 'fail' | 'duplicate', target: string): boolean {
    const change = of(is, target);
    if (!change) return false;
    if (change.amount > 1) changes.set(`${is} ${target}`, { ...change, amount: change.amount - 1 });
    else changes.delete(`${is} ${target}`);
    standAside();
    return true;
  }

  /** What nothing stands around is handed over on the shortest way. */
  function standAside(): void {
    if ([...changes.values()].some(({ is }) => is !== 'throttle' && is !== 'crash')) return;
    stepAside?.();
    stepAside = undefined;
  }

  async function around(
    { target: arn, name }: { target: string; name: { kind: string } },
    attempt: () => Promise<Attempt>,
  ): Promise<Attempt> {
    const target = withoutAlias(arn);
    if (name.kind === 'delivery' && functionIn(target) !== undefined) return attempt();
    const delay = of('delay', target);
    if (delay) await pause(delay.amount * 1000);
    if (use('fail', target)) return { is: 'failed', error: failure };
    if (use('duplicate', target)) await attempt();
    return attempt();
  }

  function pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        heldBack.delete(end);
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      timer.unref();
      heldBack.add(end);
    });
  }

  return {
    list: () => [...changes.values()],
    add(asked) {
      const change = { ...asked, target: withoutAlias(asked.target) };
      const name = functionIn(change.target);
      if (change.is === 'throttle' || change.is === 'crash') {
        if (name === undefined) throw new RangeError(`${change.target} is no function.`);
        if (change.is === 'throttle') held.throttle(name);
        else held.crash(name, change.amount, () => changes.delete(`crash ${change.target}`));
      } else stepAside ??= work.around(around);
      changes.set(`${change.is} ${change.target}`, change);
    },
    clear() {
      for (const { target } of changes.values()) {
        const name = functionIn(target);
        if (name !== undefined) held.release(name);
      }
      changes.clear();
      standAside();
      for (const end of [...heldBack]) end();
    },
  };
}

const failure = { code: 'Sandbox.Failed', message: 'A standing change of the console fails it.' };
