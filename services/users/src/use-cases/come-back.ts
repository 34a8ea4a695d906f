import { createEvent, type Trace } from '@shutterbus/contracts/event';
import { UserReturned } from '@shutterbus/contracts/events/users';
import type { MyProfile } from '@shutterbus/contracts/routes/users';
import type { Clock } from '@shutterbus/lambda/clock';
import { retryOnConflict } from '@shutterbus/lambda/retry-on-conflict';
import { ConcurrentChangeError, ProfileNotReadyError, TooLateError } from '../errors.ts';
import type { LeaverRepository, UserRepository } from '../ports.ts';
import { myProfileOf } from '../user.ts';

export interface ComeBackDeps {
  users: Pick<UserRepository, 'find'>;
  leavers: Pick<LeaverRepository, 'comeBack'>;
  clock: Clock;
  newId: () => string;
}

/**
 * A caller who is leaving stays, as before. Who stays anyway stays, and nothing is told.
 * @throws TooLateError once the time is over, whether or not anything was erased yet · ProfileNotReadyError
 */
export function makeComeBack({ users, leavers, clock, newId }: ComeBackDeps) {
  return ({ userId, trace }: { userId: string; trace: Trace }): Promise<MyProfile> =>
    retryOnConflict(ConcurrentChangeError, async () => {
      const before = await users.find(userId);
      if (!before) throw new ProfileNotReadyError();
      const { leavingUntil, beingErased, ...staying } = before;
      if (leavingUntil === undefined) return myProfileOf(before);
      const now = clock();
      if (beingErased || now.getTime() >= Date.parse(leavingUntil)) throw new TooLateError();
      const after = { ...staying, version: before.version + 1 };
      const event = createEvent(UserReturned, {
        eventId: newId(),
        occurredAt: now.toISOString(),
        aggregateId: userId,
        aggregateVersion: after.version,
        trace,
        data: { userId },
      });
      await leavers.comeBack({ ...before, leavingUntil }, after, [event]);
      return myProfileOf(after);
    });
}
