import { ascii, uint32 } from './bytes.ts';

const kinds: Readonly<Record<string, 'avif' | 'heic' | 'raw'>> = {
  avif: 'avif',
  avis: 'avif',
  heic: 'heic',
  heix: 'heic',
  heim: 'heic',
  heis: 'heic',
  hevc: 'heic',
  hevx: 'heic',
  hevm: 'heic',
  hevs: 'heic',
  'crx ': 'raw',
};

/** Pictures in a container that does not say how they are coded; most are HEVC. */
const unnamedPictures = ['mif1', 'mif2', 'msf1'];

/** How QuickTime files begin that are older than `ftyp`. */
const quickTimeBoxes = ['moov', 'mdat', 'wide', 'pnot'];

/**
 * ISO base media files (`ftyp`): pictures, Canon's RAW, and videos. What the file is mainly comes first, and what else
 * it can be read as behind it; the first name that says anything counts.
 * https://www.iana.org/assignments/media-types/image/heif
 */
export function isoMediaKind(start: Uint8Array): 'avif' | 'heic' | 'heif' | 'raw' | 'video' | undefined {
  const box = ascii(start, 4, 8);
  if (quickTimeBoxes.includes(box)) return 'video';
  if (box !== 'ftyp') return undefined;
  const end = Math.min(uint32(start, 0), start.length);
  const brands = [ascii(start, 8, 12)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(ascii(start, at, at + 4));
  const named = brands.find((brand) => Object.hasOwn(kinds, brand));
  if (named) return kinds[named];
  return brands.some((brand) => unnamedPictures.includes(brand)) ? 'heif' : 'video';
}
