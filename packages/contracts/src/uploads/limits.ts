import type { Rejection } from '../fields.ts';
import type { Coding, PictureSize } from './stored-picture.ts';

/** 25 MiB: what a phone's or camera's largest JPEG needs, with room; the presigned POST enforces it too. */
export const maxUploadBytes = 25 * 1024 * 1024;

/**
 * What a picture may have, in millions of pixels, by the way in which it is stored. What its decoder needs for the worst
 * file of that size, the function included, stays below 60 % of the memory of the function that makes thumbnails:
 * `npm run bench:decoders` measures it. The largest sensor of a phone has 200; a JPEG of it is read row by row.
 */
export const maxMegapixels: Readonly<Record<Coding, number>> = {
  'jpeg-baseline': 200,
  'jpeg-progressive': 110,
  png: 150,
  'png-interlaced': 55,
  'png-16-bit': 70,
  webp: 100,
  gif: 90,
  avif: 51,
  'avif-high-depth': 36,
  heic: 52,
};

/** In the words of people; of a coding that differs from the format's usual one, its name. */
const names: Readonly<Record<Coding, string>> = {
  'jpeg-baseline': 'JPEG',
  'jpeg-progressive': 'progressive JPEG',
  png: 'PNG',
  'png-interlaced': 'interlaced PNG',
  'png-16-bit': '16-bit PNG',
  webp: 'WebP',
  gif: 'GIF',
  avif: 'AVIF',
  'avif-high-depth': 'AVIF of more than 8 bits',
  heic: 'HEIC',
};

/** @returns undefined for a picture that is not too large */
export function tooManyPixels({ widthPx, heightPx, coding }: PictureSize): Rejection | undefined {
  const limit = maxMegapixels[coding];
  if (widthPx * heightPx <= limit * 1e6) return undefined;
  const megapixels = Math.ceil((widthPx * heightPx) / 1e6).toLocaleString('en');
  return {
    code: 'too-many-pixels',
    message: `The picture has ${megapixels} megapixels; ${article(names[coding])} ${names[coding]} may have ${limit}. Make it smaller, and upload that.`,
  };
}

const article = (name: string): string => (/^(AVIF|HEIC|interlaced)/.test(name) ? 'an' : 'a');
