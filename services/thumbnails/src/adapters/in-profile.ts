import { deflateSync } from 'node:zlib';
import type { Raw } from 'sharp';
import { pngChunk, pngSignature } from '../formats/png-chunks.ts';
import { guardedSharp as sharp } from './guarded-sharp.ts';

interface Numbers {
  data: Buffer;
  raw: Raw;
}

/**
 * The same pixels in sRGB, when their numbers mean colours of this profile. sharp takes a profile only from a file, so
 * they become one in memory: a PNG whose data are hardly compressed. Pixels of a damaged profile stay as they are.
 */
export async function inProfile<Pixels extends Numbers>(
  pixels: Pixels,
  profile: Uint8Array,
): Promise<Pixels> {
  const { data, info } = await sharp(pngOf(pixels, profile), { limitInputPixels: false })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  return { ...pixels, data, raw: { width, height, channels } };
}

/** Grey, grey and alpha, RGB, RGB and alpha. */
const colourTypes = { 1: 0, 2: 4, 3: 2, 4: 6 } as const;

function pngOf({ data, raw: { width, height, channels } }: Numbers, profile: Uint8Array): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, colourTypes[channels], 0, 0, 0], 8);
  const rowBytes = width * channels;
  const rows = Buffer.alloc((rowBytes + 1) * height);
  for (let row = 0; row < height; row += 1)
    rows.set(data.subarray(row * rowBytes, (row + 1) * rowBytes), row * (rowBytes + 1) + 1);
  return Buffer.concat([
    pngSignature,
    pngChunk('IHDR', head),
    pngChunk('iCCP', Buffer.concat([Buffer.from('profile\0\0', 'latin1'), deflateSync(profile)])),
    pngChunk('IDAT', deflateSync(rows, { level: 0 })),
    pngChunk('IEND', new Uint8Array()),
  ]);
}
