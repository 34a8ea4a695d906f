import type { Fact, WorkName } from '../core/observe.ts';
import type { FactRing, NumberedFact } from './fact-ring.ts';

/** What became of an event for one target, as far as it is kept. */
export interface TargetLife {
  targetArn: string;
  ruleArns: string[];
  /** Of the delivery, and of the invocation, message or batch that it became. */
  facts: NumberedFact[];
}

export interface EventLife {
  id: string;
  /** When it was put on the bus, the last time; milliseconds since the epoch. */
  at: number;
  busArn: string;
  /** As JSON. */
  text: string;
  targets: TargetLife[];
}

/** Where the life of an event for a target has come to. */
export type LifeEnd =
  | { is: 'done' | 'runs' | 'handed-over' | 'queued' | 'dropped' }
  | { is: 'waits'; until?: number | undefined; error?: string | undefined }
  | { is: 'dead-lettered'; to: string; error?: string | undefined };

const keyOf = ({ kind, id }: WorkName): string => `${kind} ${id}`;
const deliveryKey = (eventId: string, targetArn: string): string => `delivery ${eventId} ${targetArn}`;

/** All events whose being accepted is kept, oldest first. */
export function eventLives(ring: FactRing): EventLife[] {
  const lives = new Map<string, EventLife>();
  /** By work, for whom it is done: a batch of messages is for several. */
  const owners = new Map<string, TargetLife[]>();
  const facts = [...ring.from()];
  for (const { fact } of facts) {
    if (fact.fact === 'accepted' && fact.work.kind === 'event') accept(fact);
    else if (fact.fact === 'matched') match(fact);
    // What it became is told before that it did.
    else if (fact.fact === 'handed-over' && fact.became) own(keyOf(fact.became), ownersOf(fact));
  }
  for (const numbered of facts) {
    const { fact } = numbered;
    if (fact.work.kind === 'event') continue;
    if (fact.fact === 'began' && fact.of)
      own(keyOf(fact.work), [...new Set(fact.of.flatMap((one) => owners.get(keyOf(one)) ?? []))]);
    else if (fact.cause && fact.cause.kind !== 'event' && !owners.has(keyOf(fact.work)))
      own(keyOf(fact.work), owners.get(keyOf(fact.cause)) ?? []);
    for (const life of ownersOf(fact)) life.facts.push(numbered);
  }
  return [...lives.values()];

  function accept({ work: { id }, at, target, content = '' }: Fact & { fact: 'accepted' }): void {
    const known = lives.get(id);
    lives.delete(id);
    lives.set(id, { id, at, busArn: target, text: content, targets: known?.targets ?? [] });
  }

  function match({ work: { id }, target, ruleArn }: Fact & { fact: 'matched' }): void {
    const life = lives.get(id);
    if (!life) return;
    const known = life.targets.find(({ targetArn }) => targetArn === target);
    if (known) {
      if (!known.ruleArns.includes(ruleArn)) known.ruleArns.push(ruleArn);
      return;
    }
    const made = { targetArn: target, ruleArns: [ruleArn], facts: [] };
    life.targets.push(made);
    owners.set(deliveryKey(id, target), [made]);
  }

  function own(key: string, by: TargetLife[]): void {
    if (by.length > 0) owners.set(key, by);
  }

  function ownersOf({ work, target }: Pick<Fact, 'work' | 'target'>): TargetLife[] {
    return owners.get(work.kind === 'delivery' ? deliveryKey(work.id, target) : keyOf(work)) ?? [];
  }
}

/** What is told of a life last decides, except that a dead letter stays one. */
export function endOf({ facts }: Pick<TargetLife, 'facts'>): LifeEnd {
  let end: LifeEnd = { is: 'runs' };
  let error: string | undefined;
  for (const { fact } of facts) {
    switch (fact.fact) {
      case 'handed-over':
        if (fact.became === undefined) end = { is: 'handed-over' };
        else if (fact.became.kind === 'message') end = { is: 'queued' };
        break;
      case 'began':
        end = { is: 'runs' };
        break;
      case 'ended':
        // A delivery's own end says no more than that it was handed over, and comes when the function may be at work.
        if (fact.work.kind !== 'delivery') end = { is: 'done' };
        break;
      case 'failed':
        error = `${fact.error.code}: ${fact.error.message}`;
        end = { is: 'waits', error };
        break;
      case 'waits':
        end = { is: 'waits', until: fact.until, error };
        break;
      case 'gave-up':
        if (fact.error) error = `${fact.error.code}: ${fact.error.message}`;
        if (fact.dropped) end = { is: 'dropped' };
        break;
      case 'dead-lettered':
        end = { is: 'dead-lettered', to: fact.to, error };
    }
  }
  return end;
}

/** Put together anew only when something has happened since. */
export function makeEventLives(ring: FactRing): () => EventLife[] {
  let at = 0;
  let lives: EventLife[] = [];
  return () => {
    if (at !== ring.next) {
      lives = eventLives(ring);
      at = ring.next;
    }
    return lives;
  };
}
