import type { OptionalKind, Preferences } from '@shutterbus/contracts/routes/notification-mails';
import { call } from './client.ts';

export type { MailsEnded, OptionalKind, Preferences } from '@shutterbus/contracts/routes/notification-mails';

export const getPreferences = (signal: AbortSignal) =>
  call<Preferences>('/v1/notifications/preferences', { signal });

export type Channel = 'app' | 'mail';

export const setPreferences = (channel: Channel, kinds: Partial<Preferences[Channel]>) =>
  call<Preferences>('/v1/notifications/preferences', { method: 'PUT', body: { [channel]: kinds } });

/** Needs nobody to be signed in: the token came with a mail. */
export const unsubscribeMails = (token: string) =>
  call<{ kind: OptionalKind }>('/v1/notifications/unsubscribe', {
    method: 'POST',
    query: { token },
    auth: 'none',
  });
