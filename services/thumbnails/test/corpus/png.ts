import { constants, deflateRawSync, deflateSync } from 'node:zlib';
import { pngChunk as chunk, pngSignature } from '../../src/formats/png-chunks.ts';
import { type PngHead, pngRowBytes } from '../../src/formats/png-rows.ts';

export { chunk };

/** PNG files written by hand: those that no well-meant encoder writes. https://www.w3.org/TR/png-3/ */

/** All pixels zero: a file of any dimensions in a thousandth of their bytes. `extra` stands before the pixels. */
export function blackPng(head: PngHead, extra: readonly Buffer[] = []): Buffer {
  const palette = head.colourType === 3 ? [chunk('PLTE', Buffer.from([0, 0, 0, 255, 0, 0]))] : [];
  const pixels = deflatedZeros(pngRowBytes(head));
  return pngOf(head, [...palette, ...extra, chunk('IDAT', pixels)]);
}

export function pngOf(
  { widthPx, heightPx, bitDepth, colourType, interlaced }: PngHead,
  chunks: Buffer[],
): Buffer {
  const ihdr = Buffer.alloc(13);
  ihdr.writeUInt32BE(widthPx, 0);
  ihdr.writeUInt32BE(heightPx, 4);
  ihdr.set([bitDepth, colourType, 0, 0, interlaced ? 1 : 0], 8);
  return Buffer.concat([pngSignature, chunk('IHDR', ihdr), ...chunks, chunk('IEND', new Uint8Array())]);
}

/** Text that is small in the file and large once it is inflated. */
export const textBomb = (inflatedBytes: number): Buffer =>
  chunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0', 'latin1'), deflatedZeros(inflatedBytes)]));

/** A colour profile that is small in the file and large once it is inflated. */
export const profileBomb = (inflatedBytes: number): Buffer =>
  chunk('iCCP', Buffer.concat([Buffer.from('profile\0\0', 'latin1'), deflatedZeros(inflatedBytes)]));

export const profileChunk = (profile: Uint8Array): Buffer =>
  chunk('iCCP', Buffer.concat([Buffer.from('profile\0\0', 'latin1'), deflateSync(profile)]));

const blockBytes = 1 << 20;

/** A zlib stream of zeros, put together from equal blocks, so that a gigabyte takes no time. */
function deflatedZeros(length: number): Buffer {
  const flushed = (bytes: number): Buffer =>
    deflateRawSync(Buffer.alloc(bytes), { finishFlush: constants.Z_FULL_FLUSH });
  const blocks = Array<Buffer>(Math.floor(length / blockBytes)).fill(flushed(blockBytes));
  const last = deflateRawSync(Buffer.alloc(length % blockBytes));
  // Adler-32 of zeros: the first sum stays 1, the second counts them.
  const checksum = Buffer.alloc(4);
  checksum.writeUInt16BE(length % 65_521, 0);
  checksum.writeUInt16BE(1, 2);
  return Buffer.concat([Buffer.from([0x78, 0x9c]), ...blocks, last, checksum]);
}
