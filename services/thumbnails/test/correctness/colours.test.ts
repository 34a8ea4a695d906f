import { sample } from '@shutterbus/testing/sample';
import sharp, { type Sharp } from 'sharp';
import { sharpPictures } from '../../src/adapters/sharp-pictures.ts';
import { type Curve, coloursOf, type Primaries, srgbPrimaries } from '../../src/formats/colour-numbers.ts';
import { matrixProfile } from '../../src/formats/matrix-profile.ts';
import { chart, chartColumns, drawnFields, type Rgb } from '../corpus/chart.ts';
import { codedPicture, coloursOf as coloursBox, heicFile, heifFile, profileOf } from '../corpus/heif.ts';
import { withProfile } from '../corpus/jpeg.ts';
import { chunk, profileChunk } from '../corpus/png.ts';
import { builtIn } from '../corpus/profiles.ts';
import { deltaE, labDifference } from './colour-difference.ts';
import { type Space, spaces, toSpace } from './colour-spaces.ts';

/** Six in a row are just wider than the widest rendition, so that each rendition is reduced. */
const fieldPx = 216;
const drawn = () => drawnFields(chart, fieldPx);

/** As little loss in the original as the format allows: what is left is ours. */
const leastLoss = { quality: 100, chromaSubsampling: '4:4:4' };

type Pixels = { data: Buffer; info: { width: number } };

/** The mean of the middle of a field, a third of it wide and high, as an instrument reads a chart. */
function fieldOf({ data, info }: Pixels, index: number): Rgb {
  const field = info.width / chartColumns;
  const [left, top] = [(index % chartColumns) + 1 / 3, Math.floor(index / chartColumns) + 1 / 3].map((at) =>
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

/** The largest difference of any field, in any rendition, from what it should be. */
async function largestDifference(original: Buffer, fields: readonly Rgb[] = chart): Promise<number> {
  const { files } = await sharpPictures().make(original);
  const differences: number[] = [];
  for (const { name, bytes } of files) {
    if (!name.startsWith('w')) continue;
    const pixels = await pixelsOf(sharp(bytes));
    differences.push(...fields.map((colour, index) => deltaE(colour, fieldOf(pixels, index))));
  }
  return Math.max(...differences);
}

describe('the colours of a chart', () => {
  const inSrgbOrP3: [string, () => Sharp][] = [
    ['a JPEG without a profile', () => drawn().jpeg(leastLoss)],
    ['a JPEG with the sRGB profile', () => drawn().withIccProfile('srgb').jpeg(leastLoss)],
    // Here the library converts the chart to the wider space, so that the same colours have other numbers.
    ['a JPEG in Display P3', () => drawn().withIccProfile('p3').jpeg(leastLoss)],
    ['a PNG', () => drawn().png()],
    ['a 16-bit PNG', () => drawn().toColourspace('rgb16').png()],
    ['a PNG in Display P3', () => drawn().withIccProfile('p3').png()],
    ['a WebP in Display P3', () => drawn().withIccProfile('p3').webp({ quality: 95 })],
  ];

  it.each(sample(inSrgbOrP3, 2))('stay within ΔE 3 (CIEDE2000): %s', async (_, source) => {
    expect(await largestDifference(await source().toBuffer())).toBeLessThanOrEqual(3);
  });

  it('would be off by more than that if a profile were ignored', async () => {
    const wide = await drawn().withIccProfile('p3').png().toBuffer();
    const pixels = await pixelsOf(sharp(wide).withIccProfile('p3'));
    const ignored = chart.map((colour, index) => deltaE(colour, fieldOf(pixels, index)));
    expect(Math.max(...ignored)).toBeGreaterThan(3);
  });
});

/** The chart in the numbers of another space, which a profile, or numbers of the file, describe. */
const inSpace = (space: Space) =>
  drawnFields(
    chart.map((colour) => toSpace(colour, space)),
    fieldPx,
  );
const profileFor = ({ primaries, gamma }: { primaries: Primaries; gamma: number }) =>
  matrixProfile(primaries, (stored) => stored ** gamma);
const withChunks = (png: Buffer, ...chunks: Buffer[]): Buffer =>
  Buffer.concat([png.subarray(0, 33), ...chunks, png.subarray(33)]);
const u32s = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, index * 4);
  return bytes;
};
const p3Curve: Curve = coloursOf({ primaries: 12, transfer: 13 })?.curve ?? ((stored) => stored);

