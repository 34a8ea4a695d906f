import { createEvent, type EventFacts, type Trace } from '@shutterbus/contracts/event';
import { UserDeleted, UserUnfollowed } from '@shutterbus/contracts/events/users';
import type { Clock } from '@shutterbus/lambda/clock';
import { retryOnConflict } from '@shutterbus/lambda/retry-on-conflict';
import { ConcurrentChangeError } from './errors.ts';
import { type Pair, pairId } from './follow.ts';
import type { FollowRepository, Page, PageRequest, SessionList, UserRepository } from './ports.ts';

export interface RemovePersonDeps {
  users: UserRepository;
  follows: FollowRepository;
  sessionList: Pick<SessionList, 'forgetAll'>;
  clock: Clock;
  newId: () => string;
}

interface Removal {
  userId: string;
  trace: Trace;
}

/** What somebody who can wait is told before the last write: once UserDeleted is there, its version can be read nowhere. */
type Announce = (version: number) => Promise<void>;

/** Pairs between two looks at the time. */
const pageSize = 10;

/**
 * Takes a person out of this service for good, and tells everybody. First all pairs end, each with its event and with the
 * counts of the other one, then where the person was signed in, then profile, handle and address go in one write with UserDeleted: it goes only while nobody
 * follows or is followed. Doing it again goes on where it was, and once it is done does nothing.
 * The account is gone by then, or nobody can use it: whoever could still follow somebody would be followed up for ever.
 */
export function makeRemovePerson(deps: RemovePersonDeps) {
  const { users, sessionList, clock, newId } = deps;
  const endPairs = makeEndPairs(deps);
  /** @param mayGoOn is asked before each page of pairs. @returns `more` when it said no */
  return (
    { userId, trace }: Removal,
    mayGoOn: () => boolean = () => true,
    announce: Announce = async () => {},
  ): Promise<'removed' | 'more'> =>
    retryOnConflict(ConcurrentChangeError, async () => {
      if ((await endPairs({ userId, trace }, mayGoOn)) === 'more') return 'more';
      await sessionList.forgetAll(userId);
      const user = await users.find(userId);
      if (!user) return 'removed';
      const aggregateVersion = user.version + 1;
      await announce(aggregateVersion);
      await users.remove(user, [
        userDeleted({ userId, aggregateVersion, trace, eventId: newId(), occurredAt: clock().toISOString() }),
      ]);
      return 'removed';
    });
}

type Telling = Pick<EventFacts<unknown>, 'eventId' | 'occurredAt' | 'aggregateVersion' | 'trace'>;

export const userDeleted = ({ userId, ...facts }: Telling & { userId: string }) =>
  createEvent(UserDeleted, { ...facts, aggregateId: userId, data: { userId } });

/** Ends every pair of a person, with its event and the counts of the other one. Doing it again goes on where it was. */
export function makeEndPairs({
  follows,
  clock,
  newId,
}: Pick<RemovePersonDeps, 'follows' | 'clock' | 'newId'>) {
  /** @param mayGoOn is asked before each page of pairs. @returns `more` when it said no */
  return async ({ userId, trace }: Removal, mayGoOn: () => boolean): Promise<'ended' | 'more'> => {
    const lists: [typeof follows.listFollowers, (other: string) => Pair][] = [
      [follows.listFollowers, (followerId) => ({ followerId, followeeId: userId })],
      [follows.listFollowing, (followeeId) => ({ followerId: userId, followeeId })],
    ];
    for (const [list, pairWith] of lists) {
      for await (const others of pagesOf((page) => list(userId, page))) {
        if (!mayGoOn()) return 'more';
        // One after the other: each writes the same profile.
        for (const other of others) await end(pairWith(other), trace);
      }
    }
    return 'ended';
  };

  function end(pair: Pair, trace: Trace): Promise<void> {
    return retryOnConflict(ConcurrentChangeError, async () => {
      const before = await follows.find(pair);
      // The lists lag behind.
      if (!before?.active) return;
      const after = {
        ...before,
        active: false,
        changedAt: clock().toISOString(),
        version: before.version + 1,
      };
      const event = createEvent(UserUnfollowed, {
        eventId: newId(),
        occurredAt: after.changedAt,
        aggregateId: pairId(pair),
        aggregateVersion: after.version,
        trace,
        data: pair,
      });
      await follows.save(before, after, [event]);
    });
  }
}

async function* pagesOf(list: (page: PageRequest) => Promise<Page<string>>): AsyncGenerator<string[]> {
  let cursor: string | undefined;
  do {
    const page = await list({ limit: pageSize, cursor });
    yield page.items;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}
