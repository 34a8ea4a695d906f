import { linkPreviewBounds, planRenditions, type RenditionList, type Size } from './renditions.ts';

/**
 * What the list asks for of an original of this size: name, size, quality and effort of each rendition, and the bounds
 * of the link's preview that a public one has. A set whose recipe is another one is out of date.
 * @param list default: all that there are
 */
export function recipeOf(original: Size, list?: RenditionList): string {
  const wanted = planRenditions(original, list)
    .flatMap(({ squares, ...whole }) => [whole, ...squares])
    .map(
      ({ name, widthPx, heightPx, quality, effort }) =>
        `${name} ${widthPx}x${heightPx} q${quality} e${effort}`,
    )
    .sort();
  return [...wanted, `preview ${linkPreviewBounds.widthPx} ${linkPreviewBounds.bytes}`].join(', ');
}
