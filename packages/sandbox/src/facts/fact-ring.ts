import type { Fact, Observe } from '../core/observe.ts';

/** A fact with its number: they count up from 1, and begin anew with the sandbox. */
export interface NumberedFact {
  n: number;
  fact: Fact;
}

export interface FactRingLimits {
  facts: number;
  /** Of memory, as far as it can be told without looking: strings count two bytes a letter. */
  bytes: number;
}

const usualLimits: FactRingLimits = { facts: 20_000, bytes: 16 * 2 ** 20 };

/** What a fact takes beside its content, rounded up: the facts of one life share their names. */
const factBytes = 400;

/** The last facts, in memory: what the sandbox's own pages tell of the past. */
export interface FactRing {
  /** Number of the oldest that is kept; that of the next, while there is none. */
  readonly first: number;
  /** Number that the next one gets. */
  readonly next: number;
  /** Oldest first, from this number on, as far as they are kept. */
  from(n?: number): Generator<NumberedFact>;
  /** Called for each further one. @returns a function that unsubscribes */
  listen(listener: (fact: Fact, n: number) => void): () => void;
}

export function makeFactRing(
  observe: Pick<Observe, 'listen'>,
  { facts, bytes }: FactRingLimits = usualLimits,
): FactRing {
  const slots: (Fact | undefined)[] = [];
  const listeners = new Set<(fact: Fact, n: number) => void>();
  let first = 1;
  let next = 1;
  let kept = 0;

  function dropFirst(): void {
    const oldest = slots[first % facts];
    if (oldest) kept -= sizeOf(oldest);
    slots[first % facts] = undefined;
    first++;
  }

  observe.listen((fact) => {
    if (next - first === facts) dropFirst();
    const n = next++;
    slots[n % facts] = fact;
    kept += sizeOf(fact);
    while (kept > bytes) dropFirst();
    for (const listener of listeners) listener(fact, n);
  });

  return {
    get first() {
      return first;
    },
    get next() {
      return next;
    },
    *from(n = first) {
      for (let at = Math.max(n, first); at < next; at++) {
        const fact = slots[at % facts];
        if (fact) yield { n: at, fact };
      }
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function sizeOf(fact: Fact): number {
  const text =
    fact.fact === 'accepted'
      ? fact.content
      : fact.fact === 'mailed'
        ? `${fact.recipients}${fact.subject}`
        : undefined;
  return factBytes + 2 * (text?.length ?? 0);
}
