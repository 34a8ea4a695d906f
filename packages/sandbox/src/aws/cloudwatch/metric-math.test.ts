import { parseExpression } from './metric-math.ts';

const values: Record<string, number | undefined> = { errors: 3, calls: 12, none: undefined, zero: 0 };
const evaluate = (text: string): number | undefined =>
  parseExpression(text, ['errors', 'calls', 'none'])((id) => values[id]);

describe('parseExpression', () => {
  it.each([
    ['errors / calls * 100', 25],
    ['1 + 2 * 3 - -4', 11],
    ['(1 + 2) * 3', 9],
    ['errors > 2 AND calls <= 12', 1],
    ['errors == 4 OR calls != 12', 0],
    ['SUM([errors, calls, none])', 15],
    ['SUM(METRICS())', 15],
    ['MAX([errors / 2, calls / 2])', 6],
    ['AVG(METRICS())', 7.5],
    ['FILL(none, 7)', 7],
    ['IF(FILL(none, 0) > 0.05 * calls, 1, 0)', 0],
    ['IF(none, 1, 2)', 2],
    ['CEIL(errors / 2)', 2],
  ])('%s is %d', (text, expected) => {
    expect(evaluate(text)).toBe(expected);
  });

  it.each(['none + 1', 'errors / zero', 'SUM([none])', 'unknown'])('%s has no value', (text) => {
    expect(evaluate(text)).toBeUndefined();
  });

  it.each([
    ['errors +', 'the end'],
    ['ANOMALY_DETECTION_BAND(errors)', 'ANOMALY_DETECTION_BAND'],
    ['errors ? 1', '?'],
    ['SUM([errors, calls)', '")"'],
  ])('%s is refused by name', (text, named) => {
    expect(() => evaluate(text)).toThrow(named);
  });
});
