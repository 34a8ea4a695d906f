import { ascii } from './bytes.ts';

/** RAW files that begin like TIFF ones with a letter changed: Olympus (ORF), Panasonic (RW2). */
const rawSignatures = ['IIRO', 'IIRS', 'MMOR', 'IIU\0'];

const tags = { compression: 0x103, make: 0x10f, subDirectories: 0x14a, dngVersion: 0xc612 };

/** Cameras' own ways to pack what their sensors saw: Sony, Samsung, Nikon, Pentax. */
const rawCompressions = [32767, 32770, 34713, 65535];

/** @returns undefined for what does not begin as TIFF does */
export function tiffKind(start: Uint8Array): 'raw' | 'tiff' | undefined {
  const signature = ascii(start, 0, 4);
  if (rawSignatures.includes(signature)) return 'raw';
  if (signature === 'II+\0' || signature === 'MM\0+') return 'tiff';
  if (signature !== 'II*\0' && signature !== 'MM\0*') return undefined;
  // Canon (CR2) writes its own signature behind TIFF's.
  if (ascii(start, 8, 10) === 'CR') return 'raw';
  const first = directory(start, signature === 'II*\0');
  const isRaw =
    first.has(tags.dngVersion) ||
    rawCompressions.includes(first.get(tags.compression) ?? 0) ||
    // Behind a small picture in front the sensor's lies deeper. A TIFF that was exported names its camera, too.
    (first.has(tags.make) && first.has(tags.subDirectories));
  return isRaw ? 'raw' : 'tiff';
}

/** Tags of the first directory, with the first 16 bits of each one's value, as far as the bytes reach. */
function directory(start: Uint8Array, littleEndian: boolean): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const at = view.byteLength >= 8 ? view.getUint32(4, littleEndian) : view.byteLength;
  if (at + 2 > view.byteLength) return found;
  const end = Math.min(view.byteLength, at + 2 + view.getUint16(at, littleEndian) * 12);
  for (let entry = at + 2; entry + 12 <= end; entry += 12)
    found.set(view.getUint16(entry, littleEndian), view.getUint16(entry + 8, littleEndian));
  return found;
}
