import { lanesOf } from './lanes.ts';
import type { StoryRow } from './story-row.ts';

const row = (lane: string, at: number): StoryRow => ({
  ...{ kind: 'invocation', id: `${lane}-${at}`, at, lane, what: 'fn' },
  ...{ segments: [], ends: [], facts: [], lines: [] },
});

describe('lanesOf', () => {
  it('has each lane once, by what comes first in it, with all that happened there', () => {
    const rows = [row('API', 1), row('Media', 2), row('bus', 3), row('Media', 4)];
    expect(lanesOf(rows)).toEqual([
      { name: 'API', rows: [rows[0]] },
      { name: 'Media', rows: [rows[1], rows[3]] },
      { name: 'bus', rows: [rows[2]] },
    ]);
  });

  it('has no lane in which nothing is known to have happened', () => {
    expect(lanesOf([])).toEqual([]);
  });
});
