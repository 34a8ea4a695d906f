import type { ImageType } from '../fields.ts';
import { ascii, startsWith, uint32 } from './bytes.ts';
import { isoMediaKind } from './iso-media-kind.ts';
import { tiffKind } from './tiff-kind.ts';

/** The pictures that are taken. */
export type PictureKind = 'jpeg' | 'png' | 'apng' | 'webp' | 'gif' | 'avif' | 'heic' | 'heif';

/** What people bring, too, and what cannot be taken. */
export type OtherKind =
  | 'raw'
  | 'tiff'
  | 'jpeg-xl'
  | 'jpeg-2000'
  | 'svg'
  | 'psd'
  | 'bmp'
  | 'icon'
  | 'video'
  | 'pdf'
  | 'archive'
  | 'web-page'
  | 'unknown';

/** Enough of a file's start to tell its kind: a RAW file names its camera some hundred bytes behind its signature. */
export const startBytes = 4096;

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Other files by how they begin. */
const signatures: readonly (readonly [OtherKind, readonly number[] | string])[] = [
  ['jpeg-xl', [0xff, 0x0a]],
  ['jpeg-xl', '\0\0\0\x0cJXL \r\n\x87\n'],
  ['jpeg-2000', '\0\0\0\x0cjP  '],
  ['jpeg-2000', [0xff, 0x4f, 0xff, 0x51]],
  ['raw', 'FUJIFILMCCD-RAW'],
  ['raw', 'FOVb'],
  ['raw', '\0MRM'],
  ['psd', '8BPS'],
  ['icon', [0, 0, 1, 0]],
  ['video', [0x1a, 0x45, 0xdf, 0xa3]],
  ['pdf', '%PDF-'],
  ['archive', 'PK\x03\x04'],
];

/**
 * What a file is by its first bytes, whatever its name or type claims.
 * @param start the first `startBytes` of it, or all if it has fewer
 */
export function kindOfFile(start: Uint8Array): PictureKind | OtherKind {
  if (startsWith(start, [0xff, 0xd8, 0xff])) return 'jpeg';
  if (startsWith(start, pngSignature)) return isAnimatedPng(start) ? 'apng' : 'png';
  if (['GIF87a', 'GIF89a'].includes(ascii(start, 0, 6))) return 'gif';
  if (ascii(start, 0, 4) === 'RIFF') return riffKinds[ascii(start, 8, 12)] ?? 'unknown';
  const listed = signatures.find(([, signature]) =>
    typeof signature === 'string'
      ? ascii(start, 0, signature.length) === signature
      : startsWith(start, signature),
  );
  if (listed) return listed[0];
  return isoMediaKind(start) ?? tiffKind(start) ?? (isBitmap(start) ? 'bmp' : textKind(start));
}

const riffKinds: Readonly<Record<string, PictureKind | OtherKind>> = { WEBP: 'webp', 'AVI ': 'video' };

const types: Readonly<Record<PictureKind, ImageType>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  apng: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  avif: 'image/avif',
  heic: 'image/heic',
  heif: 'image/heif',
};

export const isPicture = (kind: PictureKind | OtherKind): kind is PictureKind => Object.hasOwn(types, kind);

/** The content type that an upload of this kind has. */
export const typeOf = (kind: PictureKind): ImageType => types[kind];

/** A chunk `acTL` before the pixels makes a PNG move. https://www.w3.org/TR/png-3/#acTL-chunk */
function isAnimatedPng(start: Uint8Array): boolean {
  for (let at = pngSignature.length; at + 8 <= start.length; at += 12 + uint32(start, at)) {
    const chunk = ascii(start, at + 4, at + 8);
    if (chunk === 'acTL') return true;
    if (chunk === 'IDAT') return false;
  }
  return false;
}

/** Two letters alone would be many a text; the length of the second header has few values. */
const isBitmap = (start: Uint8Array): boolean =>
  ascii(start, 0, 2) === 'BM' &&
  [12, 40, 52, 56, 64, 108, 124].includes(start[14] ?? 0) &&
  startsWith(start, [0, 0, 0], 15);

function textKind(start: Uint8Array): OtherKind {
  const text = ascii(start, 0, 1024)
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
    .toLowerCase();
  if (!text.startsWith('<')) return 'unknown';
  if (/<svg[\s>]/.test(text)) return 'svg';
  return /^<(!doctype html|html)/.test(text) ? 'web-page' : 'unknown';
}
