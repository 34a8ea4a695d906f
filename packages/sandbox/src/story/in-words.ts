import type { LifeEnd } from '../facts/event-lives.ts';
import type { StoryRow } from './story-row.ts';

const spans = { waited: 'waited', cold: 'cold start', ran: 'ran', broken: 'failed after' };

/** `waited 20 ms · cold start 400 ms · ran 31 ms`; empty of what takes no time. */
export const spent = ({ segments }: Pick<StoryRow, 'segments'>): string =>
  segments.map(({ is, from, to }) => `${spans[is]} ${Math.round(to - from)} ms`).join(' · ');

const ends: Record<LifeEnd['is'], string> = {
  done: 'done',
  runs: 'under way',
  'handed-over': 'handed over',
  queued: 'in the queue',
  dropped: 'dropped',
  waits: 'waits',
  'dead-lettered': 'dead letter',
};

export const endInWords = ({ is }: Pick<LifeEnd, 'is'>): string => ends[is];
