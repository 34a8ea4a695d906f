import { ProfileNotReadyError } from '../errors.ts';
import type { SessionList, Sessions, UserRepository } from '../ports.ts';

export interface EndMySessionsDeps {
  users: Pick<UserRepository, 'find'>;
  /** In the user pool, and in the list. */
  sessions: Sessions;
  list: Pick<SessionList, 'forget'>;
}

interface EndMySessions {
  userId: string;
  of: 'all' | 'this';
  sessionId: string | undefined;
  signedInAt: Date | undefined;
}

/**
 * Ends all of the caller's sessions, or takes this one off the list: only whoever has its refresh token can end it alone. Safe to repeat.
 * @throws ProfileNotReadyError · what kept the sessions from being ended
 */
export function makeEndMySessions({ users, sessions, list }: EndMySessionsDeps) {
  return async ({ userId, of, sessionId, signedInAt }: EndMySessions): Promise<void> => {
    if (!(await users.find(userId))) throw new ProfileNotReadyError();
    if (of === 'all') await sessions.endAll(userId);
    else if (sessionId && signedInAt)
      await list.forget(userId, { id: sessionId, signedInAt: signedInAt.toISOString() });
  };
}
