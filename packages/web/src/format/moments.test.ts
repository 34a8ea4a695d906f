import { ago } from './moments.ts';

describe('ago', () => {
  const now = Date.parse('2026-11-21T12:00:00.000Z');

  it.each([
    ['2026-11-21T11:59:30.000Z', 'just now'],
    ['2026-11-21T12:00:10.000Z', 'just now'],
    ['2026-11-21T11:15:00.000Z', '45 minutes ago'],
    ['2026-11-20T11:00:00.000Z', 'yesterday'],
    ['2026-11-05T11:00:00.000Z', '2 weeks ago'],
    ['2024-11-05T11:00:00.000Z', '2 years ago'],
  ])('tells %s as %s', (at, text) => {
    expect(ago(at, now)).toBe(text);
  });
});
