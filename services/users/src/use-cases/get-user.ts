import type { Profile } from '@shutterbus/contracts/routes/users';
import { UserNotFoundError } from '../errors.ts';
import type { UserRepository } from '../ports.ts';
import { isShown, profileOf } from '../user.ts';

/** @throws UserNotFoundError also while the person is leaving */
export function makeGetUser({ users }: { users: Pick<UserRepository, 'findByHandle'> }) {
  return async ({ handle }: { handle: string }): Promise<Profile> => {
    const user = await users.findByHandle(handle);
    if (!isShown(user)) throw new UserNotFoundError();
    return profileOf(user);
  };
}
