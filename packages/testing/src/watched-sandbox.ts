import type { EventDefinition, EventOf } from '@shutterbus/contracts/event';
import type { StandingChange } from '@shutterbus/sandbox/changes/standing-changes';
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
  /** What came of such an event: deliveries, messages, batches of messages, invocations. */
  const cameOf = new Map<string, DetailOf<Definition>>();
  const isConsumer = new RegExp(`-${consumer}(:|$)`);
  return {
    description: `The end of ${consumer}'s work on ${begins.description}`,
    find(fact) {
      const from = [fact.work, fact.cause, ...(fact.fact === 'began' ? (fact.of ?? []) : [])];
      const known = from.flatMap((work) => (work && cameOf.get(nameOf(work))) ?? []);
      const detail = begins.find(fact) ?? known[0];
      if (detail === undefined) return undefined;
      cameOf.set(nameOf(fact.work), detail);
      if (fact.fact === 'handed-over' && fact.became) cameOf.set(nameOf(fact.became), detail);
      const isDone = fact.fact === 'ended' && ['invocation', 'batch'].includes(fact.work.kind);
      return isDone && isConsumer.test(fact.target) ? detail : undefined;
    },
  };
}

const nameOf = ({ kind, id }: WorkName): string => `${kind} ${id}`;

/** Something that was given up and lies in a queue now. @param queueName ends the queue's name @returns where, and what it was for */
export const deadLetter = (queueName: string): Wanted<{ to: string; target: string }> => ({
  description: `a dead letter in ${queueName}`,
  find: (fact) => (fact.fact === 'dead-lettered' && fact.to.endsWith(queueName) ? fact : undefined),
});

/** What happens in a running sandbox, from the moment on at which it is watched: nothing is missed between two waits. */
export interface WatchedSandbox {
  /**
   * The first since the watch began.
   * @param deadlineMs how long to wait, a minute unless told
   * @throws Error that tells what did happen
   */
  until<Found>(wanted: Wanted<Found>, deadlineMs?: number): Promise<Found>;
  /** Stands until it is used up or cleared. @param change whose target is an ARN */
  change(change: StandingChange): Promise<void>;
  clear(): Promise<void>;
}

export async function watchSandbox({ webUrl }: { webUrl: string }): Promise<WatchedSandbox> {
  const at = `${webUrl}/_sandbox/v1`;
  const lastBefore = await lastFact(`${at}/facts`);
  const seen: ToldFact[] = [];

  async function post(verb: string, fields: Record<string, string>): Promise<void> {
    const answer = await fetch(`${at}/${verb}`, { method: 'POST', body: new URLSearchParams(fields) });
    if (!answer.ok) throw new Error(await answer.text());
  }

  /** Facts from the beginning of the watch: those that were seen before, then those to come. */
  async function* facts(signal: AbortSignal): AsyncGenerator<ToldFact> {
    yield* seen.slice();
    const after = seen.at(-1)?.n ?? lastBefore;
    const { body } = await fetch(`${at}/facts?content&after=${after}`, { signal });
    let text = '';
    for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk;
      const parts = text.split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        const data = /^data: (.*)$/m.exec(part)?.[1];
        if (data === undefined) continue;
        const fact = JSON.parse(data) as ToldFact;
        if (fact.n > (seen.at(-1)?.n ?? 0)) seen.push(fact);
        yield fact;
      }
    }
  }

  return {
    async until({ description, find }, deadlineMs = 120_000) {
      const ended = new AbortController();
      const timer = setTimeout(() => ended.abort(), deadlineMs);
      try {
        for await (const fact of facts(ended.signal)) {
          const found = find(fact);
          if (found !== undefined) return found;
        }
        throw new Error('The sandbox has ended.');
      } catch (error) {
        if (!ended.signal.aborted) throw error;
        throw new Error(`${description} did not come in ${deadlineMs} ms. What came:\n${told(seen)}`);
      } finally {
        clearTimeout(timer);
        ended.abort();
      }
    },
    change: ({ is, target, ...rest }) =>
      post('changes', { is, target, ...('amount' in rest && { amount: String(rest.amount) }) }),
    clear: () => post('changes/clear', {}),
  };
}

/** Number of the newest fact: the stream begins with it. */
async function lastFact(address: string): Promise<number> {
  const { body } = await fetch(address);
  let text = '';
  for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    const number = /^id: (\d+)\n/m.exec(text)?.[1];
    if (number !== undefined) return Number(number);
  }
  throw new Error(`${address} tells nothing.`);
}

/** One line for each event, failure and end. */
function told(facts: readonly ToldFact[]): string {
  const lines = facts.flatMap((fact): string[] => {
    if (fact.fact === 'accepted' && fact.work.kind === 'event')
      return [
        `${(JSON.parse(fact.content ?? '{}') as { 'detail-type'?: string })['detail-type']} on ${fact.target}`,
      ];
    if (fact.fact === 'failed') return [`${fact.target} failed: ${fact.error.code}: ${fact.error.message}`];
    if (fact.fact === 'dead-lettered') return [`${fact.target} left a dead letter in ${fact.to}`];
    return [];
  });
  return lines.join('\n') || 'nothing';
}
