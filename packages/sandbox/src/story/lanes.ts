import type { StoryRow } from './story-row.ts';

/** What happened in one lane, in the story's order. */
export interface Lane {
  name: string;
  rows: StoryRow[];
}

/** The lanes of a story, by what comes first in each. */
export const lanesOf = (rows: readonly StoryRow[]): Lane[] =>
  [...Map.groupBy(rows, ({ lane }) => lane)].map(([name, own]) => ({ name, rows: own }));
