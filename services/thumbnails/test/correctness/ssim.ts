/** One channel, 8 bits a pixel. */
export interface Plane {
  data: Uint8Array;
  widthPx: number;
  heightPx: number;
}

/** Under jest, looking up a global costs more than what it does. */
const { round } = Math;

/** Luma of Rec. 601 from pixels of three or more channels. */
export function luma({ data, channels }: { data: Uint8Array; channels: number }): Uint8Array {
  const plane = new Uint8Array(data.length / channels);
  for (let i = 0, at = 0; i < plane.length; i += 1, at += channels)
    plane[i] = round(0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0));
  return plane;
}

const windowPx = 11;
const sigmaPx = 1.5;
/** The constants of the paper for 8-bit pixels: (0.01 × 255)² and (0.03 × 255)². */
const c1 = 6.5025;
const c2 = 58.5225;

/** One row of the window; its weights add up to 1. */
const weights = ((): Float64Array => {
  const row = Float64Array.from({ length: windowPx }, (_, at) =>
    Math.exp(-((at - (windowPx - 1) / 2) ** 2) / (2 * sigmaPx ** 2)),
  );
  const sum = row.reduce((total, weight) => total + weight, 0);
  return row.map((weight) => weight / sum);
})();

/**
 * Mean structural similarity as its authors defined it: 1 for equal pictures. A Gaussian window of 11 × 11 px around
 * every pixel that has one, no reduction of the pictures before (Wang, Bovik, Sheikh, Simoncelli, "Image quality
 * assessment: from error visibility to structural similarity", 2004).
 */
export function ssim(a: Plane, b: Plane): number {
  if (a.widthPx !== b.widthPx || a.heightPx !== b.heightPx) throw new Error('pictures of different size');
  if (Math.min(a.widthPx, a.heightPx) < windowPx) throw new Error(`a picture below ${windowPx} px`);
  const size = a;
  const [meanA, meanB] = [windowed(a.data, size), windowed(b.data, size)];
  // Only the sum of the two variances counts.
  const squares = windowed(
    ofPixels(size, (at) => (a.data[at] ?? 0) ** 2 + (b.data[at] ?? 0) ** 2),
    size,
  );
  const both = windowed(
    ofPixels(size, (at) => (a.data[at] ?? 0) * (b.data[at] ?? 0)),
    size,
  );
  let sum = 0;
  for (let at = 0; at < meanA.length; at += 1) {
    const [mA, mB] = [meanA[at] ?? 0, meanB[at] ?? 0];
    const variances = (squares[at] ?? 0) - mA * mA - mB * mB;
    const covariance = (both[at] ?? 0) - mA * mB;
    sum += ((2 * mA * mB + c1) * (2 * covariance + c2)) / ((mA * mA + mB * mB + c1) * (variances + c2));
  }
  return sum / meanA.length;
}

function ofPixels({ data }: Plane, value: (at: number) => number): Float64Array {
  const values = new Float64Array(data.length);
  for (let at = 0; at < values.length; at += 1) values[at] = value(at);
  return values;
}

/** The weighed mean around each pixel that has a whole window: rows first, then columns. */
function windowed(values: Float64Array | Uint8Array, { widthPx, heightPx }: Plane): Float64Array {
  const [across, down] = [widthPx - windowPx + 1, heightPx - windowPx + 1];
  const rows = new Float64Array(across * heightPx);
  for (let y = 0, at = 0; y < heightPx; y += 1)
    for (let x = 0; x < across; x += 1, at += 1) {
      const from = y * widthPx + x;
      let sum = 0;
      for (let i = 0; i < windowPx; i += 1) sum += (weights[i] ?? 0) * (values[from + i] ?? 0);
      rows[at] = sum;
    }
  const means = new Float64Array(across * down);
  for (let at = 0; at < means.length; at += 1) {
    let sum = 0;
    for (let i = 0; i < windowPx; i += 1) sum += (weights[i] ?? 0) * (rows[at + i * across] ?? 0);
    means[at] = sum;
  }
  return means;
}
