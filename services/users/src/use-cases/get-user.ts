import type { Profile } from '@shutterbus/contracts/routes/users';
import { UserNotFoundError } from '../errors.ts';
import type { UserRepository } from '../ports.ts';
import { profileOf } from '../user.ts';

/** @throws UserNotFoundError */
export function makeGetUser({ users }: { users: Pick<UserRepository, 'findByHandle'> }) {
  return async ({ handle }: { handle: string }): Promise<Profile> => {
    const user = await users.findByHandle(handle);
    if (!user) throw new UserNotFoundError();
    return profileOf(user);
  };
}
