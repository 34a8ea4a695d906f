import type { DomainEvent, Trace } from '@shutterbus/contracts/event';
import type { avatarField, ShownPicture } from '@shutterbus/contracts/fields';
import type { MailsEnded } from '@shutterbus/contracts/routes/notification-mails';
import type * as z from 'zod';
import type { FanOut } from './fan-out.ts';
import type { AnswerFacts, GrowingFacts, Notice } from './notice.ts';

export interface PageRequest {
  limit: number;
  cursor?: string | undefined;
}

export interface Page<Item> {
  items: Item[];
  nextCursor?: string | undefined;
}

export type NoticeKey = Pick<Notice, 'id' | 'userId'>;

export interface NoticeRepository {
  /** Writes the notice unless one with its id is there. @returns the one that is there afterwards */
  add(notice: Notice): Promise<Notice>;
  /**
   * Says of more than the notice does so far. Of as many or fewer: does nothing, so that a late or repeated one takes nothing
   * back. `inApp`: it is unread again, and kept in the app from now on; otherwise it stays where it is, as read as it is.
   */
  tellOfMore(key: NoticeKey, facts: GrowingFacts, way: { inApp: boolean }): Promise<void>;
  /** As it is now, not as it was a moment ago. */
  find(key: NoticeKey): Promise<Notice | undefined>;
  /** Newest first, without those that go by mail alone. */
  list(userId: string, page: PageRequest): Promise<Page<Notice>>;
  /** At most 100: nobody counts further. */
  countUnread(userId: string): Promise<number>;
  /** Unknown ids are passed over. */
  markRead(userId: string, ids: readonly string[]): Promise<void>;
  /**
   * Records that a copy of the mail is about to be sent. For `leaseSeconds` nobody else gets the claim; after that the
   * claimer counts as crashed, and its copy as one that may be out.
   * @returns how many copies may be out when this one is sent; undefined when somebody else has the claim, or the mail is
   * sent or failed
   */
  claimMail(key: NoticeKey, leaseSeconds: number): Promise<number | undefined>;
  /** Gives the claim back, and its copy: the mail service said that it did not take it. @param copies what the claim gave */
  releaseMail(key: NoticeKey, copies: number): Promise<void>;
  /** Does nothing for those that are not there. */
  remove(keys: readonly NoticeKey[]): Promise<void>;
  /**
   * Removes some of what this person was told, of kinds too that only another release knows, and what was counted for it.
   * @returns whether there may be more
   */
  removeSome(userId: string): Promise<boolean>;
  settleMail(key: NoticeKey, outcome: 'sent' | 'failed', events: readonly DomainEvent[]): Promise<void>;
}

export type Avatar = z.infer<typeof avatarField>;

/** What this service knows of a person, learnt from the users service's events, in whatever order they came. */
export interface Person {
  userId: string;
  handle?: string | undefined;
  displayName?: string | undefined;
  /** The photo that stands for this person; absent while there is none to be seen. */
  avatar?: Avatar | undefined;
  email?: string | undefined;
  /** The account was deleted; nothing else is known any more, and nothing is learnt. */
  gone?: boolean | undefined;
  /** Kinds of which this person wants no mails. */
  mailsOff?: readonly string[] | undefined;
  /** Kinds of which nothing is kept in the app for this person. */
  appOff?: readonly string[] | undefined;
  /** Signs the links of this person's mails. */
  mailKey?: string | undefined;
  /** Absent for who stays. Who is leaving gets no mails, and nobody is told of their photos. */
  leavingUntil?: string | undefined;
}

