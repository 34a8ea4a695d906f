import sharp, { type Sharp } from 'sharp';
import { type Random, randomBytes, seeded } from './random.ts';

/** Detail of these sizes, as in nature: the finer, the weaker. `parts` divide the width. */
const octaves = [
  { parts: 8, strength: 110 },
  { parts: 32, strength: 90 },
  { parts: 128, strength: 84 },
  { parts: 512, strength: 60 },
];
/** A sensor's grain, in pixels of the original. */
const grain = [
  { cellPx: 2, strength: 24 },
  { cellPx: 1, strength: 12 },
];

/** What is in focus has all its detail, the rest hardly any; about half of a photo is sky, wall or background. */
const focusCells = 6;

/** As in random.ts: these are looked up for every cell. */
const { ceil, floor, max, round } = Math;

interface Frame {
  widthPx: number;
  heightPx: number;
  random: Random;
}

/**
 * Pixels like a photo's, as far as decoders and encoders are concerned: soft light, shapes with hard edges, texture
 * of every fineness where it is in focus, and grain. The same size and seed draw the same picture.
 */
export async function photoPixels(widthPx: number, heightPx: number, seed = 1): Promise<Sharp> {
  const frame = { widthPx, heightPx, random: seeded(seed) };
  const focus = Array.from({ length: focusCells ** 2 }, () => (frame.random.below(2) === 0 ? 0.02 : 1));
  const raw = { width: widthPx, height: heightPx, channels: 3 as const };
  const base = await light(frame);
  const layers = [{ input: await blocks(frame), raw, blend: 'overlay' as const }];
  // One after the other: side by side, they would draw from the same numbers in any order.
  const textures: { input: Buffer; raw: typeof raw; blend: 'soft-light' }[] = [];
  const scenery = octaves.map(({ parts, strength }) => ({ cellPx: widthPx / parts, strength }));
  for (const octave of [...scenery, ...grain])
    textures.push({ input: await texture(frame, octave, focus), raw, blend: 'soft-light' });
  const pixels = await sharp(base, { raw })
    .composite([...layers, ...textures])
    .removeAlpha()
    .raw()
    .toBuffer();
  return sharp(pixels, { raw });
}

type Small = { data: Buffer; width: number; height: number };

const enlarge = ({ data, width, height }: Small, to: Frame, kernel: 'cubic' | 'nearest'): Promise<Buffer> =>
  sharp(data, { raw: { width, height, channels: 3 } })
    .resize(to.widthPx, to.heightPx, { kernel, fit: 'fill' })
    .raw()
    .toBuffer();

/** Broad areas of different colour. */
function light(frame: Frame): Promise<Buffer> {
  const data = randomBytes(8 * 6 * 3, frame.random).map((value) => 50 + value * 0.6);
  return enlarge({ data: Buffer.from(data), width: 8, height: 6 }, frame, 'cubic');
}

/** Hard edges. */
function blocks(frame: Frame): Promise<Buffer> {
  const data = Buffer.alloc(24 * 18 * 3);
  for (let i = 0; i < data.length; i += 3) data.fill(greyLevel(frame.random, 60), i, i + 3);
  return enlarge({ data, width: 24, height: 18 }, frame, 'nearest');
}

function texture(
  frame: Frame,
  { cellPx, strength }: { cellPx: number; strength: number },
  focus: readonly number[],
): Promise<Buffer> {
  const width = max(2, ceil(frame.widthPx / cellPx));
  const height = max(2, ceil(frame.heightPx / cellPx));
  const data = Buffer.alloc(width * height * 3);
  for (let y = 0, at = 0; y < height; y += 1) {
    const row = floor((y * focusCells) / height) * focusCells;
    for (let x = 0; x < width; x += 1, at += 3) {
      const level = greyLevel(frame.random, strength * (focus[row + floor((x * focusCells) / width)] ?? 0));
      data[at] = level;
      data[at + 1] = level;
      data[at + 2] = level;
    }
  }
  return enlarge({ data, width, height }, frame, 'cubic');
}

const greyLevel = (random: Random, strength: number): number =>
  128 + round((random.below(2001) / 1000 - 1) * strength);
