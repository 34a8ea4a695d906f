import type { Clock } from '@shutterbus/lambda/clock';
import { eachForItself } from '@shutterbus/lambda/each-for-itself';
import { isBelieved, type Lap, lapHours, restMinutes, type Suspect } from '../ghost.ts';
import type { AccountPresence, GhostSearch, UserRepository } from '../ports.ts';
import type { makeRemovePerson } from '../remove-person.ts';

export interface SweepGhostsDeps {
  users: Pick<UserRepository, 'listIds'>;
  presence: AccountPresence;
  search: GhostSearch;
  removePerson: ReturnType<typeof makeRemovePerson>;
  clock: Clock;
  newId: () => string;
  pause: (milliseconds: number) => Promise<void>;
}

/** One run ends after this, well before its function does. */
const runSeconds = 200;
/** After this those who are to end wait until the lap had its turn. */
const firstTurnSeconds = 100;
/** Everybody who is to end gets a part of the time, and at least this: with less, nobody would come to an end. */
const leastShareMs = 5000;
/** Accounts looked for in a second. Cognito allows thirty in all, for whatever lists users. */
const looksPerSecond = 15;
const looksAtOnce = 5;
/** So many people do not leave at once: the pool is another one, or does not answer rightly. */
const believed = { atLeast: 10, share: 0.05 };

/**
 * Finds profiles whose account was deleted past us, by a token and Cognito's own DeleteUser, and ends them. Profiles are looked
 * through lap by lap, as many as a run has time for. Who is missing is noted, and ended by a later run, when no token can be
 * used any more and a second look, one that does not lag, says the same. A lap is judged as a whole, in however many runs: nobody is ended
 * before the lap that missed them is done, and in one that misses too many nobody at all; the next run begins another. Who left by
 * the app has a conductor instead (conduct-leaving.ts): no lap looks at them, and they do not count as missing.
 * Nobody waits for one with a crowd of pairs: what that one's part of the time does not do, the next run goes on with.
 * @throws Error when the pool cannot be believed, or somebody could not be ended, once all others are seen to
 */
export function makeSweepGhosts(deps: SweepGhostsDeps) {
  const { users, presence, search, removePerson, clock, newId, pause } = deps;

  return async (): Promise<{ looked: number; missing: number; ended: number }> => {
    const begunAt = clock().getTime();
    const until = begunAt + runSeconds * 1000;
    const parts = eachForItself();
    const first = await endSome(parts, await dueSuspects(), begunAt + firstTurnSeconds * 1000);
    const found = await parts.run('lap', () => goOnWithLap(() => clock().getTime() < until));
    const second = await endSome(parts, first.waiting, until);
    parts.finish();
    return { looked: 0, missing: 0, ...found, ended: first.ended + second.ended };
  };

  /** Who is missed longest comes first. */
  async function dueSuspects(): Promise<Suspect[]> {
    const missedBefore = new Date(clock().getTime() - restMinutes * 60_000).toISOString();
    const [suspects, lap] = await Promise.all([search.suspects(), search.lap()]);
    return suspects
      .filter((suspect) => suspect.missedAt <= missedBefore && isBelieved(suspect, lap))
      .sort((a, b) => a.missedAt.localeCompare(b.missedAt));
  }

  /** @returns who was not come to, and behind them those with whom there is more to do */
  async function endSome(
    parts: ReturnType<typeof eachForItself>,
    suspects: readonly Suspect[],
    until: number,
  ): Promise<{ ended: number; waiting: Suspect[] }> {
    let ended = 0;
    const begun: Suspect[] = [];
    for (const [index, suspect] of suspects.entries()) {
      const now = clock().getTime();
      if (now >= until) return { ended, waiting: [...suspects.slice(index), ...begun] };
      const share = Math.max(leastShareMs, (until - now) / (suspects.length - index));
      const mayGoOn = () => clock().getTime() < Math.min(until, now + share);
      const outcome = await parts.run(suspect.userId, () => end(suspect, mayGoOn));
      if (outcome === 'removed') ended += 1;
      if (outcome === 'more') begun.push(suspect);
    }
    return { ended, waiting: begun };
  }

  async function end({ userId }: Suspect, mayGoOn: () => boolean): Promise<'removed' | 'more' | 'there'> {
    let outcome: 'removed' | 'more' | 'there' = 'there';
    if (!(await presence.exists(userId))) {
      const id = newId();
      outcome = await removePerson({ userId, trace: { correlationId: id, causationId: id } }, mayGoOn);
    }
    if (outcome !== 'more') await search.clear(userId);
    return outcome;
  }

  async function goOnWithLap(mayGoOn: () => boolean): Promise<{ looked: number; missing: number }> {
    const now = clock().toISOString();
    const known = await search.lap();
    let lap = known?.after === undefined ? nextLap(known, now) : known;
    const found = { looked: 0, missing: 0 };
    while (lap && mayGoOn()) {
      const { items, nextCursor } = await users.listIds(lap.after);
      const missing = await missingOf(items);
      found.looked += items.length;
      found.missing += missing.length;
      const { startedAt } = lap;
      lap = {
        ...{ startedAt, after: nextCursor },
        ...{ looked: lap.looked + items.length, missing: lap.missing + missing.length },
      };
      if (!isBelievable(lap)) return doubt(lap);
      // Before the place in the lap: a run that ends in between looks at this page again.
      for (const userId of missing) await search.note({ userId, missedAt: now, lapStartedAt: startedAt });
      await search.saveLap(lap);
      if (nextCursor === undefined) break;
    }
    return found;
  }

  /** Whom this lap missed is not missed any more: before it is dropped, so that nothing of it is taken for believed. @throws Error always */
  async function doubt({ startedAt, looked, missing }: Lap): Promise<never> {
    for (const { userId, lapStartedAt } of await search.suspects())
      if (lapStartedAt === startedAt) await search.clear(userId);
    await search.dropLap();
    throw new Error(
      `${missing} of ${looked} accounts are missing: that is no leaving, and nobody is ended for it`,
    );
  }

  async function missingOf(userIds: readonly string[]): Promise<string[]> {
    const missing: string[] = [];
    for (let start = 0; start < userIds.length; start += looksAtOnce) {
      const some = userIds.slice(start, start + looksAtOnce);
      const [listed] = await Promise.all([
        Promise.all(some.map((userId) => presence.isListed(userId))),
        pause((1000 * some.length) / looksPerSecond),
      ]);
      missing.push(...some.filter((_, index) => !listed[index]));
    }
    return missing;
  }
}

const nextLap = (known: Lap | undefined, now: string): Lap | undefined =>
  known && Date.parse(now) - Date.parse(known.startedAt) < lapHours * 3_600_000
    ? undefined
    : { startedAt: now, looked: 0, missing: 0 };

const isBelievable = ({ looked, missing }: Lap): boolean =>
  missing <= believed.atLeast || missing <= looked * believed.share;
