import { createEvent, type Trace } from '@shutterbus/contracts/event';
import { UserLeft } from '@shutterbus/contracts/events/users';
import type { Leaving } from '@shutterbus/contracts/routes/users-leaving';
import type { Clock } from '@shutterbus/lambda/clock';
import { retryOnConflict } from '@shutterbus/lambda/retry-on-conflict';
import { ConcurrentChangeError, ProfileNotReadyError, SignInAgainError } from '../errors.ts';
import { isFresh, leavingUntil } from '../leaving.ts';
import type { LeaverRepository, UserRepository } from '../ports.ts';
import type { makeEndSessions } from './end-sessions.ts';

export interface LeaveMeDeps {
  users: Pick<UserRepository, 'find'>;
  leavers: Pick<LeaverRepository, 'leave'>;
  endSessions: ReturnType<typeof makeEndSessions>;
  clock: Clock;
  newId: () => string;
}

interface LeaveMe {
  userId: string;
  signedInAt: Date | undefined;
  trace: Trace;
}

/**
 * The caller is hidden from now on, and signed out everywhere. Doing it again tells nothing new and leaves the time as it is, but
 * ends the sessions once more, in case the first time ended before.
 * @throws SignInAgainError · ProfileNotReadyError · what kept the sessions from being ended, now and later
 */
export function makeLeaveMe({ users, leavers, endSessions, clock, newId }: LeaveMeDeps) {
  return async ({ userId, signedInAt, trace }: LeaveMe): Promise<Leaving> => {
    const until = await retryOnConflict(ConcurrentChangeError, () => leave(userId, signedInAt, trace));
    const ending = await endSessions({ userId, trace });
    if (ending.outcome === 'left-open') throw ending.reason;
    return { leavingUntil: until };
  };

  async function leave(userId: string, signedInAt: Date | undefined, trace: Trace): Promise<string> {
    const before = await users.find(userId);
    if (!before) throw new ProfileNotReadyError();
    const now = clock();
    if (!isFresh(signedInAt, now)) throw new SignInAgainError();
    if (before.leavingUntil !== undefined) return before.leavingUntil;
    const after = { ...before, leavingUntil: leavingUntil(now), version: before.version + 1 };
    const event = createEvent(UserLeft, {
      eventId: newId(),
      occurredAt: now.toISOString(),
      aggregateId: userId,
      aggregateVersion: after.version,
      trace,
      data: { userId, leavingUntil: after.leavingUntil },
    });
    await leavers.leave(before, after, [event]);
    return after.leavingUntil;
  }
}
