/** One channel, 8 bits a pixel. */
export interface Plane {
  data: Uint8Array;
  widthPx: number;
  heightPx: number;
}

/** Luma of Rec. 601 from pixels of three or more channels. */
export function luma({ data, channels }: { data: Uint8Array; channels: number }): Uint8Array {
  const plane = new Uint8Array(data.length / channels);
  for (let i = 0, at = 0; i < plane.length; i += 1, at += channels)
    plane[i] = Math.round(
      0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0),
    );
  return plane;
}

const windowPx = 8;
/** The constants of the paper for 8-bit pixels: (0.01 × 255)² and (0.03 × 255)². */
const c1 = 6.5025;
const c2 = 58.5225;

/**
 * Mean structural similarity: 1 for equal pictures. Windows of 8 × 8 px at steps of 4, all pixels of a window weighed
 * alike (Wang, Bovik, Sheikh, Simoncelli 2004, section III; their later Gaussian windows give values close by).
 * A picture smaller than a window is one window.
 */
export function ssim(a: Plane, b: Plane): number {
  if (a.widthPx !== b.widthPx || a.heightPx !== b.heightPx) throw new Error('pictures of different size');
  const across = starts(a.widthPx);
  let sum = 0;
  let count = 0;
  for (const top of starts(a.heightPx))
    for (const left of across) {
      sum += similarity(a, b, left, top);
      count += 1;
    }
  return sum / count;
}

function starts(lengthPx: number): number[] {
  const last = Math.max(0, lengthPx - windowPx);
  return Array.from({ length: Math.floor(last / 4) + 1 }, (_, index) => index * 4);
}

function similarity(a: Plane, b: Plane, left: number, top: number): number {
  const right = Math.min(left + windowPx, a.widthPx);
  const bottom = Math.min(top + windowPx, a.heightPx);
  const n = (right - left) * (bottom - top);
  let [sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0];
  for (let y = top; y < bottom; y += 1)
    for (let x = left, at = y * a.widthPx + left; x < right; x += 1, at += 1) {
      const valueA = a.data[at] ?? 0;
      const valueB = b.data[at] ?? 0;
      sumA += valueA;
      sumB += valueB;
      sumAA += valueA * valueA;
      sumBB += valueB * valueB;
      sumAB += valueA * valueB;
    }
  const meanA = sumA / n;
  const meanB = sumB / n;
  const varianceA = sumAA / n - meanA * meanA;
  const varianceB = sumBB / n - meanB * meanB;
  const covariance = sumAB / n - meanA * meanB;
  return (
    ((2 * meanA * meanB + c1) * (2 * covariance + c2)) /
    ((meanA * meanA + meanB * meanB + c1) * (varianceA + varianceB + c2))
  );
}
