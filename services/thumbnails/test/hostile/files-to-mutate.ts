import { modern } from '../corpus/modern.ts';
import { pictures } from '../corpus/pictures.ts';

/** One of each kind that has a reader, or a part of a reader, of its own. */
const names = [
  'JPEG',
  'progressive JPEG',
  'CMYK JPEG',
  'Display P3 profile',
  'EXIF orientation 6',
  'JPEG with the place it was taken at',
  'PNG',
  'interlaced PNG',
  '16-bit PNG',
  'palette PNG with transparency',
  'PNG with a Display P3 profile',
  'WebP',
  'lossless WebP with transparency',
  'animated WebP',
  'GIF',
  'animated GIF',
  'AVIF',
  'AVIF in tiles',
  'small HEIC',
  'HEIC with transparency',
];

export async function filesToMutate(): Promise<{ name: string; bytes: Uint8Array }[]> {
  const chosen = [...pictures, ...modern].filter(({ name }) => names.includes(name));
  if (chosen.length !== names.length) throw new Error('a file has another name in the corpus');
  return Promise.all(chosen.map(async ({ name, bytes }) => ({ name, bytes: await bytes() })));
}
