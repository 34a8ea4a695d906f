import { parseSchedule } from './cron.ts';

/** The next `count` firings, as ISO minutes. */
function firings(expression: string, from: string, count: number): string[] {
  const schedule = parseSchedule(expression);
  const times: string[] = [];
  let now = Date.parse(from);
  for (let i = 0; i < count; i++) {
    const next = schedule(now);
    if (next === undefined) break;
    times.push(new Date(next).toISOString().slice(0, 16));
    now = next;
  }
  return times;
}

describe('parseSchedule', () => {
  it.each([
    ['cron(0 10 * * ? *)', ['2026-01-30T10:00', '2026-01-31T10:00']],
    ['cron(15 12 L * ? *)', ['2026-01-31T12:15', '2026-02-28T12:15']],
    ['cron(0/15 * * * ? *)', ['2026-01-30T00:15', '2026-01-30T00:30']],
    ['cron(0 18 ? * MON-FRI *)', ['2026-01-30T18:00', '2026-02-02T18:00']],
    ['cron(0 8 1 * ? *)', ['2026-02-01T08:00', '2026-03-01T08:00']],
    ['cron(0 9 ? * 6L *)', ['2026-01-30T09:00', '2026-02-27T09:00']],
    ['cron(0 9 ? * 2#1 *)', ['2026-02-02T09:00', '2026-03-02T09:00']],
    ['cron(0 9 1W * ? *)', ['2026-02-02T09:00', '2026-03-02T09:00']],
    ['cron(0 0 29 FEB ? *)', ['2028-02-29T00:00', '2032-02-29T00:00']],
    ['rate(5 minutes)', ['2026-01-30T00:05', '2026-01-30T00:10']],
    ['rate(1 day)', ['2026-01-31T00:00', '2026-02-01T00:00']],
  ])('fires as AWS does: %s', (expression, expected) => {
    expect(firings(expression, '2026-01-30T00:00:00Z', 2)).toEqual(expected);
  });

  it('ends with its last year', () => {
    expect(firings('cron(0 0 1 1 ? 2027)', '2026-01-30T00:00:00Z', 3)).toEqual(['2027-01-01T00:00']);
  });

  it.each([
    'rate(0 minutes)',
    'rate(1 minutes)',
    'rate(5 seconds)',
    'cron(0 10 * * * *)',
    'cron(0 10 * ?)',
    'cron(60 1 * * ? *)',
    'at(12:00)',
  ])('refuses %s', (expression) => {
    expect(() => parseSchedule(expression)).toThrow(RangeError);
  });
});
