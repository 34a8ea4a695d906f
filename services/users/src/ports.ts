import type { DomainEvent } from '@shutterbus/contracts/event';
import type { Address } from './address.ts';
import type { Awaited, ConductedLeaving, Erasure } from './erasure.ts';
import type { Follow, Pair } from './follow.ts';
import type { Lap, Suspect } from './ghost.ts';
import type { NotedSession } from './session.ts';
import type { Leaver, User } from './user.ts';

export interface PageRequest {
  limit: number;
  cursor?: string | undefined;
}

export interface Page<Item> {
  items: Item[];
  nextCursor?: string | undefined;
}

/** People, each write together with the events that tell of it. */
export interface UserRepository {
  /** As it is now, not as it was a moment ago. */
  find(userId: string): Promise<User | undefined>;
  findByHandle(handle: string): Promise<User | undefined>;
  /** In no order; without those who are not there. At most 100. */
  findMany(userIds: readonly string[]): Promise<User[]>;
  /** Also when somebody gave it up in the last 90 days. */
  isHandleTaken(handle: string): Promise<boolean>;
  /** Takes the handle and writes the profile, or does nothing: `known` when this person already has one. */
  register(user: User, events: readonly DomainEvent[]): Promise<'registered' | 'known' | 'handle-taken'>;
  /**
   * Writes name, description, picture, version, and what the person is found by; never the handle or the counts.
   * @throws ConcurrentChangeError when the profile is no longer as `before`
   */
  update(before: User, after: User, events: readonly DomainEvent[]): Promise<void>;
  /**
   * Takes the new handle; the one before is held for this person alone for 90 days.
   * @throws ConcurrentChangeError when the profile is no longer as `before`
   */
  changeHandle(
    before: User,
    after: User,
    events: readonly DomainEvent[],
  ): Promise<'changed' | 'handle-taken'>;
  /** Ids of everybody who stays, in no order. A page may be empty although another one comes. */
  listIds(cursor: string | undefined): Promise<Page<string>>;
  /**
   * Profile and address go, and the handle, which nobody gets for 90 days.
   * @throws ConcurrentChangeError when the profile is no longer as `before`, or somebody follows or is followed
   */
  remove(before: User, events: readonly DomainEvent[]): Promise<void>;
}

/** People who are leaving. */
export interface LeaverRepository {
  /** Writes until when, and the version. @throws ConcurrentChangeError when the profile is no longer as `before` */
  leave(before: User, after: Leaver, events: readonly DomainEvent[]): Promise<void>;
  /** Writes the version, and takes the time away. @throws ConcurrentChangeError as above */
  comeBack(before: Leaver, after: User, events: readonly DomainEvent[]): Promise<void>;
  /** From now on there is no way back. @throws ConcurrentChangeError as above */
  close(before: Leaver, after: Leaver): Promise<void>;
  /** Those whose time was over by then, the longest over first. */
  listOver(by: Date): AsyncIterable<Pick<Erasure, 'userId' | 'leavingUntil'>>;
}

/** How far the leaving of each person is. */
export interface ErasureRepository {
  /** Keeps what is known of the same leaving. @throws ConcurrentChangeError when a later one has begun */
  begin(leaving: Pick<Erasure, 'userId' | 'leavingUntil'>): Promise<void>;
  /** As it is now. */
  find(userId: string): Promise<Erasure | undefined>;
  /** In the place of what was awaited before. @throws ConcurrentChangeError when it is another leaving's by now */
  await(leaving: Pick<Erasure, 'userId' | 'leavingUntil'>, awaited: Awaited): Promise<Erasure>;
  /** Does nothing for somebody who does not leave. */
  noteDeletion(userId: string, version: number): Promise<void>;
  /** @returns undefined when nobody waits for this: somebody else ended the person, or it has long been over */
  confirm(userId: string, event: string): Promise<Erasure | undefined>;
  /** Does nothing when it is another leaving's by now. */
  end(leaving: Pick<Erasure, 'userId' | 'leavingUntil'>): Promise<void>;
}

/** Whoever conducts a leaving. */
export interface Conductors {
  /** Once for each name. */
  start(name: string, leaving: ConductedLeaving): Promise<void>;
  /** Does nothing when that one waits no longer. */
  wake(token: string): Promise<void>;
}

/** An entry under which search finds somebody. */
export interface FoundEntry {
  userId: string;
  entry: string;
}

export interface PeopleFinder {
  /** Entries that begin so, by the alphabet. @param beginning folded, at least two characters */
  entriesFrom(beginning: string, page: PageRequest): Promise<Page<FoundEntry>>;
}

