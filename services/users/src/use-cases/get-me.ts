import type { Trace } from '@shutterbus/contracts/event';
import type { Profile } from '@shutterbus/contracts/routes/users';
import { ProfileNotReadyError } from '../errors.ts';
import type { AccountDirectory, UserRepository } from '../ports.ts';
import { profileOf } from '../user.ts';
import type { makeRegisterUser } from './register-user.ts';

export interface GetMeDeps {
  users: UserRepository;
  accounts: AccountDirectory;
  registerUser: ReturnType<typeof makeRegisterUser>;
}

/**
 * The caller's own profile. One that is missing, because its writing failed at confirmation or because an
 * administrator made the account, is written now.
 * @throws ProfileNotReadyError when the user pool does not know a confirmed account either
 */
export function makeGetMe({ users, accounts, registerUser }: GetMeDeps) {
  return async ({ userId, trace }: { userId: string; trace: Trace }): Promise<Profile> => {
    const user = (await users.find(userId)) ?? (await repaired(userId, trace));
    if (!user) throw new ProfileNotReadyError();
    return profileOf(user);
  };

  async function repaired(userId: string, trace: Trace) {
    const account = await accounts.findConfirmed(userId);
    if (!account) return undefined;
    await registerUser({ userId, account, trace });
    return users.find(userId);
  }
}
