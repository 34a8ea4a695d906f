/** How a picture's pixels are stored. What a decoder needs for each of them follows from it. */
export type Coding =
  | 'jpeg-baseline'
  | 'jpeg-progressive'
  | 'png'
  | 'png-interlaced'
  | 'png-16-bit'
  | 'webp'
  | 'gif'
  | 'avif'
  | 'avif-high-depth'
  | 'heic';

/** As stored: a photo that is to be turned has its width and height the other way round. */
export interface PictureSize {
  widthPx: number;
  heightPx: number;
  coding: Coding;
}
