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
