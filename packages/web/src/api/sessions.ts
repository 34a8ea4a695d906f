import type { Session } from '@shutterbus/contracts/routes/users-sessions';
import { call } from './client.ts';

export type { Session } from '@shutterbus/contracts/routes/users-sessions';

export const noteSession = () => call('/v1/users/me/session', { method: 'PUT' });
export const listSessions = () => call<{ items: Session[] }>('/v1/users/me/sessions');
export const endSessions = (of: 'all' | 'this', token: string) =>
  call('/v1/users/me/sessions', { method: 'DELETE', query: { of }, auth: 'none', token });
