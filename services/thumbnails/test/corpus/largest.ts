import { maxMegapixels } from '@shutterbus/contracts/uploads/limits';
import type { Coding } from '@shutterbus/contracts/uploads/stored-picture';
import sharp from 'sharp';
import { animation } from './animation.ts';
import { tinyFrames } from './gif.ts';
import { codedPicture, heicFile, heifFile } from './heif.ts';
import { withDimensions } from './jpeg.ts';
import { blackPng } from './png.ts';
import { smallPhoto } from './small-photo.ts';
import { plainLossless, withRepeatedFrame } from './webp.ts';

/** For each way of storing a picture the files that need most memory among those that are taken, just within the limit. */
export interface LargestCase {
  name: string;
  coding: Coding;
  megapixels: number;
  bytes(): Promise<Uint8Array>;
}

const plain = (widthPx: number, heightPx: number) =>
  sharp({
    create: { width: widthPx, height: heightPx, channels: 3, background: '#3060c0' },
    limitInputPixels: false,
  });

/** 4 : 3, as large as it may be. */
function largestOf(coding: Coding): { widthPx: number; heightPx: number } {
  const heightPx = Math.floor(Math.sqrt((maxMegapixels[coding] * 1e6 * 3) / 4));
  return { widthPx: Math.floor((heightPx * 4) / 3), heightPx };
}

function largestCase(
  name: string,
  coding: Coding,
  draw: (widthPx: number, heightPx: number) => Promise<Uint8Array>,
  { widthPx, heightPx } = largestOf(coding),
): LargestCase {
  return { name, coding, megapixels: (widthPx * heightPx) / 1e6, bytes: () => draw(widthPx, heightPx) };
}

export const largest: LargestCase[] = [
  largestCase('JPEG', 'jpeg-baseline', (width, height) => plain(width, height).jpeg().toBuffer()),
  largestCase('JPEG without subsampling, to be turned', 'jpeg-baseline', (width, height) =>
    plain(width, height).withMetadata({ orientation: 6 }).jpeg({ chromaSubsampling: '4:4:4' }).toBuffer(),
  ),
  // The library keeps all coefficients of a progressive file in memory, and paints what is missing in grey.
  largestCase('progressive CMYK JPEG, to be turned', 'jpeg-progressive', async (width, height) => {
    const inks = (await smallPhoto()).toColourspace('cmyk').withMetadata({ orientation: 6 });
    const coded = await inks.jpeg({ progressive: true, chromaSubsampling: '4:4:4' }).toBuffer();
    return withDimensions(coded, width, height);
  }),
  largestCase('PNG', 'png', async (widthPx, heightPx) =>
    blackPng({ widthPx, heightPx, bitDepth: 8, colourType: 6, interlaced: false }),
  ),
  largestCase(
    'very wide PNG',
    'png',
    async (widthPx, heightPx) =>
      blackPng({ widthPx, heightPx, bitDepth: 8, colourType: 6, interlaced: false }),
    { widthPx: 150_000, heightPx: 1000 },
  ),
  largestCase('interlaced 16-bit PNG with transparency', 'png-interlaced', async (widthPx, heightPx) =>
    blackPng({ widthPx, heightPx, bitDepth: 16, colourType: 6, interlaced: true }),
  ),
  largestCase(
    'very wide interlaced 16-bit PNG with transparency',
    'png-interlaced',
    async (widthPx, heightPx) =>
      blackPng({ widthPx, heightPx, bitDepth: 16, colourType: 6, interlaced: true }),
    { widthPx: 55_000, heightPx: 1000 },
  ),
  largestCase(
    'very wide 16-bit PNG with transparency',
    'png-16-bit',
    async (widthPx, heightPx) =>
      blackPng({ widthPx, heightPx, bitDepth: 16, colourType: 6, interlaced: false }),
    { widthPx: 70_000, heightPx: 1000 },
  ),
  largestCase('lossless WebP', 'webp', async (widthPx, heightPx) => plainLossless(widthPx, heightPx)),
  largestCase('animated WebP', 'webp', async (widthPx, heightPx) =>
    withRepeatedFrame(await animation('webp'), 3, { widthPx, heightPx }),
  ),
  largestCase('GIF of many frames', 'gif', async (widthPx, heightPx) =>
    tinyFrames({ widthPx, heightPx }, 20, { widthPx, heightPx }),
  ),
  largestCase('AVIF', 'avif', (width, height) => plain(width, height).avif({ effort: 0 }).toBuffer()),
  largestCase('AVIF of 10 bits', 'avif-high-depth', (width, height) =>
    plain(width, height).avif({ effort: 0, bitdepth: 10 }).toBuffer(),
  ),
  largestCase(
    'HEIC in tiles',
    'heic',
    async (widthPx, heightPx) =>
      heifFile(codedPicture(heicFile('tile')), { grid: { columns: 16, rows: 13, widthPx, heightPx } }),
    { widthPx: 8080, heightPx: 6400 },
  ),
];
