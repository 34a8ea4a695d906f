import { createEvent, type Trace } from '@shutterbus/contracts/event';
import { UserProfileUpdated } from '@shutterbus/contracts/events/users';
import type { Profile } from '@shutterbus/contracts/routes/users';
import type { Clock } from '@shutterbus/lambda/clock';
import { retryOnConflict } from '@shutterbus/lambda/retry-on-conflict';
import {
  ConcurrentChangeError,
  HandleChangedLatelyError,
  HandleTakenError,
  LeavingError,
  ProfileNotReadyError,
} from '../errors.ts';
import { findableBy } from '../findable-by.ts';
import { isReserved, nextHandleChange } from '../handle.ts';
import type { UserRepository } from '../ports.ts';
import { profileOf, publicProfileOf } from '../user.ts';

export interface ChangeHandleCommand {
  userId: string;
  handle: string;
  trace: Trace;
}

/**
 * Gives the caller another handle, once in 30 days. The one before is nobody's for 90 days, but can be had back by the caller.
 * The handle that it is already changes nothing and emits nothing.
 * @throws HandleTakenError also for one that somebody else had lately · HandleChangedLatelyError · ProfileNotReadyError
 */
export function makeChangeHandle({
  users,
  clock,
  newId,
}: {
  users: Pick<UserRepository, 'find' | 'changeHandle'>;
  clock: Clock;
  newId: () => string;
}) {
  return ({ userId, handle, trace }: ChangeHandleCommand): Promise<Profile> =>
    retryOnConflict(ConcurrentChangeError, async () => {
      const before = await users.find(userId);
      if (!before) throw new ProfileNotReadyError();
      if (before.leavingUntil !== undefined) throw new LeavingError();
      if (before.handle === handle) return profileOf(before);
      const now = clock();
      const next = nextHandleChange(before.handleChangedAt);
      if (next && now < next) throw new HandleChangedLatelyError(next);
      if (isReserved(handle)) throw new HandleTakenError();
      const after = {
        ...before,
        handle,
        findableBy: findableBy({ handle, displayName: before.displayName }),
        handleChangedAt: now.toISOString(),
        version: before.version + 1,
      };
      const event = createEvent(UserProfileUpdated, {
        eventId: newId(),
        occurredAt: after.handleChangedAt,
        aggregateId: userId,
        aggregateVersion: after.version,
        trace,
        data: publicProfileOf(after),
      });
      if ((await users.changeHandle(before, after, [event])) === 'handle-taken') throw new HandleTakenError();
      return profileOf(after);
    });
}
