import { Readable } from 'node:stream';
import type { Fact } from '../core/observe.ts';
import type { FactRing } from './fact-ring.ts';

/** What a program asks for. */
export interface FactsAsked {
  /** Those with a higher number than this; for the stream those to come unless told, for the list all that are kept. */
  after?: number | undefined;
  /** With what events carry. */
  content: boolean;
}

/** A fact as programs get it: the fields of `src/core/observe.ts`, and its number. */
export type ToldFact = Fact & { n: number };

/** What a reader may leave unread, more than all that is kept; then it is cut off, and an EventSource begins anew where it was. */
const unreadBytes = 32 * 2 ** 20;

/** Each write to a socket costs more than the text of a fact, so what happens within this time is written at once. */
const gatherMs = 20;

/** Facts as server-sent events: `id:` is a fact's number, so that an EventSource that lost its connection loses nothing that is kept. */
export function factStream(ring: FactRing, { after, content }: FactsAsked): Readable {
  let gathered = '';
  let timer: NodeJS.Timeout | undefined;
  const write = (): void => {
    timer = undefined;
    const text = gathered;
    gathered = '';
    if (!stream.push(text)) stream.destroy();
  };
  const tell = (fact: Fact, n: number): void => {
    const text = JSON.stringify(content ? fact : withoutContent(fact));
    gathered += `id: ${n}\ndata: {"n":${n},${text.slice(1)}\n\n`;
    timer ??= setTimeout(write, gatherMs);
  };
  const stopListening = ring.listen(tell);
  const stream = new Readable({
    highWaterMark: unreadBytes,
    read() {},
    destroy(error, done) {
      stopListening();
      clearTimeout(timer);
      done(error);
    },
  });
  // Sent at once, so that the reader knows that it is heard, and from where on.
  stream.push(`: facts\nid: ${(after === undefined ? ring.next : Math.min(after + 1, ring.next)) - 1}\n\n`);
  if (after !== undefined) for (const { n, fact } of kept(ring, after)) tell(fact, n);
  return stream;
}

/** The same as one answer. A `first` above `after + 1` says that facts between have been forgotten. */
export function factList(ring: FactRing, { after = 0, content }: FactsAsked) {
  const facts = [...kept(ring, after)].map(
    ({ n, fact }): ToldFact => ({ n, ...(content ? fact : withoutContent(fact)) }),
  );
  return { version: 1, first: ring.first, next: ring.next, facts };
}

/** A number that was not given yet is of an earlier run of the sandbox: then all are new. */
const kept = (ring: FactRing, after: number) => ring.from(after < ring.next ? after + 1 : ring.first);

function withoutContent(fact: Fact): Fact {
  if (fact.fact !== 'accepted' || fact.content === undefined) return fact;
  const { content: _, ...rest } = fact;
  return rest;
}
