import sharp, { type Sharp } from 'sharp';
import { type Random, seeded } from './random.ts';

/**
 * Pictures with the statistics of photos, from models that others have published, and with no constant that was fitted
 * to an encoder: a quality that is enough for all of them is likely to be enough for a photo. Each is as sharp as a
 * good lens draws. The same size and seed draw the same picture.
 */
export const naturalPictures: Record<
  string,
  (widthPx: number, heightPx: number, seed?: number) => Promise<Sharp>
> = {
  leaves: (widthPx, heightPx, seed = 1) => leaves(canvas(widthPx, heightPx, seed), 2),
  'leaves out of focus': (widthPx, heightPx, seed = 2) => leaves(canvas(widthPx, heightPx, seed), 6),
  'natural spectrum': (widthPx, heightPx, seed = 3) => spectrum(canvas(widthPx, heightPx, seed)),
  skin: (widthPx, heightPx, seed = 4) => skin(canvas(widthPx, heightPx, seed)),
  'a printed page': (widthPx, heightPx, seed = 5) => page(canvas(widthPx, heightPx, seed)),
};

/** As in random.ts: these are looked up for every pixel. */
const { ceil, floor, max, min, round, sqrt } = Math;

interface Canvas {
  widthPx: number;
  heightPx: number;
  random: Random;
  /** RGB, 0 to 255. */
  rgb: Float32Array;
}

function canvas(widthPx: number, heightPx: number, seed: number): Canvas {
  return { widthPx, heightPx, random: seeded(seed), rgb: new Float32Array(widthPx * heightPx * 3).fill(128) };
}

/** From 0 to 1. */
const share = ({ random }: Canvas): number => random.below(2 ** 24) / 2 ** 24;

/** As a lens would see it: an edge is a pixel or two wide. */
async function taken({ rgb, widthPx, heightPx }: Canvas): Promise<Sharp> {
  const raw = { width: widthPx, height: heightPx, channels: 3 as const };
  const bytes = new Uint8ClampedArray(rgb.length);
  bytes.set(rgb);
  const pixels = await sharp(bytes, { raw }).blur(0.6).raw().toBuffer();
  return sharp(pixels, { raw });
}

/**
 * Discs of random colours that fall on one another until hardly anything is left open, their radii distributed as
 * r^-3: edges, occlusions and scale invariance as in photos (Lee, Mumford, Huang, "Occlusion models for natural images",
 * 2001). Cameras are tested with it for how they keep texture (ISO/TS 19567-2).
 */
function leaves(drawn: Canvas, smallestPx: number): Promise<Sharp> {
  const { widthPx, heightPx, rgb } = drawn;
  const open = new Uint8Array(widthPx * heightPx).fill(1);
  const largestPx = widthPx / 6;
  // From the front to the back, so that each pixel is painted once.
  for (let left = open.length; left > open.length / 1000; ) {
    const [x, y] = [share(drawn) * widthPx, share(drawn) * heightPx];
    // The inverse of the distribution function between the two radii.
    const radius = (smallestPx ** -2 - share(drawn) * (smallestPx ** -2 - largestPx ** -2)) ** -0.5;
    const grey = 28 + share(drawn) * 200;
    const colour = [0, 1, 2].map(() => grey + (share(drawn) - 0.5) * 50);
    const bottom = min(heightPx - 1, floor(y + radius));
    for (let row = max(0, ceil(y - radius)); row <= bottom; row += 1) {
      const half = sqrt(max(0, radius ** 2 - (row - y) ** 2));
      const end = row * widthPx + min(widthPx - 1, floor(x + half));
      for (let at = row * widthPx + max(0, ceil(x - half)); at <= end; at += 1) {
        if (open[at] === 0) continue;
        open[at] = 0;
        left -= 1;
        for (let channel = 0; channel < 3; channel += 1) rgb[at * 3 + channel] = colour[channel] ?? 0;
      }
    }
  }
  return taken(drawn);
}

/**
 * Noise of every fineness, each octave as strong as the other: an amplitude that falls as 1/f (Field, "Relations
 * between the statistics of natural images and the response properties of cortical cells", 1987).
 */
async function spectrum(drawn: Canvas): Promise<Sharp> {
  for (let cellPx = drawn.widthPx / 3; cellPx >= 1; cellPx /= 2) await addNoise(drawn, cellPx, 20);
  return taken(drawn);
}

/** Soft light over skin, where a coarse encoder shows steps. */
async function skin(drawn: Canvas): Promise<Sharp> {
  for (let at = 0; at < drawn.rgb.length; at += 3) drawn.rgb.set([205, 155, 130], at);
  for (const cells of [3, 6, 12, 24]) await addNoise(drawn, drawn.widthPx / cells, 90 / cells);
  return taken(drawn);
}

/** Noise in cells of this size; `strength` is its standard deviation. Its colours differ less than its brightness. */
async function addNoise(drawn: Canvas, cellPx: number, strength: number): Promise<void> {
  const { widthPx, heightPx, rgb } = drawn;
  const [width, height] = [ceil(widthPx / cellPx), ceil(heightPx / cellPx)];
  // The sum of three has a standard deviation of one half, and nearly the shape of a bell.
  const bell = (): number => share(drawn) + share(drawn) + share(drawn) - 1.5;
  const cells = Buffer.alloc(width * height * 3);
  for (let at = 0; at < cells.length; at += 3) {
    const brightness = bell() * 0.95;
    for (const channel of [0, 1, 2])
      cells[at + channel] = 128 + 80 * (brightness + (share(drawn) - 0.5) * 0.5);
  }
  const smooth = await sharp(cells, { raw: { width, height, channels: 3 } })
    .resize(widthPx, heightPx, { kernel: 'cubic', fit: 'fill' })
    .raw()
    .toBuffer();
  for (let at = 0; at < rgb.length; at += 1)
    rgb[at] = (rgb[at] ?? 0) + (((smooth[at] ?? 0) - 128) / 40) * strength;
}

/** Which of the seven segments of a digital display each letter has: as many edges as print, and no font needed. */
const segments = [
  [0, 0, 1, 0.14],
  [0, 0.43, 1, 0.57],
  [0, 0.86, 1, 1],
  [0, 0, 0.22, 0.5],
  [0.78, 0, 1, 0.5],
  [0, 0.5, 0.22, 1],
  [0.78, 0.5, 1, 1],
] as const;

function page(drawn: Canvas): Promise<Sharp> {
  const { widthPx, heightPx, rgb, random } = drawn;
  const paint = (
    left: number,
    top: number,
    right: number,
    bottom: number,
    colour: readonly number[],
  ): void => {
    for (let y = round(top); y < min(heightPx, round(bottom)); y += 1)
      for (let x = round(left); x < min(widthPx, round(right)); x += 1)
        rgb.set(colour, (y * widthPx + x) * 3);
  };
  paint(0, 0, widthPx, heightPx, [236, 232, 224]);
  const margin = widthPx / 12;
  for (let top = margin, lines = 0; top < heightPx - margin; lines += 1) {
    // A heading now and then.
    const letterPx = (lines % 8 === 0 ? widthPx / 30 : widthPx / 75) | 0;
    for (let left = margin; left < widthPx - margin; left += letterPx * 0.75) {
      if (random.below(6) === 0) continue;
      for (const [x0, y0, x1, y1] of segments) {
        if (random.below(2) === 0) continue;
        const across = letterPx * 0.5;
        paint(left + x0 * across, top + y0 * letterPx, left + x1 * across, top + y1 * letterPx, [34, 34, 40]);
      }
    }
    top += letterPx * 1.7;
  }
  return taken(drawn);
}
