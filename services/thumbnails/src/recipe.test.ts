import { recipeOf } from './recipe.ts';
import type { RenditionList } from './renditions.ts';

const list: RenditionList = {
  whole: [
    { name: 'w640', widthPx: 640, quality: 84 },
    { name: 'w160', widthPx: 160, quality: 84 },
  ],
  square: [{ name: 's256', edgePx: 256, quality: 84 }],
};
const original = { widthPx: 4000, heightPx: 3000 };

describe('recipeOf', () => {
  it('names what there will be', () => {
    expect(recipeOf(original, list)).toBe('s256 256x256 q84, w160 160x120 q84, w640 640x480 q84');
  });

  it.each<[string, RenditionList]>([
    ['a rendition more', { ...list, square: [...list.square, { name: 's64', edgePx: 64, quality: 84 }] }],
    ['a rendition less', { ...list, square: [] }],
    ['another quality', { ...list, square: [{ name: 's256', edgePx: 256, quality: 70 }] }],
    ['another size', { ...list, square: [{ name: 's256', edgePx: 255, quality: 84 }] }],
  ])('is another one with %s', (_, changed) => {
    expect(recipeOf(original, changed)).not.toBe(recipeOf(original, list));
  });

  it('stays when what was added would not be made of this original', () => {
    const wider = { ...list, whole: [{ name: 'w1280', widthPx: 1280, quality: 84 }, ...list.whole] };
    const small = { widthPx: 800, heightPx: 600 };
    expect(recipeOf(small, wider)).toBe(recipeOf(small, list));
    expect(recipeOf(original, wider)).not.toBe(recipeOf(original, list));
  });
});
