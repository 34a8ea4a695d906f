import sharp, { type Sharp } from 'sharp';
import { sharpPictures } from '../../src/adapters/sharp-pictures.ts';
import { deltaE, labDifference } from './colour-difference.ts';

type Rgb = readonly [number, number, number];

/** Skin, sky, leaves, strong and weak colours, and a scale of grey, in the manner of a photographer's chart. */
const chart: Rgb[] = [
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
const columns = 6;
const fieldPx = 320;

/** Fields of plain colour, six in a row. */
function drawn() {
  const small = Buffer.from(chart.flat());
  return sharp(small, { raw: { width: columns, height: chart.length / columns, channels: 3 } }).resize(
    columns * fieldPx,
    (chart.length / columns) * fieldPx,
    { kernel: 'nearest', fit: 'fill' },
  );
}

/** As little loss in the original as the format allows: what is left is ours. */
const leastLoss = { quality: 100, chromaSubsampling: '4:4:4' };

type Pixels = { data: Buffer; info: { width: number } };

/** The mean of the middle of a field, a third of it wide and high, as an instrument reads a chart. */
function fieldOf({ data, info }: Pixels, index: number): Rgb {
  const field = info.width / columns;
  const [left, top] = [(index % columns) + 1 / 3, Math.floor(index / columns) + 1 / 3].map((at) =>
    Math.ceil(at * field),
  );
  const edge = Math.floor(field / 3);
  const sum: [number, number, number] = [0, 0, 0];
  for (let y = 0; y < edge; y += 1)
    for (let x = 0; x < edge; x += 1) {
      const at = (((top ?? 0) + y) * info.width + (left ?? 0) + x) * 3;
      for (const channel of [0, 1, 2] as const) sum[channel] += data[at + channel] ?? 0;
    }
  const count = edge * edge;
  return [sum[0] / count, sum[1] / count, sum[2] / count];
}

const pixelsOf = (picture: Sharp): Promise<Pixels> =>
  picture.removeAlpha().raw().toBuffer({ resolveWithObject: true });

/** The largest difference of any field, in any rendition. */
async function largestDifference(original: Buffer): Promise<number> {
  const { files } = await sharpPictures().make(original);
  const differences: number[] = [];
  for (const { name, bytes } of files) {
    if (!name.startsWith('w')) continue;
    const pixels = await pixelsOf(sharp(bytes));
    differences.push(...chart.map((colour, index) => deltaE(colour, fieldOf(pixels, index))));
  }
  return Math.max(...differences);
}

describe('the colours of a chart', () => {
  it.each([
    ['a JPEG without a profile', () => drawn().jpeg(leastLoss)],
    ['a JPEG with the sRGB profile', () => drawn().withIccProfile('srgb').jpeg(leastLoss)],
    // Here the library converts the chart to the wider space, so that the same colours have other numbers.
    ['a JPEG in Display P3', () => drawn().withIccProfile('p3').jpeg(leastLoss)],
    ['a PNG', () => drawn().png()],
    ['a 16-bit PNG', () => drawn().toColourspace('rgb16').png()],
    ['a PNG in Display P3', () => drawn().withIccProfile('p3').png()],
    ['a WebP in Display P3', () => drawn().withIccProfile('p3').webp({ quality: 95 })],
  ])('stay within ΔE 3 (CIEDE2000): %s', async (_, source) => {
    expect(await largestDifference(await source().toBuffer())).toBeLessThanOrEqual(3);
  });

  it('would be off by more than that if a profile were ignored', async () => {
    const wide = await drawn().withIccProfile('p3').png().toBuffer();
    const pixels = await pixelsOf(sharp(wide).withIccProfile('p3'));
    const ignored = chart.map((colour, index) => deltaE(colour, fieldOf(pixels, index)));
    expect(Math.max(...ignored)).toBeGreaterThan(3);
  });
});

describe('deltaE', () => {
  it('is nothing for the same colour, and a hundred from black to white', () => {
    expect(deltaE([10, 20, 30], [10, 20, 30])).toBe(0);
    expect(deltaE([0, 0, 0], [255, 255, 255])).toBeCloseTo(100, 1);
  });

  it.each([
    // From the table that the formula's authors published for testing.
    [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
    [[50, 2.49, -0.001], [50, -2.49, 0.0009], 7.1792],
    [[50, 2.5, 0], [73, 25, -18], 27.1492],
    [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
    [[2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082],
  ] as const)('is as published between %j and %j', (a, b, expected) => {
    expect(labDifference(a, b)).toBeCloseTo(expected, 4);
  });
});
