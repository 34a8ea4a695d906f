import { recipeOf } from './recipe.ts';
import type { RenditionList } from './renditions.ts';

const list: RenditionList = {
  whole: [
    { widthPx: 640, readablePx: 540, quality: 84, effort: 2 },
    { widthPx: 160, readablePx: 135, quality: 84, effort: 2 },
  ],
  square: [{ edgePx: 256, quality: 84, effort: 2 }],
};
const original = { widthPx: 4000, heightPx: 3000 };

describe('recipeOf', () => {
  it('names what there will be', () => {
    expect(recipeOf(original, list)).toBe(
      's256 256x256 q84 e2, w160 160x120 q84 e2, w640 640x480 q84 e2, preview 1200 300000',
    );
  });

  it.each<[string, RenditionList]>([
    ['a rendition more', { ...list, square: [...list.square, { edgePx: 64, quality: 84, effort: 2 }] }],
    ['a rendition less', { ...list, square: [] }],
    ['another quality', { ...list, square: [{ edgePx: 256, quality: 70, effort: 2 }] }],
    ['another effort', { ...list, square: [{ edgePx: 256, quality: 84, effort: 4 }] }],
    ['another size', { ...list, square: [{ edgePx: 255, quality: 84, effort: 2 }] }],
  ])('is another one with %s', (_, changed) => {
    expect(recipeOf(original, changed)).not.toBe(recipeOf(original, list));
  });

  it('stays when what was added would not be made of this original', () => {
    const narrower = { widthPx: 40, readablePx: 34, quality: 84, effort: 2 };
    const wider: RenditionList = { ...list, whole: [...list.whole, narrower] };
    const small = { widthPx: 30, heightPx: 20 };
    expect(recipeOf(small, wider)).toBe(recipeOf(small, list));
    expect(recipeOf(original, wider)).not.toBe(recipeOf(original, list));
  });
});
