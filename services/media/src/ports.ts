import type { DomainEvent } from '@shutterbus/contracts/event';
import type { ImageType } from '@shutterbus/contracts/fields';
import type { AnswerCounts } from './answer-counts.ts';
import type { Author, KnownPerson, LeavingChange } from './author.ts';
import type { Avatar } from './avatar.ts';
import type { Comment, CommentClaim, CommentKey } from './comment.ts';
import type { Download } from './download.ts';
import type { FollowChange } from './follow.ts';
import type { HomePlace } from './home-place.ts';
import type { Like, LikePair } from './like.ts';
import type { OriginalObject } from './original.ts';
import type { Photo } from './photo.ts';
import type { Change } from './photo-changes.ts';
import type { UploadClaim } from './upload-claim.ts';
import type { CountedUpload } from './upload-quota.ts';
import type { Views } from './views.ts';

export interface PageRequest {
  limit: number;
  cursor?: string | undefined;
}

export interface Page<Item> {
  items: Item[];
  nextCursor?: string | undefined;
}

/** Photos, each written together with the events that tell of the write. */
export interface PhotoRepository {
  /** As it is now, not as it was a moment ago. */
  find(mediaId: string): Promise<Photo | undefined>;
  /** In no order; without those that are not there. At most 100, as they were a moment ago. */
  findPhotos(mediaIds: readonly string[]): Promise<Photo[]>;
  /** Lets the person's key stand for this upload, for a day. @returns what it stands for: an earlier one, if there is one */
  claim(claim: UploadClaim): Promise<UploadClaim>;
  /** With the claim, that becomes fulfilled in the same write. @throws ConcurrentChangeError when the id is taken */
  add(photo: Photo, claim?: UploadClaim): Promise<void>;
  /** @throws ConcurrentChangeError when the photo is no longer as `before` */
  save(before: Photo, change: Change): Promise<void>;
  /** The same for what may take a photo away from tags: its words changed, or it is hidden. */
  saveEdited(before: Photo, change: Change): Promise<void>;
  /** From then on nothing is counted for it any more. @throws ConcurrentChangeError when the photo is no longer as `before` */
  remove(before: Photo, events: readonly DomainEvent[]): Promise<void>;
  /** Writes events that change no photo, all or none of them; at most a hundred. */
  announce(events: readonly DomainEvent[]): Promise<void>;
}

export interface PhotoLists {
  /** Newest first, in every state. */
  listByOwner(ownerId: string, page: PageRequest): Promise<Page<Photo>>;
  /** Every photo that is ready, in no order. A page can be shorter than asked, even empty, and another one follow. */
  listReady(page: PageRequest): Promise<Page<Photo>>;
  /** Published ones that say this tag, newest publication first. A page can be shorter than asked, even empty, and another one follow. */
  listTagged(tag: string, page: PageRequest): Promise<Page<Photo>>;
  /** Published ones only, newest publication first; of one person, or of everybody. */
  listPublished(ownerId: string | undefined, page: PageRequest): Promise<Page<Photo>>;
}

/** Photos that nobody will see. */
export interface AbandonedPhotos {
  /** Those whose time had come by then, earliest first. The list lags: it may name one that changed since. */
  due(now: Date): AsyncIterable<Pick<Photo, 'mediaId'>>;
}

export interface AuthorRepository {
  /** Keeps the newest name, and the earliest time of a handle. Safe to repeat, in any order. */
  remember(author: Author): Promise<void>;
  /** Keeps the newest word on whether somebody is leaving. Safe to repeat, in any order, also before the name is known. */
  noteLeaving(change: LeavingChange): Promise<void>;
  /** Leaves nothing but that the person is gone, for longer than an event of theirs can still come. Safe to repeat. */
  forget(userId: string, now: Date): Promise<void>;
  /**
   * Also of those who are leaving before their name came, and of those who are gone.
   * @throws rather than leaving somebody out, since that would show what is hidden
   */
  findMany(userIds: readonly string[]): Promise<KnownPerson[]>;
  /** Whether the person was forgotten, as it is now. */
  wasForgotten(userId: string): Promise<boolean>;
  /** Of those whose events carry this handle, the one who had it first. */
  findByHandle(handle: string): Promise<Author | undefined>;
}

