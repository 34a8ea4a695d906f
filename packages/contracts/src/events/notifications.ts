import * as z from 'zod';
import { defineEvent } from '../event.ts';
import { ulidField, userIdField } from '../fields.ts';

const source = 'shutterbus.notifications';

/** What version 1 of the events has a word for. */
const firstKinds = ['welcome', 'new-follower', 'photo-published', 'photo-rejected'] as const;

/** What a person can be told of. */
export const notificationKindField = z.enum([
  ...firstKinds,
  'liked',
  'commented',
  'download-packed',
  'download-failed',
]);
export type NotificationKind = z.infer<typeof notificationKindField>;

const notification = z.object({
  notificationId: ulidField,
  userId: userIdField,
  kind: z.enum(firstKinds),
  channel: z.literal('email'),
});
const example = {
  notificationId: '01KAJ7TZ3W5Q8Y2E6H4K9M7P0R',
  userId: '5d1b1a52-3f0e-4c41-8a35-6b0f2f0f9e22',
  kind: 'photo-published',
  channel: 'email',
} as const;

/** One day there are more kinds: a reader of version 2 expects some that it does not know. */
const notificationV2 = notification.extend({
  kind: z
    .string()
    .regex(/^[a-z]+(-[a-z]+)*$/)
    .max(40),
});
const exampleV2 = { ...example, kind: 'liked' };

/** Its readers expect four kinds and no other, so likes and comments broke it. */
const deprecated = { instead: 2, since: '2026-11-28', until: '2027-05-31' };

/** Aggregate of all: the notification. Beside version 2, for the kinds that version 1 has a word for. */
export const NotificationSent = defineEvent({
  source,
  detailType: 'NotificationSent',
  version: 1,
  deprecated,
  summary: 'The mail for a notification was handed to the mail service.',
  data: notification,
  example,
});

export const NotificationFailed = defineEvent({
  source,
  detailType: 'NotificationFailed',
  version: 1,
  deprecated,
  summary: 'The mail for a notification was refused for good.',
  data: notification.extend({ reasonCode: z.string().min(1).max(100) }),
  example: { ...example, reasonCode: 'BadRequestException' },
});

/** Every mail. A reader names this version in its rule, or it reads of most mails twice. */
export const NotificationSentV2 = defineEvent({
  source,
  detailType: 'NotificationSent',
  version: 2,
  summary: 'The mail for a notification, of whatever kind, was handed to the mail service.',
  data: notificationV2,
  example: exampleV2,
});

export const NotificationFailedV2 = defineEvent({
  source,
  detailType: 'NotificationFailed',
  version: 2,
  summary: 'The mail for a notification, of whatever kind, was refused for good.',
  data: notificationV2.extend({ reasonCode: z.string().min(1).max(100) }),
  example: { ...exampleV2, reasonCode: 'BadRequestException' },
});
