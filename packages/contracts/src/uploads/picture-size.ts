import { ascii, uint16, uint32 } from './bytes.ts';
import { isoMediaSize } from './iso-media-size.ts';
import type { PictureKind } from './kind-of-file.ts';
import type { Coding, PictureSize } from './stored-picture.ts';

/**
 * The size that a picture's header tells, without decoding anything. Most have it in their first kilobytes; a JPEG with
 * large metadata, or a HEIC that has its index at the end, far behind them.
 * @returns undefined when it is not within these bytes, or makes no sense
 */
export function pictureSize(bytes: Uint8Array, kind: PictureKind): PictureSize | undefined {
  const size = readers[kind](bytes);
  return size && size.widthPx > 0 && size.heightPx > 0 ? size : undefined;
}

type Reader = (bytes: Uint8Array) => PictureSize | undefined;

const readers: Readonly<Record<PictureKind, Reader>> = {
  jpeg: jpegSize,
  png: pngSize,
  apng: pngSize,
  webp: webpSize,
  gif: gifSize,
  avif: (bytes) => isoMediaSize(bytes, 'avif'),
  heic: (bytes) => isoMediaSize(bytes, 'heic'),
  heif: (bytes) => isoMediaSize(bytes, 'heic'),
};

/** Start of frame: 0 and 1 are sequential, 2 is progressive; the others no browser shows. */
const frames: Readonly<Record<number, Coding>> = {
  192: 'jpeg-baseline',
  193: 'jpeg-baseline',
  194: 'jpeg-progressive',
};

/** From segment to segment up to the frame's. https://www.w3.org/Graphics/JPEG/itu-t81.pdf (B.1, B.2) */
function jpegSize(bytes: Uint8Array): PictureSize | undefined {
  let at = 2;
  while (at + 9 <= bytes.length) {
    const marker = bytes[at + 1] ?? 0;
    const coding = frames[marker];
    if (bytes[at] !== 0xff) return undefined;
    if (marker === 0xff) at += 1;
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) at += 2;
    else if (coding) return { widthPx: uint16(bytes, at + 7), heightPx: uint16(bytes, at + 5), coding };
    else if (marker === 0xda || marker === 0xd9) return undefined;
    else at += 2 + uint16(bytes, at + 2);
  }
  return undefined;
}

/** https://www.w3.org/TR/png-3/#11IHDR */
function pngSize(bytes: Uint8Array): PictureSize | undefined {
  if (bytes.length < 29 || ascii(bytes, 12, 16) !== 'IHDR') return undefined;
  const is16Bit = bytes[24] === 16;
  const isInterlaced = bytes[28] === 1;
  const coding = isInterlaced ? 'png-interlaced' : is16Bit ? 'png-16-bit' : 'png';
  return { widthPx: uint32(bytes, 16), heightPx: uint32(bytes, 20), coding };
}

/** https://www.w3.org/Graphics/GIF/spec-gif89a.txt (18) */
function gifSize(bytes: Uint8Array): PictureSize | undefined {
  return { widthPx: littleUint16(bytes, 6), heightPx: littleUint16(bytes, 8), coding: 'gif' };
}

/** https://developers.google.com/speed/webp/docs/riff_container */
function webpSize(bytes: Uint8Array): PictureSize | undefined {
  const coding = 'webp';
  switch (ascii(bytes, 12, 16)) {
    case 'VP8 ':
      return {
        widthPx: littleUint16(bytes, 26) & 0x3fff,
        heightPx: littleUint16(bytes, 28) & 0x3fff,
        coding,
      };
    case 'VP8L': {
      const bits = littleUint16(bytes, 21) + littleUint16(bytes, 23) * 0x1_00_00;
      return { widthPx: (bits & 0x3fff) + 1, heightPx: ((bits >>> 14) & 0x3fff) + 1, coding };
    }
    case 'VP8X':
      return { widthPx: littleUint24(bytes, 24) + 1, heightPx: littleUint24(bytes, 27) + 1, coding };
    default:
      return undefined;
  }
}

const littleUint16 = (bytes: Uint8Array, at: number): number =>
  (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);

const littleUint24 = (bytes: Uint8Array, at: number): number =>
  littleUint16(bytes, at) | ((bytes[at + 2] ?? 0) << 16);
