/** Bits of each channel by which colours count as the same. */
const bits = 4;
const binOf = (value: number): number => value >> (8 - bits);

/**
 * The colour of most pixels, as `#rrggbb`: the mean of the fullest of 4,096 bins. What is mostly transparent does not
 * count; a picture with nothing else is black.
 * @param channels of a pixel, 8 bits each: grey, grey and alpha, RGB, or RGB and alpha
 */
export function dominantColour({ data, channels }: { data: Uint8Array; channels: 1 | 2 | 3 | 4 }): string {
  const [green, blue] = channels < 3 ? [0, 0] : [1, 2];
  const alpha = channels % 2 === 0 ? channels - 1 : undefined;
  const isSeen = (at: number): boolean => alpha === undefined || (data[at + alpha] ?? 0) >= 128;
  const binAt = (at: number): number =>
    (binOf(data[at] ?? 0) << (2 * bits)) |
    (binOf(data[at + green] ?? 0) << bits) |
    binOf(data[at + blue] ?? 0);

  const counts = new Uint32Array(1 << (3 * bits));
  let fullest = 0;
  for (let at = 0; at < data.length; at += channels) {
    if (!isSeen(at)) continue;
    const bin = binAt(at);
    counts[bin] = (counts[bin] ?? 0) + 1;
    if ((counts[bin] ?? 0) > (counts[fullest] ?? 0)) fullest = bin;
  }

  const sums: [number, number, number] = [0, 0, 0];
  for (let at = 0; at < data.length; at += channels) {
    if (!isSeen(at) || binAt(at) !== fullest) continue;
    sums[0] += data[at] ?? 0;
    sums[1] += data[at + green] ?? 0;
    sums[2] += data[at + blue] ?? 0;
  }
  const count = Math.max(1, counts[fullest] ?? 0);
  return `#${sums
    .map((sum) =>
      Math.round(sum / count)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}
