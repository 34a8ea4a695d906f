import sharp, { type Sharp } from 'sharp';

export type Rgb = readonly [number, number, number];

/** Skin, sky, leaves, strong and weak colours, and a scale of grey, in the manner of a photographer's chart. */
export const chart: readonly Rgb[] = [
  ...([
    [115, 82, 68],
    [194, 150, 130],
    [98, 122, 157],
    [87, 108, 67],
    [133, 128, 177],
    [103, 189, 170],
  ] as const),
  ...([
    [214, 126, 44],
    [80, 91, 166],
    [193, 90, 99],
    [94, 60, 108],
    [157, 188, 64],
    [224, 163, 46],
  ] as const),
  ...([
    [56, 61, 150],
    [70, 148, 73],
    [175, 54, 60],
    [231, 199, 31],
    [187, 86, 149],
    [8, 133, 161],
  ] as const),
  ...([
    [243, 243, 242],
    [200, 200, 200],
    [160, 160, 160],
    [122, 122, 121],
    [85, 85, 85],
    [52, 52, 52],
  ] as const),
];
export const chartColumns = 6;
const chartRows = chart.length / chartColumns;

/** Fields of plain colour, six in a row. */
export const drawnFields = (fields: readonly Rgb[], fieldPx: number): Sharp =>
  sharp(Buffer.from(fields.flat()), { raw: { width: chartColumns, height: chartRows, channels: 3 } }).resize(
    chartColumns * fieldPx,
    chartRows * fieldPx,
    { kernel: 'nearest', fit: 'fill' },
  );
