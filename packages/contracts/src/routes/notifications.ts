import * as z from 'zod';
import { notificationKindField } from '../events/notifications.ts';
import { shownPictureField, timestampField, ulidField } from '../fields.ts';
import { defineRoute, pageOf, pageQuery, perPerson } from '../route.ts';
import { personShape } from './users.ts';

export const notificationShape = z.object({
  id: ulidField,
  kind: notificationKindField,
  /** A sentence, plain text. */
  text: z.string(),
  /** Path in the web app that the sentence is about, for example `/photos/<id>`. */
  path: z.string(),
  read: z.boolean(),
  createdAt: timestampField,
  /** Who follows, published, or was the first to answer, as they are now; absent where that is nobody, or nobody who is to be seen. */
  person: personShape.optional(),
  /** The photo that it is about. */
  photo: z
    .object({
      id: ulidField,
      /** Shows it to everybody: a path on the web origin. Absent while nothing does; of private ones the thumbnails service gives links to their owners. */
      picture: shownPictureField.pick({ url: true, altText: true }).optional(),
    })
    .optional(),
});
export type Notification = z.infer<typeof notificationShape>;

export const notificationPage = pageOf(notificationShape).extend({ unreadCount: z.int().min(0).max(100) });

export const listNotifications = defineRoute({
  id: 'listNotifications',
  method: 'GET',
  path: '/v1/notifications',
  summary: "The caller's notifications, newest first.",
  query: pageQuery,
  polled: true,
  responses: { 200: notificationPage },
});

export const markRead = defineRoute({
  id: 'markRead',
  method: 'POST',
  path: '/v1/notifications/read',
  summary: 'Marks notifications of the caller as read. Unknown ids are passed over.',
  limit: perPerson,
  body: z.strictObject({ ids: z.array(ulidField).min(1).max(50) }),
  responses: { 204: null },
});
