import { planRenditions, type RenditionList, type Size } from './renditions.ts';

/**
 * What the list asks for of an original of this size: name, size and quality of each rendition. A set whose recipe is
 * another one is out of date.
 * @param list default: all that there are
 */
export function recipeOf(original: Size, list?: RenditionList): string {
  return planRenditions(original, list)
    .flatMap(({ squares, ...whole }) => [whole, ...squares])
    .map(({ name, widthPx, heightPx, quality }) => `${name} ${widthPx}x${heightPx} q${quality}`)
    .sort()
    .join(', ');
}
