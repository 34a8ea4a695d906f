import type { Clock } from '@shutterbus/lambda/clock';
import { ProfileNotReadyError } from '../errors.ts';
import { knownBrowser } from '../known-browser.ts';
import type { SessionList, UserRepository } from '../ports.ts';

export interface NoteSessionDeps {
  users: Pick<UserRepository, 'find'>;
  list: Pick<SessionList, 'note'>;
  clock: Clock;
}

interface NoteSession {
  userId: string;
  sessionId: string | undefined;
  signedInAt: Date | undefined;
  userAgent: string | undefined;
}

/**
 * The caller uses this session today, in this browser. A token that does not name its session notes nothing.
 * @throws ProfileNotReadyError
 */
export function makeNoteSession({ users, list, clock }: NoteSessionDeps) {
  return async ({ userId, sessionId, signedInAt, userAgent }: NoteSession): Promise<void> => {
    if (!(await users.find(userId))) throw new ProfileNotReadyError();
    if (!sessionId || !signedInAt) return;
    await list.note(userId, {
      id: sessionId,
      ...knownBrowser(userAgent),
      signedInAt: signedInAt.toISOString(),
      lastUsedOn: clock().toISOString().slice(0, 10),
    });
  };
}
