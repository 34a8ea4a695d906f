import type * as routes from '@shutterbus/contracts/routes/notifications';
import { call, type KeptAnswer, type Page } from './client.ts';

export type { Notification } from '@shutterbus/contracts/routes/notifications';

type Notification = routes.Notification;

export type NotificationPage = Page<Notification> & { unreadCount: number };

/** `markRead` takes at most this many ids. */
export const maxReadIds = 50;

export const listNotifications = (query: { cursor?: string | undefined; limit?: number }) =>
  call<NotificationPage>('/v1/notifications', { query });

/** @param kept the caller's, one for each person */
export const countUnread = async (kept: KeptAnswer): Promise<number> =>
  (await call<NotificationPage>('/v1/notifications', { query: { limit: 1 }, kept })).unreadCount;

export const markRead = (ids: string[]) => call('/v1/notifications/read', { method: 'POST', body: { ids } });
