import {
  displayNameField,
  handleField,
  timestampField,
  titleField,
  ulidField,
  userIdField,
} from '@shutterbus/contracts/fields';
import type { Notification } from '@shutterbus/contracts/routes/notifications';
import { withoutTurns } from '@shutterbus/contracts/text-rules';
import * as z from 'zod';

/** What happened, with the names of that moment: enough to word the notification and its mail. */
export const factsSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('welcome'), handle: handleField }),
  z.object({
    kind: z.literal('new-follower'),
    followerId: userIdField,
    followerHandle: handleField,
    followerDisplayName: displayNameField,
  }),
  z.object({
    kind: z.literal('photo-published'),
    mediaId: ulidField,
    title: titleField,
    /** Absent while the owner's registration is still on its way here. */
    ownerDisplayName: displayNameField.optional(),
  }),
  z.object({
    kind: z.literal('photo-rejected'),
    mediaId: ulidField,
    title: titleField,
    reason: z.string().min(1),
  }),
]);
export type Facts = z.infer<typeof factsSchema>;

/** One thing that one person is told. */
export const noticeSchema = z.object({
  id: ulidField,
  userId: userIdField,
  facts: factsSchema,
  createdAt: timestampField,
  read: z.boolean(),
  /**
   * `queued` → `sending` → `sent` or `failed`; back to `queued` when the mail service did not take it. Without an answer it
   * stays `sending`.
   */
  mail: z.enum(['queued', 'sending', 'sent', 'failed']),
});
export type Notice = z.infer<typeof noticeSchema>;

/** The sentence in the list, plain text. Names of before the rule may still hold characters that would turn it. */
export const textOf = (facts: Facts): string => withoutTurns(sentenceOf(facts));

function sentenceOf(facts: Facts): string {
  switch (facts.kind) {
    case 'welcome':
      return 'Welcome to Shutterbus. Share your first photo.';
    case 'new-follower':
      return `${facts.followerDisplayName} follows you now.`;
    case 'photo-published':
      return `${facts.ownerDisplayName ?? 'Somebody you follow'} published “${facts.title}”.`;
    case 'photo-rejected':
      return `“${facts.title}” cannot be shown. ${facts.reason}`;
  }
}

/** The page of the web app that the sentence is about. */
export function pathOf(facts: Facts): string {
  switch (facts.kind) {
    case 'welcome':
      return '/upload';
    case 'new-follower':
      return `/people/${facts.followerHandle}`;
    case 'photo-published':
    case 'photo-rejected':
      return `/photos/${facts.mediaId}`;
  }
}

export const viewOf = ({ id, facts, read, createdAt }: Notice): Notification => ({
  id,
  kind: facts.kind,
  text: textOf(facts),
  path: pathOf(facts),
  read,
  createdAt,
});
