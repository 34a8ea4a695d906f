import { createEvent, type Trace } from '@shutterbus/contracts/event';
import { UserRegistered } from '@shutterbus/contracts/events/users';
import { handleField, writtenNameField } from '@shutterbus/contracts/fields';
import type { Clock } from '@shutterbus/lambda/clock';
import { findableBy } from '../findable-by.ts';
import { handleNear, isReserved } from '../handle.ts';
import type { Account, UserRepository } from '../ports.ts';
import type { User } from '../user.ts';

export interface RegisterUserDeps {
  users: UserRepository;
  clock: Clock;
  newId: () => string;
}

/** Each attempt draws one of a million marks, so a second one is already rare. */
const attempts = 5;

/**
 * Gives a confirmed account its profile. The handle wished for was free at sign-up, but two people may have signed
 * up with it before either confirmed: the later one gets a handle near it, never an account without a profile.
 * Doing it again changes nothing and emits nothing.
 */
export function makeRegisterUser({ users, clock, newId }: RegisterUserDeps) {
  return async ({
    userId,
    account,
    trace,
  }: {
    userId: string;
    account: Account;
    trace: Trace;
  }): Promise<void> => {
    const wished = account.handle;
    let handle = isUsable(wished) ? wished : handleNear(wished, markOf(newId()));
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const user = newUser(userId, handle, account, clock().toISOString());
      const event = createEvent(UserRegistered, {
        eventId: newId(),
        occurredAt: user.createdAt,
        aggregateId: userId,
        aggregateVersion: user.version,
        trace,
        data: { userId, handle, displayName: user.displayName, email: account.email },
      });
      if ((await users.register(user, [event])) !== 'handle-taken') return;
      handle = handleNear(wished, markOf(newId()));
    }
    throw new Error(`no free handle was found in ${attempts} attempts`);
  };
}

const isUsable = (wished: string | undefined): wished is string =>
  wished !== undefined && handleField.safeParse(wished).success && !isReserved(wished);

/** The last characters of a ULID are its most random ones. */
const markOf = (id: string): string => id.slice(-4);

function newUser(userId: string, handle: string, account: Account, createdAt: string): User {
  const name = writtenNameField.safeParse(account.displayName);
  const displayName = name.success ? name.data : handle;
  return {
    id: userId,
    handle,
    displayName,
    findableBy: findableBy({ handle, displayName }),
    bio: '',
    followerCount: 0,
    followingCount: 0,
    createdAt,
    version: 1,
  };
}
