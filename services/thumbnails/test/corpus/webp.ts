/** Surgery on WebP files. https://developers.google.com/speed/webp/docs/riff_container */

/** The last frame of an animation, again and again, on a canvas that says any size. */
export function withRepeatedFrame(
  animation: Buffer,
  times: number,
  canvas?: { widthPx: number; heightPx: number },
): Buffer {
  const head = Buffer.from(animation);
  if (canvas) {
    const extended = head.indexOf('VP8X', 0, 'latin1') + 8;
    head.writeUIntLE(canvas.widthPx - 1, extended + 4, 3);
    head.writeUIntLE(canvas.heightPx - 1, extended + 7, 3);
  }
  const start = head.lastIndexOf('ANMF', undefined, 'latin1');
  if (start < 0) throw new Error('not an animation');
  const end = start + 8 + head.readUInt32LE(start + 4);
  const whole = Buffer.concat([
    head.subarray(0, end),
    ...Array<Buffer>(times).fill(head.subarray(start, end)),
  ]);
  whole.writeUInt32LE(whole.length - 8, 4);
  return whole;
}

/** A lossless file of one colour is as long for any size; this changes the size that it says, at most 16,384 px. */
export function withLosslessDimensions(webp: Buffer, widthPx: number, heightPx: number): Buffer {
  const changed = Buffer.from(webp);
  const at = changed.indexOf('VP8L', 0, 'latin1') + 9;
  const alpha = changed.readUInt32LE(at) & 0xf0000000;
  changed.writeUInt32LE(((widthPx - 1) | ((heightPx - 1) << 14) | alpha) >>> 0, at);
  return changed;
}

/**
 * A lossless file of one colour in a few bytes, of any size up to 16,384 px: each of its five codes has one symbol, which
 * takes no bit. Its decoder keeps all pixels, since it is told of no palette.
 * https://developers.google.com/speed/webp/docs/webp_lossless_bitstream_specification
 */
export function plainLossless(widthPx: number, heightPx: number): Buffer {
  const bits: number[] = [];
  const write = (value: number, count: number): void => {
    for (let bit = 0; bit < count; bit += 1) bits.push((value >> bit) & 1);
  };
  write(0x2f, 8);
  write(widthPx - 1, 14);
  write(heightPx - 1, 14);
  // Transparency, version, then: no transform, no cache of colours, one group of codes.
  write(1, 1);
  write(0, 3 + 3);
  const [green, red, blue, alpha, distance] = [90, 200, 30, 255, 0];
  for (const symbol of [green, red, blue, alpha, distance]) {
    // A simple code, of one symbol, of eight bits.
    write(0b101, 3);
    write(symbol, 8);
  }
  const data = Buffer.alloc(2 * Math.ceil(bits.length / 16) + 8);
  for (const [at, bit] of bits.entries())
    data.writeUInt8(data.readUInt8(at >> 3) | (bit << (at & 7)), at >> 3);
  const head = Buffer.from('RIFF\0\0\0\0WEBPVP8L\0\0\0\0', 'latin1');
  head.writeUInt32LE(data.length + 12, 4);
  head.writeUInt32LE(data.length, 16);
  return Buffer.concat([head, data]);
}