export interface PersonRepository {
  find(userId: string): Promise<Person | undefined>;
  /** Those who are known, up to a hundred; of many, not necessarily as they are this very moment. */
  findMany(userIds: readonly string[]): Promise<ReadonlyMap<string, Person>>;
  /** Does nothing to the name when a newer version of it, or the same, is known. */
  rememberName(name: {
    userId: string;
    handle: string;
    displayName: string;
    /** Absent: none is to be seen any more. */
    avatar?: Avatar | undefined;
    version: number;
  }): Promise<void>;
  /** As with the name. @param address its version is that of the address; registration is 1 */
  rememberAddress(address: { userId: string; email: string; version: number }): Promise<void>;
  /** As with the name. @param change its version is that of the word on leaving; `leavingUntil` is absent for who came back */
  noteLeaving(change: { userId: string; leavingUntil?: string | undefined; version: number }): Promise<void>;
  /** Leaves nothing but that the person is gone, for longer than an event of theirs can still come. Safe to repeat. */
  forget(userId: string, now: Date): Promise<void>;
  /** All kinds that the person does not want; those of a channel that is left out stay as they are. */
  choose(userId: string, kinds: Pick<Person, 'mailsOff' | 'appOff'>): Promise<void>;
  /** Gives a person who has no key this one; not who is gone. @returns the one that the person has afterwards */
  keepMailKey(userId: string, fresh: string): Promise<string>;
}

export interface FollowChange {
  followerId: string;
  followeeId: string;
  active: boolean;
  /** Of the pair; an older one never replaces a newer. */
  version: number;
  occurredAt: string;
}

/** A part of the followers, by their ids. */
export interface FollowerRange extends Pick<PageRequest, 'cursor'> {
  /** The first id that is no part of it; absent in the last range. */
  until?: string | undefined;
}

export type KnownPair = Pick<FollowChange, 'followerId' | 'followeeId'> & {
  /** Of which the one who is followed was told; absent when no beginning was. */
  firstFollowedAt?: string | undefined;
};

export interface FollowerRepository {
  /**
   * Does nothing when a newer version, or the same, is known.
   * @returns what is known afterwards; `firstFollowedAt` is the time of the first follow that was taken in, and stays
   */
  remember(
    change: FollowChange,
  ): Promise<{ active: boolean; version: number; firstFollowedAt?: string | undefined }>;
  /** Ids of those who follow now. A page may be empty although another one comes. */
  list(followeeId: string, page: PageRequest & Pick<FollowerRange, 'until'>): Promise<Page<string>>;
  /**
   * Cuts what comes after a first page into ranges that can be listed at the same time; ids are spread evenly.
   * @returns one range where the page ended beyond the first sixteenth of all ids, so that not much is left
   */
  rangesAfter(firstCursor: string): FollowerRange[];
  /**
   * Pairs in which this person is one of both, ended ones too, page by page; a page holds up to `limit` of either side. One may be empty
   * although another one comes, since what is removed may still be listed for a moment.
   * @returns `nextCursor` unless nothing at all was listed
   */
  pairsOf(userId: string, page: PageRequest): Promise<Page<KnownPair>>;
  /** For good, with their versions. Does nothing for those that are not there. */
  remove(pairs: readonly Pick<FollowChange, 'followerId' | 'followeeId'>[]): Promise<void>;
  /** Ids of some who follow now and did so before this time, by id; of the first hundred at most. */
  listSince(followeeId: string, at: string, limit: number): Promise<string[]>;
}

/** What came to one photo on one day. */
export interface AnswersOfDay {
  /** Whose the first was of which an event was taken in, and when it came; both stay. */
  firstId: string;
  since: string;
  count: number;
}

export interface Answer {
  kind: AnswerFacts['kind'];
  ownerId: string;
  mediaId: string;
  personId: string;
  /** What is counted once: of likes the person. */
  answerId: string;
  at: string;
}

export interface AnswerRepository {
  /** Counts an answer once for each photo, kind and day (UTC), up to a hundred. @returns the day as it is afterwards */
  remember(answer: Answer): Promise<AnswersOfDay>;
}

export interface Publication {
  ownerId: string;
  mediaId: string;
  title: string;
  /** Of the photo at this publication. */
  version: number;
  /** Of its first publication: stays when the photo is hidden and shown again. */
  publishedAt: string;
}

