import type { SessionList } from '../ports.ts';
import type { NotedSession } from '../session.ts';

interface Noted {
  sessions: Map<string, NotedSession>;
  endedAt?: string;
}

/** For tests; behaves as `dynamoSessionList`, which session-list.suite.ts checks. */
export function memorySessionList(): SessionList {
  const people = new Map<string, Noted>();
  const of = (userId: string): Noted => {
    const known = people.get(userId) ?? { sessions: new Map() };
    people.set(userId, known);
    return known;
  };
  return {
    note: async (userId, session) => void of(userId).sessions.set(session.id, session),
    async read(userId) {
      const { sessions, endedAt } = of(userId);
      const newest = [...sessions.values()].sort((a, b) => b.signedInAt.localeCompare(a.signedInAt));
      return { sessions: newest.slice(0, 50), endedAt };
    },
    forget: async (userId, { id }) => void of(userId).sessions.delete(id),
    noteEnded: async (userId, at) => {
      of(userId).endedAt = at.toISOString();
    },
    forgetAll: async (userId) => void people.delete(userId),
  };
}
