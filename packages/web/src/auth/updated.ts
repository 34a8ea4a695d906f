import type { MyProfile } from '../api/users.ts';
import type { SessionState } from './session.ts';

/** An answer may come when somebody else is signed in, or nobody, or when another one has changed the rest: it changes its own part alone. */
export const updated = (
  state: SessionState,
  id: string,
  change: (me: MyProfile) => MyProfile,
): SessionState =>
  state.status === 'signed-in' && state.me.id === id ? { ...state, me: change(state.me) } : state;
