import { cameraFacts, exposure } from './camera-facts.ts';

describe('exposure', () => {
  it.each([
    [1 / 250, '1/250 s'],
    [0.0125, '1/80 s'],
    [0.5, '0.5 s'],
    [30, '30 s'],
  ])('writes %d seconds as %s', (seconds, text) => {
    expect(exposure(seconds)).toBe(text);
  });
});

describe('cameraFacts', () => {
  it('names what is known and leaves out the rest', () => {
    expect(cameraFacts({ make: 'Fuji', model: 'X-T5', aperture: 2.8, focalLengthMm: 23 })).toEqual([
      ['Camera', 'Fuji X-T5'],
      ['Focal length', '23 mm'],
      ['Aperture', 'ƒ/2.8'],
    ]);
  });

  it('does not say the make twice', () => {
    expect(cameraFacts({ make: 'Canon', model: 'Canon EOS R6' })).toEqual([['Camera', 'Canon EOS R6']]);
  });

  it('keeps the camera’s own time of day', () => {
    const taken = (capturedAt: string) => cameraFacts({ capturedAt })[0]?.[1] ?? '';
    expect(taken('2026-03-01T17:45:00')).toMatch(/:45\D*$/);
    expect(taken('2026-03-01T17:45:00+05:30')).toBe(`${taken('2026-03-01T17:45:00')} (UTC+05:30)`);
    expect(taken('2026-03-01T17:45:00Z')).toMatch(/\(UTC\)$/);
    expect(cameraFacts({ capturedAt: 'at dusk' })).toEqual([['Taken', 'at dusk']]);
  });
});
