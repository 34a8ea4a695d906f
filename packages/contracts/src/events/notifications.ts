import * as z from 'zod';
import { defineEvent } from '../event.ts';
import { ulidField, userIdField } from '../fields.ts';

const source = 'shutterbus.notifications';

/** What a person can be told of. */
export const notificationKindField = z.enum(['welcome', 'new-follower', 'photo-published', 'photo-rejected']);
export type NotificationKind = z.infer<typeof notificationKindField>;

const notification = z.object({
  notificationId: ulidField,
  userId: userIdField,
  kind: notificationKindField,
  channel: z.literal('email'),
});
const example = {
  notificationId: '01KAJ7TZ3W5Q8Y2E6H4K9M7P0R',
  userId: '5d1b1a52-3f0e-4c41-8a35-6b0f2f0f9e22',
  kind: 'photo-published',
  channel: 'email',
} as const;

/** Aggregate of both: the notification. */
export const NotificationSent = defineEvent({
  source,
  detailType: 'NotificationSent',
  version: 1,
  summary: 'The mail for a notification was handed to the mail service.',
  data: notification,
  example,
});

export const NotificationFailed = defineEvent({
  source,
  detailType: 'NotificationFailed',
  version: 1,
  summary: 'The mail for a notification was refused for good.',
  data: notification.extend({ reasonCode: z.string().min(1).max(100) }),
  example: { ...example, reasonCode: 'BadRequestException' },
});
