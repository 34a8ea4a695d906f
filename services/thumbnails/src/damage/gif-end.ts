import { tableBytes } from './gif-pixels.ts';

const [extension, frame, trailer] = [0x21, 0x2c, 0x3b];

/**
 * Whether a GIF's blocks stop before its trailer says that it ends. Decoders count the frames that are there, so a file
 * that lost its last ones looks whole to them.
 */
export function isCutGif(file: Uint8Array): boolean {
  const byte = (at: number): number => file[at] ?? 0;
  let at = 13 + tableBytes(byte(10));
  for (; byte(at) !== trailer; at += 1) {
    if (byte(at) === extension) at += 2;
    else if (byte(at) === frame) at += 11 + tableBytes(byte(at + 9));
    else return true;
    while (byte(at) > 0) at += byte(at) + 1;
  }
  return false;
}
