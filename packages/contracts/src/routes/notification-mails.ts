import * as z from 'zod';
import { defineRoute, perPerson } from '../route.ts';

/** Kinds whose mail one can do without. A welcome and word of a refused photo come always. */
export const optionalKinds = ['new-follower', 'photo-published', 'liked', 'commented'] as const;
export const optionalKindField = z.enum(optionalKinds);
export type OptionalKind = z.infer<typeof optionalKindField>;

/** Why no mail of any kind goes to somebody's address any more: one came back for good, or was called unwanted. */
export const mailsEndedField = z.enum(['bounced', 'complained']);
export type MailsEnded = z.infer<typeof mailsEndedField>;

/** Whether the caller gets mails of a kind; in the app one is told of all. */
export const preferencesShape = z.object({
  mail: z.record(optionalKindField, z.boolean()),
  /** Absent while mails go to the caller's address; another address ends it. */
  mailsEnded: mailsEndedField.optional(),
});
export type Preferences = z.infer<typeof preferencesShape>;

export const getPreferences = defineRoute({
  id: 'getPreferences',
  method: 'GET',
  path: '/v1/notifications/preferences',
  summary: 'Of which kinds the caller gets mails.',
  responses: { 200: preferencesShape },
});

export const setPreferences = defineRoute({
  id: 'setPreferences',
  method: 'PUT',
  path: '/v1/notifications/preferences',
  summary: 'Chooses of which kinds the caller gets mails. What is left out stays as it is.',
  limit: perPerson,
  body: z.strictObject({ mail: z.partialRecord(optionalKindField, z.boolean()) }),
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