export interface FollowRepository {
  find(pair: Pair): Promise<Follow | undefined>;
  /**
   * Writes the pair and moves both people's counts by one, up when it becomes active, down when it ends.
   * @throws ConcurrentChangeError when the pair is no longer as `before`, or one of the two is gone
   */
  save(before: Follow | undefined, after: Follow, events: readonly DomainEvent[]): Promise<void>;
  /** Ids of those who follow this person, newest first. */
  listFollowers(userId: string, page: PageRequest): Promise<Page<string>>;
  /** Ids of those whom this person follows, newest first. */
  listFollowing(userId: string, page: PageRequest): Promise<Page<string>>;
}

/** What the user pool knows of an account. */
export interface Account {
  email: string;
  /** As wished for at sign-up. */
  handle?: string | undefined;
  displayName?: string | undefined;
}

export interface AccountDirectory {
  /** @returns undefined when there is no such account, or its e-mail address is not confirmed */
  findConfirmed(userId: string): Promise<Account | undefined>;
}

export interface AccountRemoval {
  /** For good. Does nothing when it is gone. */
  remove(userId: string): Promise<void>;
}

export interface AccountPresence {
  /** Asks the list of accounts, which may lag. */
  isListed(userId: string): Promise<boolean>;
  /** As it is now, whether or not it is confirmed or can be used. */
  exists(userId: string): Promise<boolean>;
}

/** What is known of profiles without an account, from one run to the next. */
export interface GhostSearch {
  lap(): Promise<Lap | undefined>;
  saveLap(lap: Lap): Promise<void>;
  /** The next run begins one, and nobody is believed to be missing until it is done. */
  dropLap(): Promise<void>;
  /** Keeps the first time, and the latest lap. */
  note(suspect: Suspect): Promise<void>;
  /** All of them, in no order. */
  suspects(): Promise<Suspect[]>;
  clear(userId: string): Promise<void>;
}

/** Somebody who wrote an address into a form, and did not enter the code that went there. */
export interface SignUp {
  userId: string;
  signedUpAt: Date;
}

/** Accounts that nobody confirmed. */
export interface SignUps {
  /** As it is now. @param name an address, or a user id. @returns undefined when it is confirmed, or nobody has that name */
  find(name: string): Promise<SignUp | undefined>;
  /** In no order. It may lag: ask `find` before believing it. */
  list(): AsyncIterable<SignUp>;
  /** Does nothing when it is gone. */
  remove(userId: string): Promise<void>;
}

export interface Sessions {
  /**
   * Ends all of a person's sessions: nobody can refresh them, and Cognito itself takes none of their tokens. An access
   * token works with our own API until it expires. Does nothing when the account is gone.
   */
  endAll(userId: string): Promise<void>;
}

/** Where people are signed in, as their apps noted it; Cognito does not tell. */
export interface SessionList {
  /** Takes the place of what was noted of this session before. */
  note(userId: string, session: NotedSession): Promise<void>;
  /** By the last sign-in first, at most fifty; also those that were ended since. */
  read(userId: string): Promise<{ sessions: NotedSession[]; endedAt?: string | undefined }>;
  /** Takes one off. Does nothing when it is not there. */
  forget(userId: string, session: Pick<NotedSession, 'id' | 'signedInAt'>): Promise<void>;
  /** All that were there by then are over. */
  noteEnded(userId: string, at: Date): Promise<void>;
  /** Leaves nothing of this person. */
  forgetAll(userId: string): Promise<void>;
}

/** The user pool's codes for new addresses. */
export interface AddressCodes {
  /** To the new address, which counts once the code was entered. @throws AddressTakenError · TooManyCodesError */
  sendCode(userId: string, email: string): Promise<void>;
  /** @throws WrongCodeError · AddressTakenError · TooManyCodesError · UnauthorizedError for a token that was taken back */
  takeCode(accessToken: string, code: string): Promise<void>;
}

export interface AddressRepository {
  find(userId: string): Promise<Address | undefined>;
  /** Leaves alone what was told. */
  noteWanted(userId: string, email: string): Promise<void>;
  /** Writes what is told and its version. @throws ConcurrentChangeError when it is no longer as `before` */
  tell(before: Address, after: Address, events: readonly DomainEvent[]): Promise<void>;
}

/** For events that tell of no state of ours. */
export interface Outbox {
  add(events: readonly DomainEvent[]): Promise<void>;
}
