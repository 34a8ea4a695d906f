import type { Clock } from '@shutterbus/lambda/clock';
import { type Lap, lapHours, restMinutes } from '../ghost.ts';
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
/** Accounts looked for in a second. Cognito allows thirty in all, for whatever lists users. */
const looksPerSecond = 15;
const looksAtOnce = 5;
/** So many people do not leave at once: the pool is another one, or does not answer rightly. */
const believed = { atLeast: 10, share: 0.05 };

/**
 * Finds profiles whose account was deleted past us, by a token and Cognito's own DeleteUser, and ends them. Profiles are looked
 * through lap by lap, as many as a run has time for. Who is missing is noted, and ended by a later run, when no token can be
 * used any more and a second look, one that does not lag, says the same. Too many missing ones at once end nobody. Who left by
 * the app is noted by EndAccounts instead: no lap looks at them, and they do not count as missing.
 * @throws Error when the pool cannot be believed
 */
export function makeSweepGhosts(deps: SweepGhostsDeps) {
  const { users, presence, search, removePerson, clock, newId, pause } = deps;

  return async (): Promise<{ looked: number; missing: number; ended: number }> => {
    const until = clock().getTime() + runSeconds * 1000;
    const mayGoOn = () => clock().getTime() < until;
    const ended = await endSuspects(mayGoOn);
    const { looked, missing } = await goOnWithLap(mayGoOn);
    return { looked, missing, ended };
  };

  async function endSuspects(mayGoOn: () => boolean): Promise<number> {
    let ended = 0;
    for (const { userId, missedAt } of await search.suspects()) {
      if (!mayGoOn()) break;
      if (clock().getTime() - Date.parse(missedAt) < restMinutes * 60_000) continue;
      if (!(await presence.exists(userId))) {
        const id = newId();
        const trace = { correlationId: id, causationId: id };
        if ((await removePerson({ userId, trace }, mayGoOn)) === 'more') break;
        ended += 1;
      }
      await search.clear(userId);
    }
    return ended;
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
      assertBelievable(found);
      // Before the place in the lap: a run that ends in between looks at this page again.
      for (const userId of missing) await search.note({ userId, missedAt: now });
      lap = { startedAt: lap.startedAt, after: nextCursor };
      await search.saveLap(lap);
      if (nextCursor === undefined) break;
    }
    return found;
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
    : { startedAt: now };

function assertBelievable({ looked, missing }: { looked: number; missing: number }): void {
  if (missing <= believed.atLeast || missing <= looked * believed.share) return;
  throw new Error(
    `${missing} of ${looked} accounts are missing: that is no leaving, and nobody is ended for it`,
  );
}
