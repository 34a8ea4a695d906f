import type { EventDefinition, EventOf } from '@shutterbus/contracts/event';
import type { WorkName } from '@shutterbus/sandbox/core/observe';
import type { ToldFact } from '@shutterbus/sandbox/facts/told-facts';

/** What is waited for: gives what it found in a fact, or undefined. */
export interface Wanted<Found> {
  description: string;
  find(fact: ToldFact): Found | undefined;
}

type DetailOf<Definition extends EventDefinition> = EventOf<Definition>['detail'];

/** An event of the catalogue on any bus. @param where which of them; any unless told */
export function event<Definition extends EventDefinition>(
  definition: Definition,
  where: (detail: DetailOf<Definition>) => boolean = () => true,
): Wanted<DetailOf<Definition>> {
  const { source, detailType } = definition;
  return {
    description: `${detailType} of ${source}`,
    find(fact) {
      if (fact.fact !== 'accepted' || fact.work.kind !== 'event' || fact.content === undefined)
        return undefined;
      const seen = JSON.parse(fact.content) as {
        source: string;
        'detail-type': string;
        detail: DetailOf<Definition>;
      };
      const isIt = seen.source === source && seen['detail-type'] === detailType && where(seen.detail);
      return isIt ? seen.detail : undefined;
    },
  };
}

/**
 * A consumer is done with an event of the catalogue, however that came to it: what it keeps is up to date then.
 * @param consumer ends its function's name
 * @param where which of them; any unless told
 */
export function handled<Definition extends EventDefinition>(
  definition: Definition,
  consumer: string,
  where?: (detail: DetailOf<Definition>) => boolean,
): Wanted<DetailOf<Definition>> {
  const begins = event(definition, where);
  const ofIt = trail<DetailOf<Definition>>();
  const itsEnd = done(consumer);
  return {
    description: `the end of ${consumer}'s work on ${begins.description}`,
    find(fact) {
      const detail = ofIt(fact, begins.find(fact));
      return itsEnd.find(fact) && detail;
    },
  };
}

/** Follows what an event brings about: deliveries, messages, batches of messages, invocations. */
export function trail<Mark>(): (fact: ToldFact, begins: Mark | undefined) => Mark | undefined {
  const marks = new Map<string, Mark>();
  const nameOf = ({ kind, id }: WorkName): string => `${kind} ${id}`;
  return (fact, begins) => {
    const from = [fact.work, fact.cause, ...(fact.fact === 'began' ? (fact.of ?? []) : [])];
    const known = from.flatMap((work) => (work && marks.get(nameOf(work))) ?? []);
    const mark = begins ?? known[0];
    if (mark === undefined) return undefined;
    marks.set(nameOf(fact.work), mark);
    if (fact.fact === 'handed-over' && fact.became) marks.set(nameOf(fact.became), mark);
    return mark;
  };
}

/** One of these functions, or any unless told, is done with an event or a batch. @param functions each ends a function's name */
export function done(...functions: string[]): Wanted<ToldFact> {
  const isOne = new RegExp(functions.length === 0 ? '' : `-(${functions.join('|')})(:|$)`);
  return {
    description: `the end of work of ${functions.join(' or ') || 'any function'}`,
    find: (fact) =>
      fact.fact === 'ended' && ['invocation', 'batch'].includes(fact.work.kind) && isOne.test(fact.target)
        ? fact
        : undefined,
  };
}

/** A mail lies in the mailbox. @param subject any unless told */
export const mailed = (address: string, subject = /(?:)/): Wanted<{ subject: string }> => ({
  description: `a mail to ${address} about ${subject}`,
  find: (fact) =>
    fact.fact === 'mailed' && fact.recipients.includes(address.toLowerCase()) && subject.test(fact.subject)
      ? fact
      : undefined,
});

/** Something that was given up and lies in a queue now. @param queueName ends the queue's name @returns where, and what it was for */
export const deadLetter = (queueName: string): Wanted<{ to: string; target: string }> => ({
  description: `a dead letter in ${queueName}`,
  find: (fact) => (fact.fact === 'dead-lettered' && fact.to.endsWith(queueName) ? fact : undefined),
});

/** Whichever of these comes first. */
export const anyOf = (...wanted: Wanted<unknown>[]): Wanted<unknown> => ({
  description: wanted.map(({ description }) => description).join(', or '),
  find: (fact) => wanted.map(({ find }) => find(fact)).find((found) => found !== undefined),
});
