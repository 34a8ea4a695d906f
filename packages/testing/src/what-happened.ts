import type { ToldFact } from '@shutterbus/sandbox/facts/told-facts';
import { trail } from './wanted.ts';

/** Correlation ids of which is told, those that came last. */
const shownIds = 8;

/** For a failed wait: under each correlation id, in their order, the events, who was done with something, mails, failures and dead letters. */
export function whatHappened(facts: readonly ToldFact[]): string {
  const idOf = trail<string>();
  const lines = new Map<string, string[]>();
  for (const fact of facts) {
    const event =
      fact.fact === 'accepted' && fact.work.kind === 'event' ? readEvent(fact.content) : undefined;
    const id = idOf(fact, event?.detail?.metadata?.correlationId) ?? 'without a correlation id';
    const line = inWords(fact, event?.['detail-type']);
    if (line === undefined) continue;
    const before = lines.get(id) ?? [];
    lines.delete(id);
    lines.set(id, [...before, `  ${line}`]);
  }
  return (
    [...lines]
      .slice(-shownIds)
      .flatMap(([id, ofId]) => [`${id}:`, ...ofId])
      .join('\n') || 'nothing'
  );
}

interface EventText {
  'detail-type'?: string;
  detail?: { metadata?: { correlationId?: string } };
}
const readEvent = (content = '{}') => JSON.parse(content) as EventText;

function inWords(fact: ToldFact, eventType: string | undefined): string | undefined {
  const name = nameIn(fact.target);
  switch (fact.fact) {
    case 'accepted':
      return eventType && `${eventType} on ${name}`;
    case 'ended':
      return fact.work.kind === 'delivery' ? undefined : `${name} is done`;
    case 'failed':
      return `${name} failed: ${fact.error.code}: ${fact.error.message}`;
    case 'dead-lettered':
      return `${name} left a dead letter in ${nameIn(fact.to)}`;
    case 'mailed':
      return `a mail to ${fact.recipients.join(', ')}: ${fact.subject}`;
    default:
      return undefined;
  }
}

/** What stands last in an ARN, without the alias of a function. */
const nameIn = (arn: string): string =>
  /:function:([^:]+)/.exec(arn)?.[1] ?? arn.split(':').at(-1)?.split('/').at(-1) ?? arn;
