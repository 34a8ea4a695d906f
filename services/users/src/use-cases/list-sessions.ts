import type { Session } from '@shutterbus/contracts/routes/users-sessions';
import type { SessionList } from '../ports.ts';
import { outlived } from '../session.ts';

/** Where the caller is signed in, as far as it was noted: without those that were there when all were ended. */
export function makeListSessions({ list }: { list: Pick<SessionList, 'read'> }) {
  return async ({
    userId,
    sessionId,
  }: {
    userId: string;
    sessionId: string | undefined;
  }): Promise<{ items: Session[] }> => {
    const { sessions, endedAt } = await list.read(userId);
    const items = sessions
      .filter((session) => outlived(session, endedAt))
      .map(({ id, ...session }) => ({ ...session, isThis: id === sessionId }));
    return { items };
  };
}
