/** Bytes of a colour table, as the flags of a screen or a frame say. */
export const tableBytes = (flags: number): number => (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0);

/** The share of a GIF's first frame for which the file has no data: its codes are read as far as they go (GIF89a, appendix F). */
export function missingGifShare(file: Uint8Array): number {
  const byte = (at: number): number => file[at] ?? 0;
  let at = 13 + tableBytes(byte(10));
  for (; byte(at) === 0x21; at += 1) {
    at += 2;
    while (byte(at) > 0) at += byte(at) + 1;
  }
  if (byte(at) !== 0x2c || at + 10 >= file.length) return 1;
  const u16 = (place: number): number => byte(place) | (byte(place + 1) << 8);
  const wanted = u16(at + 5) * u16(at + 7);
  at += 10 + tableBytes(byte(at + 9));
  const data: Uint8Array[] = [];
  for (let block = at + 1; byte(block) > 0; block += byte(block) + 1)
    data.push(file.subarray(block + 1, block + 1 + byte(block)));
  return Math.max(0, 1 - codedPixels(Buffer.concat(data), byte(at), wanted) / wanted);
}

/** Each code stands for a run of pixels; only the lengths of the runs are kept. */
function codedPixels(data: Uint8Array, rootBits: number, wanted: number): number {
  const clear = 1 << rootBits;
  const lengths = new Uint32Array(4096).fill(1);
  let [next, bits, previous, pixels] = [clear + 2, rootBits + 1, 0, 0];
  let [buffered, held] = [0, 0];
  for (const byte of data) {
    buffered |= byte << held;
    held += 8;
    while (held >= bits) {
      const code = buffered & ((1 << bits) - 1);
      buffered >>>= bits;
      held -= bits;
      if (code === clear) {
        [next, bits, previous] = [clear + 2, rootBits + 1, 0];
        continue;
      }
      if (code === clear + 1 || code > next || pixels >= wanted) return pixels;
      const isNew = code === next;
      const length = isNew ? previous + 1 : (lengths[code] ?? 1);
      pixels += length;
      if (previous > 0 && next < 4096) {
        lengths[next] = previous + 1;
        next += 1;
        if (next === 1 << bits && bits < 12) bits += 1;
      }
      previous = length;
    }
  }
  return pixels;
}
