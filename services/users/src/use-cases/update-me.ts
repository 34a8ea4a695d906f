import { createEvent, type Trace } from '@shutterbus/contracts/event';
import { UserProfileUpdated } from '@shutterbus/contracts/events/users';
import type { Profile } from '@shutterbus/contracts/routes/users';
import type { Clock } from '@shutterbus/lambda/clock';
import { retryOnConflict } from '@shutterbus/lambda/retry-on-conflict';
import { ConcurrentChangeError, LeavingError, ProfileNotReadyError } from '../errors.ts';
import { findableBy } from '../findable-by.ts';
import type { UserRepository } from '../ports.ts';
import { profileOf, publicProfileOf } from '../user.ts';

export interface UpdateMeCommand {
  userId: string;
  displayName?: string | undefined;
  bio?: string | undefined;
  trace: Trace;
}

/** Changes name or description. What is already as asked changes nothing and emits nothing. */
export function makeUpdateMe({
  users,
  clock,
  newId,
}: {
  users: UserRepository;
  clock: Clock;
  newId: () => string;
}) {
  return ({ userId, displayName, bio, trace }: UpdateMeCommand): Promise<Profile> =>
    retryOnConflict(ConcurrentChangeError, async () => {
      const before = await users.find(userId);
      if (!before) throw new ProfileNotReadyError();
      if (before.leavingUntil !== undefined) throw new LeavingError();
      const names = { handle: before.handle, displayName: displayName ?? before.displayName };
      const after = {
        ...before,
        ...names,
        findableBy: findableBy(names),
        bio: bio ?? before.bio,
        version: before.version + 1,
      };
      if (after.displayName === before.displayName && after.bio === before.bio) return profileOf(before);
      const event = createEvent(UserProfileUpdated, {
        eventId: newId(),
        occurredAt: clock().toISOString(),
        aggregateId: userId,
        aggregateVersion: after.version,
        trace,
        data: publicProfileOf(after),
      });
      await users.update(before, after, [event]);
      return profileOf(after);
    });
}
