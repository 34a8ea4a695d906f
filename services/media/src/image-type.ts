import type { ImageType } from '@shutterbus/contracts/fields';

/** Enough of a file's start for every signature below. */
export const signatureBytes = 12;

const ascii = (bytes: Uint8Array, start: number, end: number): string =>
  String.fromCharCode(...bytes.subarray(start, end));

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * The type that a file's first bytes show, whatever its name or Content-Type claims.
 * @returns undefined for everything that is none of the four types we take
 */
export function sniffImageType(start: Uint8Array): ImageType | undefined {
  if (start[0] === 0xff && start[1] === 0xd8 && start[2] === 0xff) return 'image/jpeg';
  if (pngSignature.every((byte, index) => start[index] === byte)) return 'image/png';
  if (ascii(start, 0, 4) === 'RIFF' && ascii(start, 8, 12) === 'WEBP') return 'image/webp';
  if (['GIF87a', 'GIF89a'].includes(ascii(start, 0, 6))) return 'image/gif';
  return undefined;
}
