import type { Clock } from '@shutterbus/lambda/clock';
import type { AccountRemoval, GhostSearch, LeaverRepository } from '../ports.ts';

export interface EndAccountsDeps {
  leavers: Pick<LeaverRepository, 'listOver'>;
  accounts: AccountRemoval;
  search: Pick<GhostSearch, 'note'>;
  clock: Clock;
}

/** In so many hours at most somebody is erased: one to be found, one until no token works, and the rest for many pairs or a busy hour. */
const erasedWithinHours = 12;

/** What two functions' clocks may differ by: nobody is ended who is just coming back by another one. */
const marginMs = 60_000;

/**
 * Removes the accounts of those who left and whose time is over. What else there is of them goes with the search for profiles without
 * an account, which is told here whom to look at, and waits until no token can be used any more. Safe to repeat: whoever
 * is not erased yet is removed and told of again.
 * @throws Error when somebody is not erased half a day after the end, once all others are seen to
 */
export function makeEndAccounts({ leavers, accounts, search, clock }: EndAccountsDeps) {
  return async (): Promise<{ over: number }> => {
    const now = clock();
    const over = await leavers.listOver(new Date(now.getTime() - marginMs));
    for (const userId of over) {
      await accounts.remove(userId);
      await search.note({ userId, missedAt: now.toISOString() });
    }
    const late = await leavers.listOver(new Date(now.getTime() - erasedWithinHours * 3_600_000));
    if (late.length > 0) throw new Error(`${late.length} of those who left are not erased in time`);
    return { over: over.length };
  };
}