/** Which of their photos stands for whom. */
export interface AvatarRepository {
  /** As it is now, not as it was a moment ago. */
  find(userId: string): Promise<Avatar | undefined>;
  /** @throws ConcurrentChangeError when the choice is no longer as `before`, or the photo not as it was looked at */
  save(
    before: Avatar | undefined,
    after: Avatar,
    photo: Photo | undefined,
    events: readonly DomainEvent[],
  ): Promise<void>;
  /** For good, its version too. Safe to repeat. */
  remove(userId: string): Promise<void>;
}

/** How many likes and comments a photo has, by its id; one that is missing has none. */
export interface AnswerCountRepository {
  findMany(mediaIds: readonly string[]): Promise<ReadonlyMap<string, AnswerCounts>>;
}

/** Who likes what, each written together with the photo's count and the events that tell of it. */
export interface LikeRepository {
  /** As it is now, not as it was a moment ago. */
  find(pair: LikePair): Promise<Like | undefined>;
  /** @throws ConcurrentChangeError when the like is no longer as `before`, the photo is gone, or others are counted at this moment */
  save(before: Like | undefined, after: Like, events: readonly DomainEvent[]): Promise<void>;
  /** For good, its version too. @throws as `save` */
  remove(like: Like, events: readonly DomainEvent[]): Promise<void>;
  /** For good, and uncounted, since its photo is gone. Safe to repeat. */
  drop(pair: LikePair): Promise<void>;
  /** Some that this person gave, ended ones too, as they were a moment ago: one that was removed since may be among them. */
  someOf(likerId: string, limit: number): Promise<LikePair[]>;
  /** Those of the photos that the person likes. At most a hundred are asked about. */
  likedAmong(likerId: string, mediaIds: readonly string[]): Promise<string[]>;
}

/** A part of somebody's followers, by id. */
export interface FollowersRange {
  cursor?: string | undefined;
  /** Ids of followers from here on are another range's. */
  until?: string | undefined;
}

/** Who follows whom. */
export interface FollowRepository {
  /** Keeps the newest change of a pair. Safe to repeat, in any order. @returns whether the one follows the other as far as is known now */
  rememberFollow(change: FollowChange): Promise<boolean>;
  /**
   * Who follows this person now, by id. A page can be shorter than asked, even empty, and another one follow.
   * @param page `until`: ids from there on are left out
   */
  listFollowers(followeeId: string, page: PageRequest & Partial<FollowersRange>): Promise<Page<string>>;
  /** What is left after a first page: of a crowd in ranges that can be worked on at the same time. */
  rangesAfter(firstCursor: string): FollowersRange[];
  /** Which of these people somebody follows. At most 100. */
  followedAmong(followerId: string, userIds: readonly string[]): Promise<Set<string>>;
  /** Removes one pair for good. Safe to repeat. */
  removePair(pair: Pick<FollowChange, 'followerId' | 'followeeId'>): Promise<void>;
  /** Removes some pairs for good in which this person is one of both. @returns whether there may be more */
  removeSome(userId: string): Promise<boolean>;
}

/** Everybody's Home, as places of photos. */
export interface HomeRepository {
  /** Puts photos into the Homes of people, for half a year from now. One that is there already stays there once. */
  place(places: readonly (HomePlace & { userId: string })[]): Promise<void>;
  /** Newest publication first. */
  listPlaces(userId: string, page: PageRequest): Promise<Page<HomePlace>>;
  /** Removes some places of this person for good. @returns whether there may be more */
  removeSome(userId: string): Promise<boolean>;
}

/** The queue behind MediaPublished. */
export interface HomesQueue {
  /** The same event again, once for each of these ranges of followers. */
  goOn(event: DomainEvent, ranges: readonly FollowersRange[]): Promise<void>;
}

/** What people said, each written together with the photo's count and the events that tell of it. */
export interface CommentRepository {
  /** As it is now, not as it was a moment ago. */
  find(key: CommentKey): Promise<Comment | undefined>;
  /** What the person's key stands for, for a day. */
  claimOf(authorId: string, key: string): Promise<CommentClaim | undefined>;
  /** With the claim, if there is one. @throws ConcurrentChangeError when the key stands for another, the photo is gone, or others are counted at this moment */
  add(comment: Comment, events: readonly DomainEvent[], claim?: CommentClaim): Promise<void>;
  /** @throws ConcurrentChangeError when it is gone already, its photo is, or others are counted at this moment */
  remove(comment: Comment, events: readonly DomainEvent[]): Promise<void>;
  /** Uncounted, since its photo is gone. Safe to repeat. */
  drop(key: CommentKey): Promise<void>;
  /** Some that this person wrote, as they were a moment ago: one that was removed since may be among them. */
  someOf(authorId: string, limit: number): Promise<CommentKey[]>;
  /** Newest first. */
  list(mediaId: string, page: PageRequest): Promise<Page<Comment>>;
}

