import {
  displayNameField,
  handleField,
  timestampField,
  titleField,
  ulidField,
  userIdField,
} from '@shutterbus/contracts/fields';
import { withoutTurns } from '@shutterbus/contracts/text-rules';
import * as z from 'zod';

/** Of one photo, kind and day; nobody counts further. */
export const answersAtMost = 100;

/** What came to one photo on one day. */
const answered = {
  mediaId: ulidField,
  title: titleField,
  /** Who was the first; absent in what an earlier release wrote. */
  personId: userIdField.optional(),
  /** Of the first one; absent while the name is still on its way here. */
  personDisplayName: displayNameField.optional(),
  /** How many more came that day. */
  others: z.int().min(0),
};

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
    /** Absent in what an earlier release wrote. */
    ownerId: userIdField.optional(),
    /** Absent while the owner's registration is still on its way here. */
    ownerDisplayName: displayNameField.optional(),
    /** How many more of that minute are told of in the same breath, and the titles of some; the newest is the one above. */
    others: z.int().min(0).default(0),
    otherTitles: z.array(titleField).optional(),
    /** How many came in that minute, with those that were hidden since: it only grows. Absent in what an earlier release wrote. */
    together: z.int().positive().optional(),
    /** Of the photo with which the minute began; absent where that is the one above. */
    firstId: ulidField.optional(),
  }),
  z.object({
    kind: z.literal('photo-rejected'),
    mediaId: ulidField,
    title: titleField,
    reason: z.string().min(1),
  }),
  z.object({ kind: z.literal('liked'), ...answered }),
  z.object({ kind: z.literal('commented'), ...answered }),
  z.object({ kind: z.literal('download-packed'), downloadId: ulidField, photos: z.int().positive() }),
  z.object({ kind: z.literal('download-failed'), downloadId: ulidField }),
]);
export type Facts = z.infer<typeof factsSchema>;
/** Of notifications that grow: through a day, or a minute. */
export type GrowingFacts = Extract<Facts, { others: number }>;
export type AnswerFacts = Exclude<GrowingFacts, { kind: 'photo-published' }>;
export type PublishedFacts = Extract<Facts, { kind: 'photo-published' }>;

/** One thing that one person is told. */
export const noticeSchema = z.object({
  id: ulidField,
  userId: userIdField,
  facts: factsSchema,
  createdAt: timestampField,
  read: z.boolean(),
  /** It goes by mail alone, and is kept for that; absent where it is kept in the app. */
  mailOnly: z.literal(true).optional(),
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
      return `${ownerOf(facts)} published “${facts.title}”${andOthers(facts)}.`;
    case 'photo-rejected':
      return `“${facts.title}” cannot be shown. ${facts.reason}`;
    case 'liked':
      return `${peopleOf(facts)} liked “${facts.title}”.`;
    case 'commented':
      return `${facts.personDisplayName ?? 'Somebody'} commented on “${facts.title}”.${moreOf(facts)}`;
    case 'download-packed':
      return `${packedOf(facts)} packed, to be taken along for a day.`;
    case 'download-failed':
      return 'Your photos could not be packed. Please ask for them again.';
  }
}

/** `Your photo is`, `Your 312 photos are`. */
export const packedOf = ({ photos }: { photos: number }): string =>
  photos === 1 ? 'Your photo is' : `Your ${photos} photos are`;

/** `Kira`, `Kira and 1 other`, `Kira and 12 others`. */
export function peopleOf({ personDisplayName = 'Somebody', others }: AnswerFacts): string {
  if (others === 0) return personDisplayName;
  if (others >= answersAtMost - 1) return `${personDisplayName} and more than ${answersAtMost - 2} others`;
  return `${personDisplayName} and ${others} ${others === 1 ? 'other' : 'others'}`;
}

export const ownerOf = ({ ownerDisplayName }: PublishedFacts): string =>
  ownerDisplayName ?? 'Somebody you follow';

/** ` and 5 other photos`, or nothing. */
export function andOthers({ others }: PublishedFacts): string {
  if (others === 0) return '';
  return ` and ${others} other ${others === 1 ? 'photo' : 'photos'}`;
}

/** Whether one notification tells of more than another of the same occasion does. */
export const saysMore = (facts: Facts, than: Facts): facts is GrowingFacts =>
  'others' in facts && 'others' in than && cameTogether(facts) > cameTogether(than);

/** By which it is told what says more: a number that only grows, also when something of it is hidden. */
export const cameTogether = (facts: GrowingFacts): number =>
  ('together' in facts ? facts.together : undefined) ?? facts.others + 1;

/** ` 1 more comment since.` */
function moreOf({ others }: AnswerFacts): string {
  if (others === 0) return '';
  const more = others >= answersAtMost - 1 ? `More than ${answersAtMost - 2}` : `${others}`;
  return ` ${more} more ${others === 1 ? 'comment' : 'comments'} since.`;
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
    case 'liked':
    case 'commented':
      return `/photos/${facts.mediaId}`;
    case 'download-packed':
      return `/downloads/${facts.downloadId}`;
    case 'download-failed':
      return '/downloads';
  }
}

/** Whose face stands beside it: who follows, published, or was the first to answer. */
export function personIn(facts: Facts): string | undefined {
  switch (facts.kind) {
    case 'welcome':
    case 'photo-rejected':
    case 'download-packed':
    case 'download-failed':
      return undefined;
    case 'new-follower':
      return facts.followerId;
    case 'photo-published':
      return facts.ownerId;
    case 'liked':
    case 'commented':
      return facts.personId;
  }
}

/** The photo that it is about. */
export const photoIn = (facts: Facts): string | undefined => ('mediaId' in facts ? facts.mediaId : undefined);
