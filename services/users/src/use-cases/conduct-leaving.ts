import type { Clock } from '@shutterbus/lambda/clock';
import { retryOnConflict } from '@shutterbus/lambda/retry-on-conflict';
import type { Steps } from '@shutterbus/lambda/steps';
import { type ConductedLeaving, missingOf } from '../erasure.ts';
import { ConcurrentChangeError } from '../errors.ts';
import { restMinutes } from '../ghost.ts';
import type {
  AccountRemoval,
  ErasureRepository,
  LeaverRepository,
  Outbox,
  UserRepository,
} from '../ports.ts';
import { type makeEndPairs, type makeRemovePerson, userDeleted } from '../remove-person.ts';
import type { Leaver, User } from '../user.ts';

export interface ConductLeavingDeps {
  users: Pick<UserRepository, 'find'>;
  leavers: Pick<LeaverRepository, 'close'>;
  erasures: ErasureRepository;
  accounts: AccountRemoval;
  endPairs: ReturnType<typeof makeEndPairs>;
  removePerson: ReturnType<typeof makeRemovePerson>;
  outbox: Outbox;
  clock: Clock;
  newId: () => string;
}

/** A part of the pairs, well within one invocation: each has one of its own. A million pairs are some 170 parts of the 3,000 steps that an execution may have. */
const partSeconds = 200;
/** So long all services have, and so often they are asked. */
const confirmedWithinSeconds = 6 * 3600;
const asks = 4;

/**
 * Conducts one leaving from the day on which somebody leaves: waits until they come back or the time is over, closes the way
 * back, ends the account, and, when no token works any more, erases the person here, asks all services to do so, and waits for each to confirm.
 * Started anew, it goes on where another one ended.
 * @throws Error naming what nobody confirmed, however often they were asked
 */
export function makeConductLeaving(deps: ConductLeavingDeps) {
  const { users, leavers, erasures, accounts, endPairs, removePerson, outbox, clock, newId } = deps;

  return async (leaving: ConductedLeaving, steps: Steps): Promise<'returned' | 'erased'> => {
    const { userId, correlationId, causationId } = leaving;
    const trace = { correlationId, causationId };
    const begun = await steps.once('begin', () => begin(leaving));
    const found = begun === 'leaving' ? await wayBack(leaving, steps) : begun;
    if (found === 'returned') {
      await steps.once('forget', () => erasures.end(leaving));
      return 'returned';
    }
    if (found === 'closed') {
      await steps.once('account', () => accounts.remove(userId));
      await steps.pause('tokens', restMinutes * 60);
      const pairs = () => {
        const until = clock().getTime() + partSeconds * 1000;
        return endPairs({ userId, trace }, () => clock().getTime() < until);
      };
      for (let part = 1; (await steps.once(`pairs-${part}`, pairs)) === 'more'; part += 1)
        await steps.pause(`between-${part}`, 1);
    }
    for (let ask = 1; ; ask += 1) {
      const { token, came } = await steps.word(`confirmed-${ask}`, confirmedWithinSeconds);
      const missing = await steps.once(`missing-${ask}`, () => missingFor(leaving, token));
      if (missing.length === 0) break;
      if (ask > asks) throw new Error(`Asked ${asks} times, and nobody said ${missing.join(', ')}`);
      await steps.once(`ask-${ask}`, () => tellDeletion(userId, trace));
      await came();
    }
    await steps.once('done', () => erasures.end(leaving));
    return 'erased';
  };

  /** `returned` also when somebody else has ended the person, `told` when UserDeleted is on its way. */
  async function begin(leaving: ConductedLeaving): Promise<'leaving' | 'returned' | 'closed' | 'told'> {
    const { userId } = leaving;
    const user = await users.find(userId);
    if (!user) return (await erasures.find(userId))?.deletedVersion === undefined ? 'returned' : 'told';
    if (!isLeaving(user, leaving)) return 'returned';
    await erasures.begin(leaving);
    return user.beingErased ? 'closed' : 'leaving';
  }

  /** Whoever comes back wakes this one; a word about an earlier leaving does too, and then it waits on. */
  async function wayBack(leaving: ConductedLeaving, steps: Steps): Promise<'returned' | 'closed'> {
    for (let look = 1; ; look += 1) {
      const seconds = await steps.once(`left-${look}`, async () =>
        Math.ceil((Date.parse(leaving.leavingUntil) - clock().getTime()) / 1000),
      );
      let isOver = seconds <= 0;
      if (!isOver) {
        const { token, came } = await steps.word(`return-${look}`, seconds);
        const mayReturn = await steps.once(`token-${look}`, async () => {
          if ((await stands(leaving)) === 'returned') return false;
          await erasures.await(leaving, { token, awaits: 'return' });
          // Whoever came back in between has told nobody who could wake this one.
          return (await stands(leaving)) === 'leaving';
        });
        if (!mayReturn) return 'returned';
        isOver = !(await came());
      }
      const found = await steps.once(`found-${look}`, () => (isOver ? close(leaving) : stands(leaving)));
      if (found !== 'leaving') return found;
    }
  }

  async function stands(leaving: ConductedLeaving): Promise<'leaving' | 'returned'> {
    return isLeaving(await users.find(leaving.userId), leaving) ? 'leaving' : 'returned';
  }

  /** Keeps the token before anybody is asked, and finds who has confirmed before. Nothing is missing once another conductor is through. */
  async function missingFor(leaving: ConductedLeaving, token: string): Promise<string[]> {
    if (!(await erasures.find(leaving.userId))) return [];
    return missingOf(await erasures.await(leaving, { token, awaits: 'confirmations' }));
  }

  /** From here on nobody comes back, whatever the clock of another function says: both write the same version. */
  function close(leaving: ConductedLeaving): Promise<'closed' | 'returned'> {
    return retryOnConflict(ConcurrentChangeError, async () => {
      const before = await users.find(leaving.userId);
      if (!isLeaving(before, leaving)) return 'returned';
      if (!before.beingErased)
        await leavers.close(before, { ...before, beingErased: true, version: before.version + 1 });
      return 'closed';
    });
  }

  /** The first time with the last of the person; after that the same once more, for whom it did not reach. */
  async function tellDeletion(userId: string, trace: { correlationId: string; causationId: string }) {
    const there = await users.find(userId);
    if (there) {
      await removePerson({ userId, trace }, undefined, (version) => erasures.noteDeletion(userId, version));
      return;
    }
    const aggregateVersion = (await erasures.find(userId))?.deletedVersion;
    if (aggregateVersion === undefined)
      throw new Error(`Nobody knows which version of ${userId} was deleted`);
    const facts = { userId, aggregateVersion, trace };
    await outbox.add([userDeleted({ ...facts, eventId: newId(), occurredAt: clock().toISOString() })]);
  }
}

const isLeaving = (
  user: User | undefined,
  { leavingUntil }: Pick<ConductedLeaving, 'leavingUntil'>,
): user is Leaver => user?.leavingUntil === leavingUntil;
