import sharp from 'sharp';
import { type Colour, colourOf, mix, randomFrom } from './colours.ts';
import { grained } from './grained.ts';

/**
 * A picture like a photo, as far as the encoder is concerned: a landscape with grain, so that the file has the size
 * and the detail of a real one. It carries the EXIF data of a phone, the place included.
 * @param megapixels width : height is 4 : 3
 * @param seed decides hour, hills and weather
 */
export async function photoLike(megapixels: number, seed = 1): Promise<Buffer> {
  const width = Math.round(Math.sqrt((megapixels * 1e6 * 4) / 3));
  const height = Math.round((width * 3) / 4);
  const scene = await sharp(landscapeOf(seed), { raw: { ...drawn, channels: 3 } })
    .resize(width, height, { fit: 'fill' })
    .raw()
    .toBuffer();
  return (await grained(scene, { width, height }, 28))
    .withExif({
      IFD0: { Make: 'Example', Model: 'Pocket 3' },
      IFD2: { FNumber: '18/10', ExposureTime: '1/125', ISOSpeedRatings: '64' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '57/1 42/1 0/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '11/1 58/1 0/1',
      },
    })
    .jpeg({ quality: 88 })
    .toBuffer();
}

/** Sky from zenith to horizon, sun, and the hills from the farthest to the nearest. */
const hours = [
  {
    sky: ['#27425f', '#e7a977', '#f9dcb0'],
    sun: '#fff3d6',
    hills: ['#8c7f92', '#5e6076', '#38425a', '#1c2638'],
  },
  {
    sky: ['#5b94c4', '#b4d3e4', '#eef5f4'],
    sun: '#ffffff',
    hills: ['#a8bfc9', '#7697a3', '#4b7178', '#27464a'],
  },
  {
    sky: ['#171c3b', '#5b3a6b', '#d9705e'],
    sun: '#ffd9a0',
    hills: ['#5d3e63', '#402c52', '#291f3f', '#14122a'],
  },
  {
    sky: ['#86a7a3', '#d5ddcb', '#f4efdd'],
    sun: '#fffbe8',
    hills: ['#b3bfa6', '#8a9f80', '#5d7a5e', '#33503f'],
  },
  {
    sky: ['#3b5a78', '#8fa9b8', '#d8dde0'],
    sun: '#eef2f5',
    hills: ['#9fb0ba', '#74899a', '#4c6074', '#2a3a4c'],
  },
];

const drawn = { width: 1000, height: 750 };

/** Mostly the same is wanted again, with other grain or in another size. */
let last: { seed: number; pixels: Buffer } | undefined;

function landscapeOf(seed: number): Buffer {
  if (last?.seed !== seed) last = { seed, pixels: landscape(seed) };
  return last.pixels;
}

/** The scene as raw RGB of the size `drawn`. Drawn by hand and not as SVG, which a process that reads uploads refuses. */
function landscape(seed: number): Buffer {
  const random = randomFrom(seed);
  const hour = hours[seed % hours.length] ?? hours[0];
  if (!hour) throw new RangeError('there is at least one hour');
  const [zenith, middle, horizon] = hour.sky.map(colourOf);
  if (!zenith || !middle || !horizon) throw new RangeError('a sky has three colours');
  const light = colourOf(hour.sun);
  const sun = { x: 150 + random() * 700, y: 190 + random() * 170, r: 22 + random() * 34 };
  const hills = hour.hills.map((colour, layer) => ({ colour: colourOf(colour), top: ridge(random, layer) }));
  const trees = Array.from({ length: 26 }, () => tree(random));
  const stems = colourOf(hour.hills.at(-1) ?? '#000000');

  const sky = (x: number, y: number): Colour => {
    const down = y / drawn.height;
    const air =
      down < 0.55
        ? mix(zenith, middle, down / 0.55)
        : mix(middle, horizon, Math.min(1, (down - 0.55) / 0.25));
    const away = Math.sqrt((x - sun.x) ** 2 + (y - sun.y) ** 2) / sun.r;
    if (away <= 1) return light;
    return away < 5 ? mix(air, light, 0.6 * (1 - away / 5)) : air;
  };
  const pixels = Buffer.alloc(drawn.width * drawn.height * 3);
  // By columns: what is the same for all of one is asked for once.
  for (let x = 0; x < drawn.width; x += 1) {
    const rows = hills.map(({ colour, top }) => ({ colour, from: top(x) }));
    const near = trees.filter((one) => Math.abs(x - one.middle) <= one.height / 5);
    const colourAt = (y: number): Colour => {
      if (near.some((one) => covers(one, x, y))) return stems;
      return rows.findLast(({ from }) => y >= from)?.colour ?? sky(x, y);
    };
    for (let y = 0; y < drawn.height; y += 1) {
      const [red, green, blue] = colourAt(y);
      const at = (y * drawn.width + x) * 3;
      pixels[at] = red;
      pixels[at + 1] = green;
      pixels[at + 2] = blue;
    }
  }
  return pixels;
}

/** The outline of one row of hills as height above each column, each nearer row lower, steeper and rougher. */
function ridge(random: () => number, layer: number): (x: number) => number {
  const base = 400 + layer * 80;
  const waves = [1, 2, 5, 11, 23].map((frequency) => ({
    frequency,
    height: ((46 + layer * 6) / frequency) * (0.6 + random()),
    phase: random() * 7,
  }));
  const tops = Array.from({ length: drawn.width }, (_, x) =>
    waves.reduce(
      (sum, { frequency, height, phase }) =>
        sum + height * Math.sin((x / drawn.width) * frequency * 2 * Math.PI + phase),
      base,
    ),
  );
  return (x) => tops[x] ?? base;
}

/** A triangle. */
interface Tree {
  middle: number;
  height: number;
  foot: number;
}

function tree(random: () => number): Tree {
  const [middle, height] = [random() * 1000, 40 + random() * 80];
  return { middle, height, foot: 700 + random() * 40 };
}

const covers = ({ middle, height, foot }: Tree, x: number, y: number): boolean =>
  y <= foot && y >= foot - height && Math.abs(x - middle) <= (y - foot + height) / 5;
