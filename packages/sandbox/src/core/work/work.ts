import type { GiveUpCondition, WorkFailure, WorkName } from '../observe.ts';
import type { Age } from './age.ts';
import type { Waiting } from './waits.ts';
import type { StoredWork } from './work-store.ts';

/** What is asked of the queue. */
export interface NewWork<Details> {
  /** Under which observers know it. */
  name: WorkName;
  cause?: WorkName | undefined;
  /** ARN of whom it is for. */
  target: string;
  /** What is handed over, as text; stored once, however many works of one transaction have the same. */
  payload: string;
  /** What the kind needs to know besides, as JSON; small, since it stays in memory. */
  details: Details;
}

/** Something that has to be done for somebody and survives a kill until it is done or given up. */
export interface Work<Details = unknown> extends Omit<NewWork<Details>, 'payload'>, Waiting {
  readonly id: number;
  readonly payloadId: number;
  /** Attempts that were made and failed. */
  failures: number;
  /** The last of them. */
  failure: WorkFailure | undefined;
  readonly age: Age;
  /** Its kind's lane. */
  readonly lane: string;
  /** Waits for room, so that its age may end meanwhile. */
  standsInLane: boolean;
}

/** How an attempt went. */
export type Attempt<Answer = unknown> =
  | {
      is: 'done';
      /** Runs in the transaction that takes the work off the queue. */
      along?: (() => void) | undefined;
    }
  | {
      is: 'failed';
      error: WorkFailure;
      /** Trying again cannot help. */
      permanent?: boolean;
      /** For `giveUp`, should this be the last attempt. */
      answer?: Answer;
    }
  | {
      /** Not tried for want of something that will come back: costs no attempt. */
      is: 'refused';
      error: WorkFailure;
      /** AWS time until it is tried. */
      awsMs: number;
    };

export interface GivenUp<Answer = unknown> {
  condition: GiveUpCondition;
  /** Of the last attempt, if there was one. */
  error: WorkFailure | undefined;
  /** Of the attempt that has failed now; none when an age ended. */
  answer?: Answer | undefined;
}

/** What a service does with its kind of work. */
export interface WorkKind<Details, Answer = unknown> {
  /** Names the rows; the same in every version of the sandbox. */
  kind: string;
  /** What shares room and order: work of one lane begins in the order in which it came, or became due again. */
  lane(target: string): string;
  /** Whether one more of this lane may begin now. Always, unless told; `roomMade` says when to ask again. */
  hasRoom?(target: string): boolean;
  /** Asked at each decision, since the template may have changed. Beyond either limit it is given up. */
  limits(work: Work<Details>): { retries: number; ageMs: number };
  /** AWS time from a failed attempt to the next. @param failures attempts that failed, at least 1 */
  retryWaitMs(failures: number): number;
  /** Must not throw for what is the work's own fault; what it throws is reported, and tried again like a refusal. */
  attempt(work: Work<Details>, payload: string): Promise<Attempt<Answer>> | Attempt<Answer>;
  /**
   * Hands on what cannot be done. Runs in the transaction that takes it off the queue, so a dead letter is there once.
   * @returns ARNs of those that have it now, none when it is dropped
   */
  giveUp(work: Work<Details>, payload: string, why: GivenUp<Answer>): readonly string[];
}

/** The works of one kind. */
export interface WorkLine<Details> {
  /** Stores it, in the caller's transaction if there is one; it begins when that is kept. */
  add(work: NewWork<Details>): void;
  /** What was tried once already and failed: stored for the next attempt, or handed on at once. */
  addFailed(work: NewWork<Details>, error: WorkFailure, permanent: boolean): void;
  /** Goes on with what an earlier run has left. Before that, what is added only waits. */
  start(): void;
  /** From here on nothing begins and nothing touches the database; attempts under way are repeated at the next start. */
  stop(): void;
  /** There may be room again in any lane. */
  roomMade(): void;
  readonly running: boolean;
}

/** Stands around each attempt, for fault injection: may delay it, repeat it, or answer in its place. */
export type AroundAttempt = (work: Readonly<Work>, attempt: () => Promise<Attempt>) => Promise<Attempt>;

/** One for everything that waits durably; each service has a line of its kind. */
export interface WorkQueue {
  /** What is not done, the next due first; what ended in the last moments may still be among it. */
  waiting(): Iterable<StoredWork>;
  line<Details, Answer>(kind: WorkKind<Details, Answer>): WorkLine<Details>;
  /** One wrapper at a time, for the works of all kinds. @returns a function that takes it away */
  around(wrapper: AroundAttempt): () => void;
  /** Whether attempts have a wrapper: then nothing may be handed over on a shorter way. */
  readonly wrapped: boolean;
}
