import type { EventLife, LifeEnd } from '../facts/event-lives.ts';
import type { NumberedFact } from '../facts/fact-ring.ts';
import type { StoryLine } from './story-lines.ts';

export interface Segment {
  /** `waited`: for room, for its next attempt, in a queue, for an answer · `cold`: its environment was made · `broken`: an attempt that failed. */
  is: 'waited' | 'cold' | 'ran' | 'broken';
  /** Milliseconds since the epoch. */
  from: number;
  to: number;
}

/** One thing that happened, and what is known of it. */
export interface StoryRow {
  kind: 'page' | 'request' | 'event' | 'message' | 'invocation' | 'write' | 'record' | 'mail';
  /** Of the request, the event, the message, the invocation, the record or the mail; of a write, of the invocation that wrote, and the number of the fact. */
  id: string;
  at: number;
  /** A service, `browser`, `API`, `bus`, `queues`, `mail`. */
  lane: string;
  what: string;
  segments: Segment[];
  /** Where it came to; of an event, for each target. */
  ends: LifeEnd[];
  /** What was told of it. */
  facts: NumberedFact[];
  /** Of its logs; of an event the event itself. */
  lines: { at: number; text: string }[];
  /** An event of an earlier run: nothing is known of its targets. */
  isArchived?: boolean;
}

export interface Story {
  correlationId: string;
  rows: StoryRow[];
}

export interface StorySources {
  /** Of its functions and APIs, oldest first. */
  lines: readonly StoryLine[];
  /** Those of its events, and of events that its functions worked on. */
  lives: readonly EventLife[];
  facts: readonly NumberedFact[];
  mails: readonly { id: string; subject: string; sentAt: string }[];
  /** Events of an earlier run of the sandbox. */
  archived: readonly { id: string; at: number; text: string }[];
  /** What stands for an ARN or a function's name. */
  placeOf(name: string): { lane: string; what: string };
}
