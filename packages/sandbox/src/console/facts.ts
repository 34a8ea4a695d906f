import { Readable } from 'node:stream';
import type { Fact, Observe } from '../core/observe.ts';

/** What a reader that does not keep up may leave unread; then it is cut off, and an EventSource begins anew. */
const unreadBytes = 1024 * 1024;

/**
 * Everything that happens to work from now on, as server-sent events: `data:` is one fact of `src/core/observe.ts` as JSON,
 * without what an event carries. Facts are built only while somebody reads.
 */
export function factStream(observe: Pick<Observe, 'listen'>): Readable {
  let stopListening = (): void => {};
  const stream = new Readable({
    highWaterMark: unreadBytes,
    read() {},
    destroy(error, done) {
      stopListening();
      done(error);
    },
  });
  // Sent at once, so that the reader knows that it is heard.
  stream.push(': facts\n\n');
  stopListening = observe.listen((fact) => {
    if (!stream.push(`data: ${JSON.stringify(withoutContent(fact))}\n\n`)) stream.destroy();
  });
  return stream;
}

function withoutContent(fact: Fact): Fact {
  if (fact.fact !== 'accepted') return fact;
  const { content: _, ...told } = fact;
  return told;
}
