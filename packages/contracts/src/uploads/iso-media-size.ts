import { ascii, uint32 } from './bytes.ts';
import type { PictureSize } from './stored-picture.ts';

interface Box {
  type: string;
  start: number;
  end: number;
}

/** Boxes that lie between two places, as far as the bytes reach: length, type, and what is in it. */
function boxesIn(bytes: Uint8Array, from: number, to: number): Box[] {
  const boxes: Box[] = [];
  for (let at = from; at + 8 <= Math.min(to, bytes.length); ) {
    const length = uint32(bytes, at);
    // 1: the length follows in 64 bits, 0: up to the end.
    const header = length === 1 ? 16 : 8;
    const size = length === 1 ? uint32(bytes, at + 8) * 2 ** 32 + uint32(bytes, at + 12) : length || to - at;
    if (size < header) break;
    boxes.push({ type: ascii(bytes, at + 4, at + 8), start: at + header, end: at + size });
    at += size;
  }
  return boxes;
}

/**
 * The largest picture that a HEIF or AVIF file describes (`ispe`): what the tiles of a photo make together, and more
 * than its thumbnail and its depth map.
 */
export function isoMediaSize(bytes: Uint8Array, coding: 'avif' | 'heic'): PictureSize | undefined {
  let within = boxesIn(bytes, 0, bytes.length);
  for (const [type, skip] of [
    ['meta', 4],
    ['iprp', 0],
    ['ipco', 0],
  ] as const) {
    const box = within.find((candidate) => candidate.type === type);
    if (!box || box.end > bytes.length) return undefined;
    within = boxesIn(bytes, box.start + skip, box.end);
  }
  const sizes = within
    .filter(({ type }) => type === 'ispe')
    .map(({ start }) => ({ widthPx: uint32(bytes, start + 4), heightPx: uint32(bytes, start + 8), coding }));
  return sizes.sort((a, b) => b.widthPx * b.heightPx - a.widthPx * a.heightPx)[0];
}
