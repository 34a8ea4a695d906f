import type { Fact, WorkName } from '../core/observe.ts';
import { endOf, type LifeEnd } from '../facts/event-lives.ts';
import type { NumberedFact } from '../facts/fact-ring.ts';
import type { Segment, StoryRow, StorySources } from './story-row.ts';

/**
 * Messages of the story: what its events and its functions brought into queues, and what is alone in a batch of one of its
 * functions. Of several in such a batch nobody knows whose they are.
 */
export function queueRows(
  { facts, lives, placeOf }: Pick<StorySources, 'facts' | 'lives' | 'placeOf'>,
  isOfStory: (invocationId: string) => boolean,
): StoryRow[] {
  const events = new Set(lives.map(({ id }) => id));
  const isOwn = ({ kind, id }: WorkName): boolean => (kind === 'event' ? events.has(id) : isOfStory(id));
  const ids = facts.flatMap(({ fact }) => {
    const { work, cause } = fact;
    if (work.kind === 'message') return fact.fact === 'accepted' && cause && isOwn(cause) ? [work.id] : [];
    const messages = messagesIn(fact);
    return messages.length === 1 && isOfStory(work.id) ? messages : [];
  });
  return [...new Set(ids)].flatMap((id) => {
    const own = lifeOf(id, facts);
    const [first] = own;
    if (!first) return [];
    const { at, work, source, target } = first.fact;
    const { what } = placeOf(work.kind === 'message' ? target : (source ?? target));
    return {
      ...{ kind: 'message', id, at, lane: 'queues', what: `message in ${what}` },
      ...{ segments: segmentsOf(own), ends: endsOf(own), facts: own, lines: [] },
    };
  });
}

const messagesIn = (fact: Fact): string[] =>
  fact.fact === 'began' ? (fact.of ?? []).flatMap(({ kind, id }) => (kind === 'message' ? [id] : [])) : [];

/** What is told of a message, and of the batches in which a function got it: another at each attempt. */
function lifeOf(messageId: string, facts: readonly NumberedFact[]): NumberedFact[] {
  const batches = new Set(
    facts.flatMap(({ fact }) => (messagesIn(fact).includes(messageId) ? [fact.work.id] : [])),
  );
  return facts.filter(({ fact: { work } }) =>
    work.kind === 'message' ? work.id === messageId : work.kind === 'batch' && batches.has(work.id),
  );
}

function segmentsOf(own: readonly NumberedFact[]): Segment[] {
  const segments: Segment[] = [];
  const add = (is: Segment['is'], from: number | undefined, to: number): void => {
    if (from !== undefined && from < to) segments.push({ is, from, to });
  };
  let waitsSince: number | undefined;
  let beganAt: number | undefined;
  for (const [index, { fact }] of own.entries()) {
    if (fact.fact === 'accepted') waitsSince = fact.at;
    else if (fact.fact === 'began') {
      add('waited', waitsSince, fact.at);
      beganAt = fact.at;
    } else if (fact.fact === 'ended' || fact.fact === 'failed') {
      add(comesBack(own, index) ? 'broken' : 'ran', beganAt, fact.at);
      waitsSince = fact.at;
    } else if (fact.fact === 'dead-lettered') add('waited', waitsSince, fact.at);
  }
  return segments;
}

/** Whether the attempt that ends there leaves the message in the queue. Undefined: something of its batch does, and nothing says what. */
function comesBack(own: readonly NumberedFact[], index: number): boolean | undefined {
  const fact = own[index]?.fact;
  if (fact?.fact === 'failed') return true;
  if (fact?.fact !== 'ended' || !fact.givesBack) return false;
  const begun = own.slice(0, index).findLast((one) => one.fact.fact === 'began');
  return own.length > index + 1 || (begun && messagesIn(begun.fact).length === 1) ? true : undefined;
}

function endsOf(own: NumberedFact[]): LifeEnd[] {
  const last = own.at(-1)?.fact;
  if (last?.fact === 'accepted') return [{ is: 'queued' }];
  const isLeft = last?.fact === 'ended' ? comesBack(own, own.length - 1) : false;
  if (isLeft === undefined) return [];
  return [isLeft ? { is: 'queued' } : endOf({ facts: own })];
}
