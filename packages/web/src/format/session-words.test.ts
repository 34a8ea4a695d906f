import { dayOf, placeOf } from './session-words.ts';

describe('placeOf', () => {
  it.each([
    [{ browser: 'Firefox', system: 'Linux' }, 'Firefox on Linux'],
    [{ browser: 'Firefox' }, 'Firefox'],
    [{ system: 'Linux' }, 'A browser on Linux'],
    [{}, 'A browser or program without a name'],
  ])('says what is known of %j', (session, words) => {
    expect(placeOf(session)).toBe(words);
  });
});

describe('dayOf', () => {
  it('names the day that was meant, wherever it is read', () => {
    const before = process.env.TZ;
    try {
      for (const zone of ['America/Los_Angeles', 'Pacific/Auckland']) {
        process.env.TZ = zone;
        expect(dayOf('2026-11-28')).toBe('November 28, 2026');
      }
    } finally {
      process.env.TZ = before;
    }
  });
});