describe('the colours of a chart in another space', () => {
  const inOtherSpaces: [string, () => Promise<Buffer>][] = [
    [
      'Adobe RGB, JPEG',
      async () =>
        withProfile(await inSpace(spaces.adobe).jpeg(leastLoss).toBuffer(), profileFor(spaces.adobe)),
    ],
    [
      'Adobe RGB, PNG',
      async () =>
        withChunks(await inSpace(spaces.adobe).png().toBuffer(), profileChunk(profileFor(spaces.adobe))),
    ],
    [
      'ProPhoto RGB, JPEG',
      async () =>
        withProfile(await inSpace(spaces.proPhoto).jpeg(leastLoss).toBuffer(), profileFor(spaces.proPhoto)),
    ],
    [
      'ProPhoto RGB, PNG',
      async () =>
        withChunks(
          await inSpace(spaces.proPhoto).png().toBuffer(),
          profileChunk(profileFor(spaces.proPhoto)),
        ),
    ],
    [
      'Display P3, PNG with cICP',
      async () =>
        withChunks(await inSpace(spaces.p3).png().toBuffer(), chunk('cICP', Buffer.from([12, 13, 0, 1]))),
    ],
    [
      'BT.2020, PNG with cICP and a profile that is not to count',
      async () =>
        withChunks(
          await inSpace(spaces.bt2020).png().toBuffer(),
          chunk('cICP', Buffer.from([9, 13, 0, 1])),
          profileChunk(await builtIn('p3')),
        ),
    ],
    [
      'gamma 1.8, PNG with gAMA',
      async () => withChunks(await inSpace(spaces.gamma18).png().toBuffer(), chunk('gAMA', u32s(55_556))),
    ],
    [
      'Adobe RGB, PNG with gAMA and cHRM',
      async () =>
        withChunks(
          await inSpace(spaces.adobe).png().toBuffer(),
          chunk('gAMA', u32s(45_471)),
          chunk('cHRM', u32s(31_270, 32_900, 64_000, 33_000, 21_000, 71_000, 15_000, 6000)),
        ),
    ],
    [
      'Display P3, AVIF with numbers',
      async () =>
        heifFile(
          codedPicture(
            await inSpace(spaces.p3).avif({ effort: 0, quality: 95, chromaSubsampling: '4:4:4' }).toBuffer(),
          ),
          { properties: [coloursBox(12, 13, 6)] },
        ),
    ],
    ['HEIC', async () => heicFile('chart')],
    [
      'Display P3, HEIC with numbers',
      async () => heifFile(codedPicture(heicFile('chart-p3')), { properties: [coloursBox(12, 13, 6)] }),
    ],
    [
      'Display P3, HEIC with a profile',
      async () =>
        heifFile(codedPicture(heicFile('chart-p3')), {
          properties: [profileOf(matrixProfile(spaces.p3.primaries, p3Curve)), coloursBox(1, 13, 6)],
        }),
    ],
  ];

  it.each(sample(inOtherSpaces, 3))('stay within ΔE 3 (CIEDE2000): %s', async (_, source) => {
    expect(await largestDifference(await source())).toBeLessThanOrEqual(3);
  });

  it('stay within ΔE 3 in CMYK with a profile', async () => {
    // Colours before they became inks, and what Pillow 12 (littleCMS, perceptual) reads from the same file.
    const pairs: [Rgb, Rgb][] = [
      [
        [96, 96, 96],
        [85, 85, 84],
      ],
      [
        [128, 128, 128],
        [110, 110, 109],
      ],
      [
        [159, 159, 159],
        [139, 138, 137],
      ],
      [
        [150, 110, 110],
        [145, 102, 101],
      ],
      [
        [110, 150, 110],
        [103, 146, 99],
      ],
      [
        [110, 110, 150],
        [108, 108, 144],
      ],
    ];
    const rows = Array.from({ length: chart.length / pairs.length }, () => pairs).flat();
    const inks = drawnFields(
      rows.map(([drawnAs]) => drawnAs),
      fieldPx,
    )
      .toColourspace('cmyk')
      .withIccProfile('cmyk')
      .jpeg(leastLoss);
    const read = rows.map(([, readAs]) => readAs);
    expect(await largestDifference(await inks.toBuffer(), read)).toBeLessThanOrEqual(3);
  });

  it('are those of the inks, each taking away its share of light, in CMYK without a profile', async () => {
    const inks = await drawnFields(chart, fieldPx).toColourspace('cmyk').jpeg(leastLoss).toBuffer();
    const { data, info } = await sharp(inks)
      .pipelineColourspace('cmyk')
      .toColourspace('cmyk')
      .raw()
      .toBuffer({ resolveWithObject: true });
    const expected = chart.map((_, index): Rgb => {
      const [x, y] = [index % chartColumns, Math.floor(index / chartColumns)].map(
        (at) => (at + 0.5) * fieldPx,
      );
      const at = (Math.floor(y ?? 0) * info.width + Math.floor(x ?? 0)) * 4;
      const [c = 0, m = 0, yellow = 0, k = 0] = data.subarray(at, at + 4);
      return [c, m, yellow].map((ink) => ((255 - ink) * (255 - k)) / 255) as unknown as Rgb;
    });
    expect(await largestDifference(inks, expected)).toBeLessThanOrEqual(3);
    expect(expected.some((colour, index) => deltaE(colour, chart[index] ?? colour) > 3)).toBe(true);
  });

  it('is shown for high dynamic range as far as white reaches', () => {
    const curve = coloursOf({ primaries: 9, transfer: 16 })?.curve;
    expect(curve?.(0)).toBeCloseTo(0, 5);
    // 203 nits, which is 58 % of PQ's range, is white.
    expect(curve?.(0.58)).toBeCloseTo(1, 1);
    expect(curve?.(0.9)).toBe(1);
    expect(coloursOf({ primaries: 1, transfer: 13 })).toBeUndefined();
    expect(srgbPrimaries).toHaveLength(8);
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
