import type { Trace } from '@shutterbus/contracts/event';
import type { MyProfile } from '@shutterbus/contracts/routes/users';
import { ConcurrentChangeError, ProfileNotReadyError } from '../errors.ts';
import { findableBy } from '../findable-by.ts';
import type { AccountDirectory, UserRepository } from '../ports.ts';
import { myProfileOf, type User } from '../user.ts';
import type { makeRegisterUser } from './register-user.ts';

export interface GetMeDeps {
  users: UserRepository;
  accounts: AccountDirectory;
  registerUser: ReturnType<typeof makeRegisterUser>;
}

/**
 * The caller's own profile. One that is missing, because its writing failed at confirmation or because an
 * administrator made the account, is written now; so is what search finds the person by.
 * @throws ProfileNotReadyError when the user pool does not know a confirmed account either
 */
export function makeGetMe({ users, accounts, registerUser }: GetMeDeps) {
  return async ({ userId, trace }: { userId: string; trace: Trace }): Promise<MyProfile> => {
    const user = (await users.find(userId)) ?? (await repaired(userId, trace));
    if (!user) throw new ProfileNotReadyError();
    await beFound(user);
    return myProfileOf(user);
  };

  /** A profile that a release before wrote, or changed, is found by what it says from its person's next visit on. */
  async function beFound(user: User): Promise<void> {
    if (user.leavingUntil !== undefined) return;
    const entries = findableBy(user);
    if (entries.join('\n') === user.findableBy?.join('\n')) return;
    try {
      await users.update(user, { ...user, findableBy: entries }, []);
    } catch (error) {
      // Somebody else has just written it, which did the same.
      if (!(error instanceof ConcurrentChangeError)) throw error;
    }
  }

  async function repaired(userId: string, trace: Trace) {
    const account = await accounts.findConfirmed(userId);
    if (!account) return undefined;
    await registerUser({ userId, account, trace });
    return users.find(userId);
  }
}
