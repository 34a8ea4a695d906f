import type { Rejection } from '../fields.ts';
import type { Coding, PictureSize } from './stored-picture.ts';

/** 25 MiB: what a phone's or camera's largest JPEG needs, with room; the presigned POST enforces it too. */
export const maxUploadBytes = 25 * 1024 * 1024;

/** What a picture may have, in millions of pixels, by the way in which it is stored: some take more memory to read. */
export const maxMegapixels: Readonly<Record<Coding, number>> = {
  'jpeg-baseline': 50,
  'jpeg-progressive': 50,
  png: 50,
  'png-interlaced': 50,
  'png-16-bit': 50,
  webp: 50,
  gif: 50,
  avif: 50,
  heic: 50,
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
  heic: 'HEIC',
};

/** @returns undefined for a picture that is not too large */
export function tooManyPixels({ widthPx, heightPx, coding }: PictureSize): Rejection | undefined {
  const limit = maxMegapixels[coding];
  if (widthPx * heightPx <= limit * 1e6) return undefined;
  const megapixels = Math.ceil((widthPx * heightPx) / 1e6).toLocaleString('en');
  return {
    code: 'too-many-pixels',
    message: `The picture has ${megapixels} megapixels; a ${names[coding]} may have ${limit}. Make it smaller, and upload that.`,
  };
}
