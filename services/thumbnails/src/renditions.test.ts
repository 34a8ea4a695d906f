import { planRenditions } from './renditions.ts';

const planned = (widthPx: number, heightPx: number) =>
  planRenditions({ widthPx, heightPx }).map(
    ({ name, squares, ...size }) =>
      `${name} ${size.widthPx}×${size.heightPx}${squares.map((one) => ` + ${one.name} ${one.widthPx}`).join('')}`,
  );

describe('planRenditions', () => {
  it('cuts the square from the smallest picture that holds it', () => {
    expect(planned(4000, 3000)).toEqual([
      'w1280 1280×960',
      'w640 640×480 + s256 256',
      'w320 320×240',
      'w160 160×120',
    ]);
  });

  it('gives a portrait as many pixels as a landscape, turned', () => {
    expect(planned(3000, 4000)).toEqual([
      'w960 960×1280',
      'w480 480×640 + s256 256',
      'w240 240×320',
      'w120 120×160',
    ]);
  });

  it('gives a screenshot back pixel by pixel', () => {
    expect(planned(1080, 2400)[0]).toBe('w1080 1080×2400');
    expect(planned(1080, 1920).slice(0, 2)).toEqual(['w1080 1080×1920', 'w831 831×1478']);
    expect(planned(1440, 3200).slice(0, 2)).toEqual(['w1440 1440×3200', 'w1080 1080×2400']);
  });

  it('keeps what is long readable, by its shorter edge', () => {
    expect(planned(12_000, 2500)).toEqual([
      'w5184 5184×1080',
      'w2592 2592×540',
      'w1296 1296×270 + s256 256',
      'w648 648×135',
    ]);
    expect(planned(1080, 20_000).slice(0, 2)).toEqual(['w885 885×16383', 'w540 540×10000']);
  });

  it('never passes what WebP can hold', () => {
    expect(planned(65_500, 1)).toEqual(['w16383 16383×1 + s1 1']);
    expect(planned(400, 40_000)).toEqual(['w164 164×16383 + s164 164']);
  });

  it('leaves out what is hardly smaller than the one before, and never enlarges', () => {
    expect(planned(700, 500)).toEqual(['w700 700×500 + s256 256', 'w328 328×234', 'w164 164×117']);
    expect(planned(90, 60)).toEqual(['w90 90×60 + s60 60']);
    expect(planned(1, 1)).toEqual(['w1 1×1 + s1 1']);
  });

  it('leaves no gap: each is at least a third as wide as the one before', () => {
    for (const [widthPx, heightPx] of [
      [1080, 2400],
      [1290, 2796],
      [1300, 1900],
      [8160, 6144],
      [5000, 400],
    ] as const) {
      const widths = planRenditions({ widthPx, heightPx }).map((one) => one.widthPx);
      for (const [index, width] of widths.slice(1).entries())
        expect(width * 3).toBeGreaterThan(widths[index] ?? 0);
    }
  });
});
