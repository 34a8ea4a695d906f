import * as z from 'zod';
import { defineRoute, perPerson } from '../route.ts';

/** Kinds that one can do without, in the app and by mail. A welcome and word of a refused photo come always, both ways. */
export const optionalKinds = ['new-follower', 'photo-published', 'liked', 'commented'] as const;
export const optionalKindField = z.enum(optionalKinds);
export type OptionalKind = z.infer<typeof optionalKindField>;

/** Why no mail of any kind goes to somebody's address any more: one came back for good, or was called unwanted. */
export const mailsEndedField = z.enum(['bounced', 'complained']);
export type MailsEnded = z.infer<typeof mailsEndedField>;

/** Whether the caller is told of a kind: in the app, where it is kept and counted while unread, and by mail. */
export const preferencesShape = z.object({
  app: z.record(optionalKindField, z.boolean()),
  mail: z.record(optionalKindField, z.boolean()),
  /** Absent while mails go to the caller's address; another address ends it. */
  mailsEnded: mailsEndedField.optional(),
});
export type Preferences = z.infer<typeof preferencesShape>;

export const getPreferences = defineRoute({
  id: 'getPreferences',
  method: 'GET',
  path: '/v1/notifications/preferences',
  summary: 'Of which kinds the caller is told in the app and by mail.',
  responses: { 200: preferencesShape },
});

export const setPreferences = defineRoute({
  id: 'setPreferences',
  method: 'PUT',
  path: '/v1/notifications/preferences',
  summary:
    'Chooses of which kinds the caller is told in the app and by mail. What is left out stays as it is; a choice holds for what is told from now on.',
  limit: perPerson,
  body: z.strictObject({
    app: z.partialRecord(optionalKindField, z.boolean()).optional(),
    mail: z.partialRecord(optionalKindField, z.boolean()).optional(),
  }),
  responses: { 200: preferencesShape.omit({ mailsEnded: true }) },
});

export const unsubscribedShape = z.object({ kind: optionalKindField });

export const unsubscribeMails = defineRoute({
  id: 'unsubscribeMails',
  method: 'POST',
  path: '/v1/notifications/unsubscribe',
  auth: 'none',
  summary:
    'Ends the mails of one kind to whom the link of such a mail was sent: List-Unsubscribe-Post (RFC 8058), and the page that the mail leads to.',
  query: z.object({
    token: z
      .string()
      .max(200)
      .regex(/^[\w.-]+$/, 'is not the token of a link'),
  }),
  ignoresBody: true,
  responses: { 200: unsubscribedShape },
  errors: { 403: 'a link that was changed, or is older than 60 days' },
});
