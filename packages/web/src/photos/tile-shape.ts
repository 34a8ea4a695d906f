import type { Photo } from '../api/media.ts';

const ratioOf = ({ widthPx = 3, heightPx = 2 }: Photo): number => widthPx / heightPx;

/** Width by height of a photo's tile. Very long or tall pictures would break the rows. */
export const tileRatioOf = (photo: Photo): number => Math.min(2.4, Math.max(0.62, ratioOf(photo)));

/** How wide the picture in a tile is drawn, in pixels: a panorama that fills its tile is wider than that. */
export const drawnWidthPx = (photo: Photo, tileWidthPx: number): number =>
  Math.ceil(tileWidthPx * Math.max(1, ratioOf(photo) / tileRatioOf(photo)));