/** What one person published within a minute, and is told of as one. */
export interface PublicationBatch {
  /** The photo with which it began, and its time; both stay. */
  firstId: string;
  since: string;
  /** Oldest first, each as it was published last. */
  photos: Array<Pick<Publication, 'mediaId' | 'title' | 'version'>>;
}

export interface PublicationRepository {
  /**
   * Puts a photo into the batch that began less than a minute before or after it, or begins one; up to a hundred. A photo stays in
   * its batch for ever, whatever comes how often and in what order. @returns the batch as it is afterwards
   */
  remember(publication: Publication): Promise<PublicationBatch>;
  /** @returns the batch with this photo; undefined when there is none */
  find(
    photo: Pick<Publication, 'ownerId' | 'mediaId' | 'publishedAt'>,
  ): Promise<PublicationBatch | undefined>;
  /** All batches of a person who has gone. Safe to repeat. */
  forget(ownerId: string): Promise<void>;
}

/** Whether photos are still to be seen, as far as that changed lately. */
export interface PhotoRepository {
  /** Does nothing when a newer word on the photo, or the same, is known. */
  remember(photo: { mediaId: string; isPublic: boolean; version: number }): Promise<void>;
  /** @param publishedVersion of the photo, at the publication that is being told */
  wasHiddenSince(mediaId: string, publishedVersion: number): Promise<boolean>;
}

/** What shows photos at present, as far as it was told lately. */
export interface PictureRepository {
  /** Does nothing when a later set of the photo's renditions, or the same, is known, or that the photo was hidden since. */
  remember(mediaId: string, picture: ShownPicture): Promise<void>;
  /** Nothing shows the photo from this version on, and nothing that is told of an older one makes it show again. */
  forget(photo: { mediaId: string; version: number }): Promise<void>;
  find(mediaId: string): Promise<ShownPicture | undefined>;
}

/** What is shown beside notifications. */
export interface Illustrations {
  /** In one read, whatever is there; together at most a hundred ids. Under load some may be missing. */
  find(wanted: { userIds: readonly string[]; mediaIds: readonly string[] }): Promise<{
    people: ReadonlyMap<string, Person>;
    pictures: ReadonlyMap<string, ShownPicture>;
  }>;
}

/** Addresses to which no mail goes any more; known by their digests alone. */
export interface AddressRepository {
  /** Ends mails to an address, in whatever case it is written. The first reason stays. Safe to repeat. */
  end(address: string, reason: MailsEnded, now: Date): Promise<void>;
  whyEnded(address: string): Promise<MailsEnded | undefined>;
}

/** Events that tell of no change of a notification. */
export interface Outbox {
  add(events: readonly DomainEvent[]): Promise<void>;
}

/** Work for `sendMail`. Messages may arrive twice, and in any order. */
export interface MailQueue {
  enqueue(keys: readonly NoticeKey[], trace: Trace): Promise<void>;
}

export interface FanOutQueue {
  enqueue(fanOuts: readonly FanOut[], trace: Trace): Promise<void>;
}

/** Somebody with a valid token of whom the users service has not told yet. */
export interface Strangers {
  /** Looks again in two minutes, by when it has to have told. */
  lookLater(stranger: { userId: string }, trace: Trace): Promise<void>;
}

/** How much of a queue's work nobody has begun. */
export interface Backlog {
  waiting(): Promise<number>;
}

export interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
  correlationId: string;
  /** Takes a POST that ends mails of this kind (RFC 8058); absent where they cannot be ended. */
  unsubscribeUrl?: string | undefined;
}

export interface Mailer {
  /**
   * Hands one mail to the mail service.
   * @throws MailRefusedError when trying again would not help · MailNotTakenError when it may; after anything else nobody
   * knows whether the mail is on its way
   */
  send(mail: Mail): Promise<void>;
}