/** What is left of likes and comments when their photo is gone. */
export interface LeftAnswers {
  /** Removes some for good, as many as one call takes. @returns whether there may be more */
  removeSome(mediaId: string): Promise<boolean>;
}

/** Messages of this service to itself. */
export interface OwnQueue {
  /** The same event once more. */
  again(event: DomainEvent): Promise<void>;
}

export interface UploadQuota {
  /**
   * Counts an upload of this person and day, and waits for its bytes. One that is counted already counts once.
   * @throws DailyQuotaError, OpenUploadsError
   */
  open(upload: CountedUpload): Promise<void>;
  /** Its bytes are there, or nobody will send them. Safe to repeat. */
  close(upload: CountedUpload): Promise<void>;
  /** It was refused, so it does not count. Safe to repeat. */
  giveBack(upload: CountedUpload): Promise<void>;
}

export interface UploadTicket {
  url: string;
  fields: Record<string, string>;
  expiresAt: string;
}

export interface UploadPermits {
  /** Permission to send exactly this object: key, type and size are fixed; valid for 300 s. */
  presignUpload(
    upload: { key: string; contentType: ImageType; sizeBytes: number },
    now: Date,
  ): Promise<UploadTicket>;
}

export interface DownloadLinks {
  /** A link to one version, valid for 300 s, that a browser saves under this name and never shows in the page. */
  presignDownload(original: { key: string; versionId: string; fileName: string }): Promise<string>;
}

/** The bytes as people sent them. */
export interface OriginalStore {
  /** Name of the bucket, for the claim check in events. */
  readonly bucket: string;
  /** The first `length` bytes of that version, or all if there are fewer. */
  readStart(original: OriginalObject, length: number): Promise<Uint8Array>;
  /** All bytes of that version, at most 25 MiB; undefined when it is gone. */
  readWhole(original: Pick<OriginalObject, 'key' | 'versionId'>): Promise<Uint8Array | undefined>;
  /** Whether any version is there. */
  holds(key: string): Promise<boolean>;
  /** Whether any version of any original of this person is there, or the mark of one. */
  holdsAnyOf(ownerId: string): Promise<boolean>;
  /** Removes one version for good; no error when it is gone already. */
  purgeVersion(key: string, versionId: string): Promise<void>;
  /** Removes every version for good. */
  purge(key: string): Promise<void>;
}

/** How often photos were looked at. */
export interface ViewRepository {
  /** As they are now; none for a photo of which nothing is known. */
  find(mediaId: string): Promise<Views>;
  /** @throws ConcurrentChangeError when they are no longer as `before`, or the photo is gone */
  keep(mediaId: string, before: Views, after: Views): Promise<void>;
}

/** What a person knows of their downloads at one moment; the lock of beginning another one. */
export interface KnownDownloads {
  /** Of the last days, newest first. */
  downloads: Download[];
  version: number | undefined;
}

/** People's photos on their way into zip files, each written together with the events that tell of the write. */
export interface DownloadRepository {
  /** As it is now, not as it was a moment ago. */
  find(key: Pick<Download, 'ownerId' | 'downloadId'>): Promise<Download | undefined>;
  listOf(ownerId: string): Promise<KnownDownloads>;
  /** @throws ConcurrentChangeError when the person began another one since `known` */
  begin(download: Download, known: KnownDownloads, events: readonly DomainEvent[]): Promise<void>;
  /** @throws ConcurrentChangeError when it is no longer as `before`, or gone */
  save(before: Download, after: Download, events: readonly DomainEvent[]): Promise<void>;
  /** Forgets all of this person's. Safe to repeat. */
  removeAll(ownerId: string): Promise<void>;
}

/** One file inside a zip file. */
export interface PackedFile {
  name: string;
  modifiedAt: Date;
  bytes: Uint8Array;
}

/** Zip files that wait to be taken along. */
export interface ZipStore {
  /** Writes a zip file of these, taking the next one when there is room for it. @returns its size in bytes */
  pack(key: string, files: AsyncIterable<PackedFile>): Promise<number>;
  /** Removes everything whose key begins so; no error when there is nothing. */
  removeFiles(prefix: string): Promise<void>;
}

export interface ZipLinks {
  /** A link to a zip file, valid for 300 s, that a browser saves under this name. */
  presignZip(zip: { key: string; fileName: string }): Promise<string>;
}
