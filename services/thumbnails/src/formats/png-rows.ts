export interface PngHead {
  widthPx: number;
  heightPx: number;
  bitDepth: number;
  /** 0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGB with alpha. */
  colourType: number;
  interlaced: boolean;
}

/** Samples of a pixel by colour type. */
const samples: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** The seven passes of an interlaced file: first column and row, and the distances to the next. */
const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** Bytes of all rows, each with the byte that names its filter. https://www.w3.org/TR/png-3/ */
export function pngRowBytes({ widthPx, heightPx, bitDepth, colourType, interlaced }: PngHead): number {
  const bitsOfPixel = bitDepth * (samples[colourType] ?? 1);
  const bytesOf = (columns: number, rows: number): number =>
    columns === 0 ? 0 : rows * (1 + Math.ceil((columns * bitsOfPixel) / 8));
  if (!interlaced) return bytesOf(widthPx, heightPx);
  return adam7
    .map(([left, top, right, down]) =>
      bytesOf(Math.ceil((widthPx - left) / right), Math.ceil((heightPx - top) / down)),
    )
    .reduce((sum, bytes) => sum + bytes, 0);
}
