import sharp, { type Sharp } from 'sharp';
import { type Random, randomBytes, seeded } from './random.ts';

/** Detail at these fractions of the width, as in nature: the finer, the weaker. The last is a sensor's grain. */
const octaves = [
  { cellPx: 512, strength: 110 },
  { cellPx: 128, strength: 90 },
  { cellPx: 32, strength: 70 },
  { cellPx: 8, strength: 50 },
  { cellPx: 2, strength: 32 },
  { cellPx: 1, strength: 14 },
];

/**
 * Pixels like a photo's, as far as decoders and encoders are concerned: soft light, shapes with hard edges, texture
 * of every fineness, and grain. The same seed draws the same picture, at any size.
 */
export async function photoPixels(widthPx: number, heightPx: number, seed = 1): Promise<Sharp> {
  const random = seeded(seed);
  const layers = [
    { input: await blocks(widthPx, heightPx, random), blend: 'overlay' as const },
    ...(await Promise.all(octaves.map((octave) => texture(widthPx, heightPx, octave, random)))),
  ];
  let pixels = await light(widthPx, heightPx, random);
  const raw = { width: widthPx, height: heightPx, channels: 3 as const };
  for (const { input, blend } of layers)
    pixels = await sharp(pixels, { raw }).composite([{ input, raw, blend }]).removeAlpha().raw().toBuffer();
  return sharp(pixels, { raw });
}

function enlarge(
  small: Buffer,
  width: number,
  height: number,
  to: [number, number],
  kernel: 'cubic' | 'nearest',
) {
  return sharp(small, { raw: { width, height, channels: 3 } })
    .resize(to[0], to[1], { kernel, fit: 'fill' })
    .raw()
    .toBuffer();
}

/** Broad areas of different colour. */
const light = (widthPx: number, heightPx: number, random: Random): Promise<Buffer> =>
  enlarge(
    randomBytes(8 * 6 * 3, random).map((value) => 50 + value * 0.6),
    8,
    6,
    [widthPx, heightPx],
    'cubic',
  );

/** Hard edges. */
const blocks = (widthPx: number, heightPx: number, random: Random): Promise<Buffer> =>
  enlarge(grey(24 * 18, random, 60), 24, 18, [widthPx, heightPx], 'nearest');

async function texture(
  widthPx: number,
  heightPx: number,
  { cellPx, strength }: { cellPx: number; strength: number },
  random: Random,
) {
  const width = Math.max(2, Math.ceil(widthPx / cellPx));
  const height = Math.max(2, Math.ceil(heightPx / cellPx));
  const small = grey(width * height, random, strength);
  return {
    input: await enlarge(small, width, height, [widthPx, heightPx], 'cubic'),
    blend: 'soft-light' as const,
  };
}

/** Grey pixels around the middle, three equal channels. */
function grey(count: number, random: Random, strength: number): Buffer {
  const pixels = Buffer.alloc(count * 3);
  for (let i = 0; i < count; i += 1)
    pixels.fill(128 + Math.round((random.below(2001) / 1000 - 1) * strength), i * 3, i * 3 + 3);
  return pixels;
}
