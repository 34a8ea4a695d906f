import { type RowMeasures, rowMeasures, rowsOf } from './rows.ts';

const shapes = [1.5, 0.66, 2.4, 1, 1.33, 1.5, 0.75, 1.78, 0.62];
const ratios = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => shapes[(index * 5 + from) % shapes.length] ?? 1);

/** How wide each row comes out. */
function widths(given: readonly number[], measures: RowMeasures): number[] {
  let start = 0;
  return rowsOf(given, measures).map(({ count, heightPx }) => {
    const row = given.slice(start, start + count);
    start += count;
    return row.reduce((sum, ratio) => sum + ratio * heightPx, 0) + (count - 1) * measures.gapPx;
  });
}

describe('rowsOf', () => {
  it.each([358, 390, 720, 1216])('fills every row of %i px, the last one too', (widthPx) => {
    const measures = rowMeasures(widthPx);
    for (let count = 4; count <= 45; count += 1)
      for (const width of widths(ratios(count, count), measures)) expect(width).toBeCloseTo(widthPx, 3);
  });

  it.each([358, 1216])('keeps the heights of rows of %i px near what is wished', (widthPx) => {
    const measures = rowMeasures(widthPx);
    for (let count = 6; count <= 40; count += 1) {
      const heights = rowsOf(ratios(count, count), measures).map(({ heightPx }) => heightPx);
      expect(Math.max(...heights)).toBeLessThan(measures.wishedHeightPx * 1.9);
      expect(Math.min(...heights)).toBeGreaterThan(measures.wishedHeightPx / 1.9);
    }
  });

  it('shows each picture once', () => {
    for (let count = 0; count <= 45; count += 1) {
      const rows = rowsOf(ratios(count), rowMeasures(1216));
      expect(rows.reduce((sum, row) => sum + row.count, 0)).toBe(count);
    }
  });

  it('leaves a row open when there is too little to fill it', () => {
    const measures = rowMeasures(1216);
    expect(rowsOf([1.5], measures)).toEqual([{ count: 1, heightPx: measures.wishedHeightPx }]);
    expect(rowsOf([0.66, 0.66], measures)).toEqual([{ count: 2, heightPx: measures.wishedHeightPx }]);
  });

  it('leaves the rows of a page as they are when the next page comes', () => {
    const measures = rowMeasures(1216);
    const first = rowsOf(ratios(20), measures);
    expect(rowsOf(ratios(40), measures).slice(0, first.length)).toEqual(first);
  });

  it('has no tile too narrow for its caption on a phone where another way is', () => {
    const measures = rowMeasures(358);
    const rows = rowsOf([2.4, 0.62, 1, 2.4, 1.5, 0.7, 1.5], measures);
    expect(rows.slice(0, 3).map(({ count }) => count)).toEqual([1, 2, 1]);
  });
});
