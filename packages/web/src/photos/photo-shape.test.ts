import { shapeOf, stageSizes } from './photo-shape.ts';

describe('shapeOf', () => {
  it.each([
    [4032, 3024, 'plain'],
    [1080, 2400, 'plain'],
    [1080, 20_000, 'tall'],
    [12_000, 2500, 'wide'],
    [16_382, 3628, 'wide'],
  ])('of %s × %s is %s', (widthPx, heightPx, shape) => {
    expect(shapeOf(widthPx, heightPx)).toBe(shape);
  });
});

describe('stageSizes', () => {
  it('says how wide a panorama is at the height that it has', () => {
    expect(stageSizes('wide', 4.8)).toBe('calc(60vh * 4.80)');
    expect(stageSizes('tall', 0.054)).toMatch(/40rem/);
  });
});
