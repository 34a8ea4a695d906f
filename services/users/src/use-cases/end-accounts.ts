import type { Clock } from '@shutterbus/lambda/clock';
import { eachForItself } from '@shutterbus/lambda/each-for-itself';
import type { AccountRemoval, GhostSearch, LeaverRepository } from '../ports.ts';

export interface EndAccountsDeps {
  leavers: Pick<LeaverRepository, 'listOver'>;
  accounts: AccountRemoval;
  search: Pick<GhostSearch, 'note'>;
  clock: Clock;
}

/** One run ends after this, well before its function does; the next goes on. */
const runSeconds = 200;

/** In so many hours at most somebody is erased: one to be found, one until no token works, and the rest for many pairs or a busy hour. */
const erasedWithinHours = 12;

/** What two functions' clocks may differ by: nobody is ended who is just coming back by another one. */
const marginMs = 60_000;

/**
 * Removes the accounts of those who left and whose time is over. What else there is of them goes with the search for profiles without
 * an account, which is told here whom to look at, and waits until no token can be used any more. Safe to repeat: whoever
 * is not erased yet is removed and told of again.
 * @throws Error when somebody cannot be removed or told of, or is not erased half a day after the end, once all others are seen to
 */
export function makeEndAccounts({ leavers, accounts, search, clock }: EndAccountsDeps) {
  return async (): Promise<{ over: number }> => {
    const begunAt = clock().getTime();
    const parts = eachForItself();
    let over = 0;
    for await (const userId of leavers.listOver(new Date(begunAt - marginMs))) {
      if (clock().getTime() >= begunAt + runSeconds * 1000) break;
      over += 1;
      await parts.run(userId, () => end(userId));
    }
    await parts.run('in time', () => assertErasedBy(new Date(begunAt - erasedWithinHours * 3_600_000)));
    parts.finish();
    return { over };
  };

  async function end(userId: string): Promise<void> {
    await accounts.remove(userId);
    await search.note({ userId, missedAt: clock().toISOString() });
  }

  async function assertErasedBy(time: Date): Promise<void> {
    let late = 0;
    for await (const _ of leavers.listOver(time)) late += 1;
    if (late > 0) throw new Error(`${late} of those who left are not erased in time`);
  }
}
