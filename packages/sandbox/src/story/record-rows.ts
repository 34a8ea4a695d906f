import type { Fact } from '../core/observe.ts';
import { endOf } from '../facts/event-lives.ts';
import type { NumberedFact } from '../facts/fact-ring.ts';
import type { StoryRow, StorySources } from './story-row.ts';

/** A record of a table's stream, and the batches in which a function got it: another at each attempt. */
export interface RecordLife {
  read: NumberedFact & { fact: Fact & { fact: 'accepted' } };
  batchIds: ReadonlySet<string>;
}

/** Records that carry a correlation id. */
export function recordLives(facts: readonly NumberedFact[], correlationId: string): RecordLife[] {
  // As it stands there, or in text that is JSON itself.
  const inItem = JSON.stringify(correlationId);
  const inText = JSON.stringify(inItem).slice(1, -1);
  const carries = (text: string): boolean => text.includes(inItem) || text.includes(inText);
  const found = new Map<string, { read: RecordLife['read']; batchIds: Set<string> }>();
  for (const { n, fact } of facts) {
    const { work } = fact;
    if (fact.fact === 'accepted' && work.kind === 'record' && carries(fact.content ?? '')) {
      // What is read again, after an error of the table, was read before.
      if (!found.has(work.id)) found.set(work.id, { read: { n, fact }, batchIds: new Set() });
    } else if (fact.fact === 'began')
      for (const { kind, id } of fact.of ?? []) if (kind === 'record') found.get(id)?.batchIds.add(work.id);
  }
  return [...found.values()];
}

const tableOf = (streamArn: string): string => streamArn.replace(/\/stream\/.*$/, '');

/** Each waits from the last write of the story to its table until a mapping reads it. */
export function recordRows(
  lives: readonly RecordLife[],
  { facts, placeOf }: StorySources,
  isOfStory: (invocationId: string) => boolean,
): StoryRow[] {
  return lives.map(({ read, batchIds }): StoryRow => {
    const { at, target, work, content = '{}' } = read.fact;
    const table = tableOf(target);
    const { lane, what } = placeOf(table);
    const wroteAt = facts
      .filter(({ fact }) => fact.fact === 'wrote' && fact.target === table && isOfStory(fact.work.id))
      .map(({ fact }) => fact.at)
      .filter((time) => time <= at)
      .at(-1);
    const delivered = facts.filter(({ fact }) => fact.work.kind === 'batch' && batchIds.has(fact.work.id));
    const { eventName } = JSON.parse(content) as { eventName?: string };
    return {
      ...{ kind: 'record', id: work.id, at, lane, what: `${eventName} in the stream of ${what}` },
      segments: wroteAt === undefined ? [] : [{ is: 'waited', from: wroteAt, to: at }],
      ends: delivered.length > 0 ? [endOf({ facts: delivered })] : [],
      facts: [read, ...delivered],
      lines: [{ at, text: content }],
    };
  });
}
