import { createEvent, type Trace } from '@shutterbus/contracts/event';
import { UserSignOutFailed } from '@shutterbus/contracts/events/users';
import type { Clock } from '@shutterbus/lambda/clock';
import type { Outbox, Sessions } from '../ports.ts';

export interface EndSessionsDeps {
  sessions: Sessions;
  outbox: Outbox;
  clock: Clock;
  newId: () => string;
}

/**
 * Whoever holds a session of this person loses it: a forgotten password was replaced, or somebody leaves. At once, because
 * the person may sign in a moment later, and that session is to stay; when that fails, by an event, and then the new session
 * may end with the others.
 * Never throws, since what it follows is done already and the person could do nothing about it.
 * @returns `left-open` with the reason when neither worked
 */
export function makeEndSessions({ sessions, outbox, clock, newId }: EndSessionsDeps) {
  return async ({
    userId,
    trace,
  }: {
    userId: string;
    trace: Trace;
  }): Promise<{ outcome: 'ended' } | { outcome: 'left-to-event' | 'left-open'; reason: unknown }> => {
    try {
      await sessions.endAll(userId);
      return { outcome: 'ended' };
    } catch (reason) {
      try {
        const id = newId();
        const event = createEvent(UserSignOutFailed, {
          eventId: id,
          occurredAt: clock().toISOString(),
          aggregateId: `${userId}:${id}`,
          aggregateVersion: 1,
          trace,
          data: { userId },
        });
        await outbox.add([event]);
        return { outcome: 'left-to-event', reason };
      } catch (error) {
        return { outcome: 'left-open', reason: error };
      }
    }
  };
}
