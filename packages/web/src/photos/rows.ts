/** How wide the rows are, and how they should be. */
export interface RowMeasures {
  widthPx: number;
  gapPx: number;
  wishedHeightPx: number;
  /** A narrower tile has no room for its caption. */
  leastTilePx: number;
}

/** What one row shows: as many of the pictures as `count`, all of this height. */
export interface Row {
  count: number;
  heightPx: number;
}

/** The measures of a list of this width: on a phone rows are lower, and closer together. */
export const rowMeasures = (widthPx: number): RowMeasures =>
  widthPx < 700
    ? { widthPx, gapPx: 12, wishedHeightPx: 190, leastTilePx: 100 }
    : { widthPx, gapPx: 16, wishedHeightPx: 240, leastTilePx: 130 };

/** Rows of so many pictures are found together: a page of the API, so that a page more moves nothing above it. */
const together = 20;
const fewLeft = 5;
/** The only row there is, were it higher than so often what was wished, is rather left open at its end. */
const mostStretch = 1.9;
const narrowTileCost = 1;
/** One or two pictures that are far too high are worse than what two pictures weigh. */
const leastWeight = 4;

/**
 * Rows that all end at the same edge, the last one too, and whose heights differ as little as possible. Only a list that
 * cannot fill one row is open at its end.
 * @param ratios width by height of each picture, in order
 */
export function rowsOf(ratios: readonly number[], measures: RowMeasures): Row[] {
  const rows: Row[] = [];
  for (let start = 0; start < ratios.length; start += together) {
    const end = Math.min(start + together, ratios.length);
    let from = start;
    // A few that are left over would hardly fill a row; those of the last rows before them help.
    while (end - from < fewLeft && rows.length > 0) from -= rows.pop()?.count ?? 0;
    rows.push(...bestRows(ratios.slice(from, end), measures));
  }
  const [only] = rows;
  const open = rows.length === 1 && only && only.heightPx > measures.wishedHeightPx * mostStretch;
  return open ? [{ ...only, heightPx: measures.wishedHeightPx }] : rows;
}

interface Way {
  cost: number;
  rows: Row[];
}

/** The cheapest way to the end of each beginning, from the cheapest ways to the ends of shorter ones. */
function bestRows(ratios: readonly number[], measures: RowMeasures): Row[] {
  const ways: Way[] = [{ cost: 0, rows: [] }];
  for (let end = 1; end <= ratios.length; end += 1) {
    let best: Way = { cost: Number.POSITIVE_INFINITY, rows: [] };
    for (let start = 0; start < end; start += 1) {
      const before = ways[start];
      const row = rowOf(ratios.slice(start, end), measures);
      if (before && before.cost + row.cost < best.cost)
        best = { cost: before.cost + row.cost, rows: [...before.rows, row] };
    }
    ways.push(best);
  }
  return (ways.at(-1)?.rows ?? []).map(({ count, heightPx }) => ({ count, heightPx }));
}

function rowOf(ratios: readonly number[], measures: RowMeasures): Row & { cost: number } {
  const { widthPx, gapPx, wishedHeightPx, leastTilePx } = measures;
  const count = ratios.length;
  const sum = ratios.reduce((total, ratio) => total + ratio, 0);
  const heightPx = Math.max(1, widthPx - gapPx * (count - 1)) / sum;
  const narrow = ratios.filter((ratio) => ratio * heightPx < leastTilePx).length;
  const cost =
    Math.max(count, leastWeight) * Math.log(heightPx / wishedHeightPx) ** 2 + narrow * narrowTileCost;
  return { count, heightPx, cost };
}
