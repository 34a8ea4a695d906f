import type { StandingChange } from '@shutterbus/sandbox/changes/standing-changes';
import type { ToldFact } from '@shutterbus/sandbox/facts/told-facts';
import { openFeed, type Watchable } from './fact-feed.ts';
import type { Wanted } from './wanted.ts';
import { whatHappened } from './what-happened.ts';

/** Enough for a machine that is busy with something else. */
const usualDeadlineMs = 120_000;

/** What happens in a running sandbox, from the moment on at which it is watched: nothing is missed between two waits. */
export interface WatchedSandbox {
  /**
   * The first since the watch began.
   * @param deadlineMs how long to wait, two minutes unless told
   * @throws Error that tells what did happen
   */
  until<Found>(wanted: Wanted<Found>, deadlineMs?: number): Promise<Found>;
  /** Stands until it is used up or cleared. @param change whose target is an ARN */
  change(change: StandingChange): Promise<void>;
  clear(): Promise<void>;
}

export async function watchSandbox(site: Watchable): Promise<WatchedSandbox> {
  const before = await newestFact(site);
  const seen: ToldFact[] = [];

  async function post(verb: string, fields: Record<string, string>): Promise<void> {
    const answer = await fetch(`${site.webUrl}/_sandbox/v1/${verb}`, {
      method: 'POST',
      body: new URLSearchParams(fields),
    });
    if (!answer.ok) throw new Error(await answer.text());
  }

  /** Facts from the beginning of the watch: those that were seen before, then those to come. */
  async function* facts(signal: AbortSignal): AsyncGenerator<ToldFact> {
    yield* seen.slice();
    const feed = await openFeed(site, { after: seen.at(-1)?.n ?? before, content: true, signal });
    for await (const some of feed.facts) {
      for (const fact of some) if (fact.n > (seen.at(-1)?.n ?? 0)) seen.push(fact);
      yield* some;
    }
  }

  return {
    until: ({ description, find }, deadlineMs = usualDeadlineMs) =>
      within(
        deadlineMs,
        async (signal) => {
          for await (const fact of facts(signal)) {
            const found = find(fact);
            if (found !== undefined) return found;
          }
          throw new Error('The sandbox has ended.');
        },
        () => `${description} did not come in ${deadlineMs} ms. What came:\n${whatHappened(seen)}`,
      ),
    change: ({ is, target, ...rest }) =>
      post('changes', { is, target, ...('amount' in rest && { amount: String(rest.amount) }) }),
    clear: () => post('changes/clear', {}),
  };
}

/**
 * Looks at once, and again whenever what is wanted has happened, until `look` neither throws nor gives `false`. For what several
 * events bring about together, or one of which the test does not know whether it was before. A look that finds nothing yet says so: `found ?? false`.
 * @returns what the look gave
 * @param deadlineMs how long to wait, two minutes unless told
 * @throws Error with what the look threw last, and with what did happen meanwhile
 */
export async function lookAfter<Result>(
  site: Watchable,
  { description, find }: Wanted<unknown>,
  look: () => Result | Promise<Result>,
  deadlineMs = usualDeadlineMs,
): Promise<Exclude<Result, false>> {
  let failure: unknown = `It never came true: ${look}`;
  const heard: ToldFact[] = [];
  return within(
    deadlineMs,
    async (signal) => {
      // Open before the first look: what happens while one looks is looked at again.
      const { facts } = await openFeed(site, { content: true, signal });
      let happened = Promise.withResolvers<void>();
      const hearing = (async () => {
        for await (const some of facts) {
          heard.push(...some);
          if (some.filter((fact) => find(fact) !== undefined).length > 0) happened.resolve();
        }
        throw new Error('The sandbox has ended.');
      })();
      // Its end is heard of by the race below, which may not have begun.
      hearing.catch(() => {});
      for (;;) {
        happened = Promise.withResolvers<void>();
        try {
          const found = await look();
          if (found !== false) return found as Exclude<Result, false>;
        } catch (error) {
          failure = error;
        }
        await Promise.race([happened.promise, hearing]);
      }
    },
    () =>
      `${failure instanceof Error ? failure.message : failure}\nNot so after ${description}, for ${deadlineMs} ms. What came:\n${whatHappened(heard)}`,
  );
}

/** @param said of what did not happen in time */
async function within<Found>(
  deadlineMs: number,
  act: (signal: AbortSignal) => Promise<Found>,
  said: () => string,
): Promise<Found> {
  const ended = new AbortController();
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    ended.abort();
    late.reject(new Error('too late'));
  }, deadlineMs);
  try {
    return await Promise.race([act(ended.signal), late.promise]);
  } catch (error) {
    throw ended.signal.aborted ? new Error(said(), { cause: error }) : error;
  } finally {
    clearTimeout(timer);
    ended.abort();
  }
}

async function newestFact(site: Watchable): Promise<number> {
  const ended = new AbortController();
  const { before } = await openFeed(site, { signal: ended.signal });
  ended.abort();
  return before;
}
