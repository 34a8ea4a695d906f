import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { MyProfile } from '../api/users.ts';
import type { Credentials } from './cognito.ts';

/**
 * `unknown` only between the start of the page and the answer to whether the last session still holds; `unreachable`
 * when nobody answers.
 */
export type SessionState =
  | { status: 'unknown' }
  | { status: 'unreachable'; error: unknown; retry(): void }
  | { status: 'anonymous' }
  | { status: 'signed-in'; me: MyProfile };

export interface Session {
  state: SessionState;
  /** @returns whether the address has to be confirmed first */
  signIn(credentials: Credentials): Promise<'signed-in' | 'unconfirmed'>;
  signOut(options?: { everywhere: boolean }): Promise<void>;
  /** Shows a changed profile everywhere, as long as it is that of whoever is signed in. */
  update(id: string, change: (me: MyProfile) => MyProfile): void;
}

export const SessionContext = createContext<Session | undefined>(undefined);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession needs a SessionProvider around it');
  return session;
}

/** The signed-in person's profile, or undefined. */
export function useMe(): MyProfile | undefined {
  const { state } = useSession();
  return state.status === 'signed-in' ? state.me : undefined;
}

/** The same, of somebody who stays: whoever is leaving has nothing to go to. */
export function useMember(): MyProfile | undefined {
  const me = useMe();
  return me?.leavingUntil === undefined ? me : undefined;
}
