import { setImmediate as settled } from 'node:timers/promises';

/** A call of a port that an actor waits to make. */
interface Pending {
  actor: number;
  run: () => void;
  /** The effect takes place, and the actor never hears of it. */
  runUnheard: () => void;
}

/** What can happen next: an actor makes its call; or it dies, just before its call or just after. */
interface Option {
  kind: 'step' | 'dies before' | 'dies after';
  pending: Pending;
}

export interface Bounds {
  /** How often another actor may go on although the one before could. Two find nearly all races that there are. */
  switches: number;
  /** How many actors may die. */
  deaths: number;
}

/** Lets a port's calls wait for their turn. */
export type Gate = <Result>(actor: number, call: () => Promise<Result>) => Promise<Result>;

/** The deliveries of one run. A delivery whose actor dies, or that fails, is delivered again, as a queue does. */
export interface Scenario {
  deliveries: ((actor: number) => Promise<void>)[];
  /** Throws when the end is not as it has to be. */
  check: () => void;
}

/**
 * Runs a scenario in every order of its actors' calls within the bounds, each run from a fresh start, by repeating
 * the choices of the run before up to the last one that had an alternative (depth first).
 * @returns how many runs there were
 * @throws the first run's failure, with its choices in words
 */
export async function everyInterleaving(
  start: (gate: Gate) => Scenario,
  bounds: Bounds,
  maxRuns = Number.POSITIVE_INFINITY,
): Promise<number> {
  let choices: number[] = [];
  for (let runs = 1; ; runs += 1) {
    const taken = await oneRun(start, bounds, choices);
    const last = taken.findLastIndex(({ chosen, of }) => chosen + 1 < of);
    if (last < 0 || runs >= maxRuns) return runs;
    choices = taken.slice(0, last + 1).map(({ chosen }, index) => (index === last ? chosen + 1 : chosen));
  }
}

async function oneRun(start: (gate: Gate) => Scenario, bounds: Bounds, choices: readonly number[]) {
  const waiting: Pending[] = [];
  const dead = new Set<number>();
  const gate: Gate = (actor, call) =>
    new Promise((resolve, reject) => {
      if (dead.has(actor)) return;
      const run = () => void call().then(resolve, reject);
      waiting.push({ actor, run, runUnheard: () => void call().catch(() => {}) });
    });
  const { deliveries, check } = start(gate);

  const redeliver = new Map<number, () => void>();
  let actors = 0;
  const deliver = (delivery: (actor: number) => Promise<void>): void => {
    const actor = actors;
    actors += 1;
    redeliver.set(actor, () => deliver(delivery));
    delivery(actor).catch(() => deliver(delivery));
  };
  for (const delivery of deliveries) deliver(delivery);

  const taken: { chosen: number; of: number; what: string }[] = [];
  const left = { ...bounds };
  let current = 0;
  for (;;) {
    await settled();
    if (waiting.length === 0) break;
    if (taken.length > 500) throw new Error(`no end in sight: ${inWords(taken)}`);
    const options = optionsOf(waiting, current, left);
    const chosen = choices[taken.length] ?? 0;
    const option = options[chosen];
    if (!option) throw new Error('a run did not repeat itself');
    const { kind, pending } = option;
    taken.push({ chosen, of: options.length, what: `${pending.actor} ${kind}` });
    waiting.splice(waiting.indexOf(pending), 1);
    if (pending.actor !== current && waiting.some(({ actor }) => actor === current)) left.switches -= 1;
    current = pending.actor;
    if (kind === 'step') {
      pending.run();
      continue;
    }
    left.deaths -= 1;
    if (kind === 'dies after') pending.runUnheard();
    dead.add(pending.actor);
    for (const other of waiting.filter(({ actor }) => actor === pending.actor))
      waiting.splice(waiting.indexOf(other), 1);
    redeliver.get(pending.actor)?.();
  }
  try {
    check();
  } catch (error) {
    throw new Error(`after ${inWords(taken)}`, { cause: error });
  }
  return taken;
}

/** The actor that went last comes first, so that the first choice everywhere is a run without any switch. */
function optionsOf(waiting: readonly Pending[], current: number, left: Bounds): Option[] {
  const own = waiting.filter(({ actor }) => actor === current);
  const others = waiting.filter(({ actor }) => actor !== current);
  const may = own.length === 0 || left.switches > 0 ? [...own, ...others] : own;
  const steps = may.map((pending): Option => ({ kind: 'step', pending }));
  if (left.deaths === 0) return steps;
  const deaths = may.flatMap((pending): Option[] => [
    { kind: 'dies before', pending },
    { kind: 'dies after', pending },
  ]);
  return [...steps, ...deaths];
}

const inWords = (taken: readonly { what: string }[]): string => taken.map(({ what }) => what).join(', ');
