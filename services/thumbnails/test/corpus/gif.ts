/** GIF files written by hand. https://www.w3.org/Graphics/GIF/spec-gif89a.txt */

interface Dimensions {
  widthPx: number;
  heightPx: number;
}

const u16 = (value: number): number[] => [value & 0xff, value >> 8];

/** Data for one pixel, in one of the palette's two colours, whatever size the frame says it has. */
const frame = (colour: 0 | 1, { widthPx, heightPx }: Dimensions): number[] => [
  ...[0x21, 0xf9, 4, 0, ...u16(5), 0, 0],
  ...[0x2c, ...u16(0), ...u16(0), ...u16(widthPx), ...u16(heightPx), 0],
  ...[2, 2, colour === 0 ? 0x44 : 0x4c, 0x01, 0],
];

/** Frames of one pixel each, red and blue by turns, on a canvas of any size. The frames can say another size. */
export function tinyFrames(canvas: Dimensions, frames: number, said = { widthPx: 1, heightPx: 1 }): Buffer {
  const head = Buffer.from([
    ...Buffer.from('GIF89a', 'latin1'),
    ...[...u16(canvas.widthPx), ...u16(canvas.heightPx), 0x80, 0, 0],
    ...[255, 0, 0, 0, 0, 255],
  ]);
  const two = [Buffer.from(frame(0, said)), Buffer.from(frame(1, said))] as const;
  const all = Array.from({ length: frames }, (_, index) => two[index % 2 === 0 ? 0 : 1]);
  return Buffer.concat([head, ...all, Buffer.from([0x3b])]);
}
