import type { Clock } from '@shutterbus/lambda/clock';
import type { SessionList, Sessions } from './ports.ts';

/** Ends sessions where they are, and in the list at the same time: a trigger has five seconds in all. */
export const listedSessions = (
  sessions: Sessions,
  list: Pick<SessionList, 'noteEnded'>,
  clock: Clock,
): Sessions => ({
  async endAll(userId) {
    await Promise.all([sessions.endAll(userId), list.noteEnded(userId, clock())]);
  },
});
