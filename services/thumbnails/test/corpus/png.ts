import { constants, crc32, deflateRawSync, deflateSync } from 'node:zlib';

/** PNG files written by hand: those that no well-meant encoder writes. https://www.w3.org/TR/png-3/ */

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

export function chunk(type: string, data: Uint8Array): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const whole = Buffer.alloc(typed.length + 8);
  whole.writeUInt32BE(data.length, 0);
  typed.copy(whole, 4);
  whole.writeUInt32BE(crc32(typed), typed.length + 4);
  return whole;
}

/** Samples of a pixel by colour type. */
const samples = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 } as const;

export interface PngHead {
  widthPx: number;
  heightPx: number;
  bitDepth: 1 | 2 | 4 | 8 | 16;
  /** 0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGB with alpha. */
  colourType: keyof typeof samples;
  interlaced: boolean;
}

/** All pixels zero: a file of any dimensions in a thousandth of their bytes. `extra` stands before the pixels. */
export function blackPng(head: PngHead, extra: readonly Buffer[] = []): Buffer {
  const palette = head.colourType === 3 ? [chunk('PLTE', Buffer.from([0, 0, 0, 255, 0, 0]))] : [];
  const pixels = deflatedZeros(pixelBytes(head));
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
  return Buffer.concat([signature, chunk('IHDR', ihdr), ...chunks, chunk('IEND', new Uint8Array())]);
}

/** Text that is small in the file and large once it is inflated. */
export const textBomb = (inflatedBytes: number): Buffer =>
  chunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0', 'latin1'), deflatedZeros(inflatedBytes)]));

/** A colour profile that is small in the file and large once it is inflated. */
export const profileBomb = (inflatedBytes: number): Buffer =>
  chunk('iCCP', Buffer.concat([Buffer.from('profile\0\0', 'latin1'), deflatedZeros(inflatedBytes)]));

export const profileChunk = (profile: Uint8Array): Buffer =>
  chunk('iCCP', Buffer.concat([Buffer.from('profile\0\0', 'latin1'), deflateSync(profile)]));

/** The seven passes of an interlaced file: first column and row, and the distances to the next. */
const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** Bytes of all rows, each with the byte that names its filter. */
function pixelBytes({ widthPx, heightPx, bitDepth, colourType, interlaced }: PngHead): number {
  const bytesOf = (columns: number, rows: number): number =>
    columns === 0 ? 0 : rows * (1 + Math.ceil((columns * bitDepth * samples[colourType]) / 8));
  if (!interlaced) return bytesOf(widthPx, heightPx);
  return adam7
    .map(([left, top, right, down]) =>
      bytesOf(Math.ceil((widthPx - left) / right), Math.ceil((heightPx - top) / down)),
    )
    .reduce((sum, bytes) => sum + bytes, 0);
}

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
