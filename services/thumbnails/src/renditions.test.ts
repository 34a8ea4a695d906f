import { planRenditions } from './renditions.ts';

const planned = (widthPx: number, heightPx: number) =>
  planRenditions({ widthPx, heightPx }).map(
    ({ name, squares, ...size }) =>
      `${name} ${size.widthPx}×${size.heightPx}${squares.map((one) => ` + ${one.name} ${one.widthPx}`).join('')}`,
  );

describe('planRenditions', () => {
  it('cuts the square from the narrowest picture that holds it', () => {
    expect(planned(4000, 3000)).toEqual([
      'w1280 1280×960',
      'w640 640×480 + s256 256',
      'w320 320×240',
      'w160 160×120',
    ]);
    expect(planned(3000, 4000).at(-2)).toBe('w320 320×427 + s256 256');
  });

  it('gives a panorama a smaller square instead of an enlarged one', () => {
    expect(planned(6000, 1000)[0]).toBe('w1280 1280×213 + s256 213');
  });

  it('gives one picture of its own width to what is narrower than every width of the list', () => {
    expect(planned(90, 60)).toEqual(['w90 90×60 + s256 60']);
    expect(planned(1, 1)).toEqual(['w1 1×1 + s256 1']);
  });
});
