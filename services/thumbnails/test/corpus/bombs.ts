import sharp from 'sharp';
import { animation } from './animation.ts';
import type { CorpusCase } from './case.ts';
import { tinyFrames } from './gif.ts';
import { withDimensions, withRepeatedScan } from './jpeg.ts';
import { photoPixels } from './photo.ts';
import { blackPng, profileBomb, textBomb } from './png.ts';
import { withLosslessDimensions, withRepeatedFrame } from './webp.ts';

/** Small files that want much memory or time. largest.ts has those that are the worst within the limits. */

const small = () => photoPixels(64, 64);
const wide = { widthPx: 7070, heightPx: 7070 };

const gifLargest = { widthPx: 65_535, heightPx: 65_535 };

const plain = (widthPx: number, heightPx: number) =>
  sharp({ create: { width: widthPx, height: heightPx, channels: 3, background: '#3060c0' } });

const losslessWebp = () => plain(64, 64).ensureAlpha(0.5).webp({ lossless: true }).toBuffer();

export const bombs: CorpusCase[] = [
  {
    name: 'JPEG that says 65,500 × 65,500 px',
    ends: 'too-many-pixels',
    bytes: async () => withDimensions(await (await small()).jpeg().toBuffer(), 65_500, 65_500),
  },
  {
    name: 'progressive JPEG that says 65,500 × 65,500 px',
    ends: 'too-many-pixels',
    bytes: async () =>
      withDimensions(await (await small()).jpeg({ progressive: true }).toBuffer(), 65_500, 65_500),
  },
  {
    name: 'JPEG of 4 megapixels with 2,000 scans',
    ends: 'unreadable',
    bytes: async () => withRepeatedScan(await plain(2000, 2000).jpeg({ progressive: true }).toBuffer(), 2000),
  },
  {
    name: 'PNG that says 2,147,483,647 × 2,147,483,647 px',
    ends: 'unreadable',
    bytes: async () => {
      const file = blackPng({ widthPx: 64, heightPx: 64, bitDepth: 8, colourType: 2, interlaced: false });
      file.writeUInt32BE(0x7fffffff, 16);
      file.writeUInt32BE(0x7fffffff, 20);
      return file;
    },
  },
  {
    name: 'PNG of 256 megapixels',
    ends: 'too-many-pixels',
    bytes: async () =>
      blackPng({ widthPx: 16_000, heightPx: 16_000, bitDepth: 8, colourType: 2, interlaced: false }),
  },
  {
    name: 'interlaced PNG of 256 megapixels',
    ends: 'too-many-pixels',
    bytes: async () =>
      blackPng({ widthPx: 16_000, heightPx: 16_000, bitDepth: 1, colourType: 0, interlaced: true }),
  },
  {
    name: 'PNG with a text of 1 GB',
    ends: 'renditions',
    bytes: async () =>
      blackPng({ widthPx: 200, heightPx: 200, bitDepth: 8, colourType: 2, interlaced: false }, [
        textBomb(2 ** 30),
      ]),
  },
  {
    name: 'PNG with a profile of 1 GB',
    ends: 'renditions',
    bytes: async () =>
      blackPng({ widthPx: 200, heightPx: 200, bitDepth: 8, colourType: 2, interlaced: false }, [
        profileBomb(2 ** 30),
      ]),
  },
  {
    name: 'WebP of 16,383 × 16,383 px',
    ends: 'too-many-pixels',
    bytes: async () => withLosslessDimensions(await losslessWebp(), 16_383, 16_383),
  },
  {
    name: 'animated WebP that says 16,383 × 16,383 px',
    ends: 'too-many-pixels',
    bytes: async () => withRepeatedFrame(await animation('webp'), 1, { widthPx: 16_383, heightPx: 16_383 }),
  },
  {
    name: 'animated WebP of 50 megapixels and 1,000 frames',
    ends: 'renditions',
    bytes: async () => withRepeatedFrame(await animation('webp'), 1000, wide),
  },
  {
    name: 'animated WebP of 10,000 frames',
    ends: 'renditions',
    bytes: async () => withRepeatedFrame(await animation('webp'), 10_000),
  },
  {
    name: 'GIF that says 65,535 × 65,535 px in its frame',
    ends: 'too-many-pixels',
    bytes: async () => tinyFrames(gifLargest, 1, gifLargest),
  },
  // Its reader takes such a canvas for a mistake, and the frame's size instead.
  {
    name: 'GIF with a canvas of 65,535 × 65,535 px',
    ends: 'renditions',
    bytes: async () => tinyFrames(gifLargest, 1),
  },
  {
    name: 'GIF of 50 megapixels and 1,000 frames',
    ends: 'renditions',
    bytes: async () => tinyFrames(wide, 1000, wide),
  },
  {
    name: 'GIF of 200,000 frames',
    ends: 'renditions',
    bytes: async () => tinyFrames({ widthPx: 200, heightPx: 200 }, 200_000),
  },
];
