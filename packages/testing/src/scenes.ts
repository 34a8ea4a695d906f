import sharp from 'sharp';
import { type Colour, colourOf, mix, randomFrom } from './colours.ts';
import { grained } from './grained.ts';

/** The colour at a point: x from 0 to the picture's width in heights, y from 0 at the top to 1. */
type Paint = (x: number, y: number) => Colour;
type Scene = (random: () => number, width: number) => Paint;

const tau = 2 * Math.PI;
/** As many colours as are named. */
function colours<const Hex extends readonly string[]>(...hex: Hex): { [Index in keyof Hex]: Colour } {
  return hex.map(colourOf) as { [Index in keyof Hex]: Colour };
}

const pick = <Item>(items: readonly Item[], index: number): Item => {
  const item = items[((Math.floor(index) % items.length) + items.length) % items.length];
  if (item === undefined) throw new RangeError('there is nothing to choose from');
  return item;
};
/** A number from 0 to 1 that stays with two whole numbers. */
const hash = (a: number, b: number): number => {
  const value = Math.sin(a * 127.1 + b * 311.7) * 43_758.5453;
  return value - Math.floor(value);
};
const between = (from: number, to: number, value: number): number =>
  Math.min(1, Math.max(0, (value - from) / (to - from)));

const sea: Scene = (random, width) => {
  const [high, low, light, near, deep] = pick(
    [
      colours('#2f5d8c', '#f2c9a0', '#fff1cf', '#e0a878', '#17384f'),
      colours('#5aa0cf', '#dff0f5', '#ffffff', '#8fd0d6', '#136a7d'),
    ],
    random() * 2,
  );
  const [horizon, sunX, sunY] = [
    0.42 + random() * 0.12,
    width * (0.25 + random() * 0.5),
    0.24 + random() * 0.1,
  ];
  return (x, y) => {
    if (y < horizon) {
      const away = Math.hypot(x - sunX, y - sunY);
      return away < 0.055 ? light : mix(mix(high, low, y / horizon), light, 0.5 * between(0.45, 0.05, away));
    }
    const depth = (y - horizon) / (1 - horizon);
    const wave = Math.sin(y * 420 * (1.15 - depth) + Math.sin(x * 23 + y * 60) * 1.6);
    const path = between(0.1 + depth * 0.28, 0, Math.abs(x - sunX)) * (wave > 0.35 ? 0.8 : 0.15);
    return mix(mix(mix(near, deep, depth ** 0.7), deep, 0.12 * (wave + 1)), light, path);
  };
};

const city: Scene = (random, width) => {
  const [sky, glow, lit, cold] = colours('#0b1026', '#3b2a55', '#ffd27a', '#a9d3ff');
  const rows = [0, 1, 2].map((row) => {
    let at = -0.1;
    return Array.from({ length: 60 }, () => {
      const house = { from: at, to: at + 0.05 + random() * 0.11, top: 0.3 + row * 0.13 + random() * 0.3 };
      at = house.to;
      return house;
    }).filter(({ from }) => from < width + 0.1);
  });
  return (x, y) => {
    for (let row = rows.length - 1; row >= 0; row -= 1) {
      const house = rows[row]?.find(({ from, to }) => x >= from && x < to);
      if (!house || y < house.top) continue;
      const [column, floor] = [Math.floor(x * 90), Math.floor(y * 70)];
      const inside = (x * 90) % 1 > 0.25 && (y * 70) % 1 > 0.4;
      const chance = hash(column + row * 71, floor);
      if (inside && chance > 0.62) return mix(chance > 0.95 ? cold : lit, sky, 0.15 + (2 - row) * 0.2);
      return mix(sky, glow, 0.3 * (2 - row));
    }
    return mix(sky, glow, y);
  };
};

const forest: Scene = (random, width) => {
  const [fog, bark, ground] = pick(
    [colours('#dfe8df', '#1d2b22', '#3d4f33'), colours('#f3dcb4', '#3a2114', '#7a4a22')],
    random() * 2,
  );
  const trunks = Array.from({ length: 5 }, (_, layer) =>
    Array.from({ length: Math.ceil(width * 9) }, () => ({
      at: random() * width,
      half: (0.004 + layer * 0.0045) * (0.6 + random()),
      lean: (random() - 0.5) * 0.06,
    })),
  );
  return (x, y) => {
    for (let layer = 4; layer >= 0; layer -= 1) {
      const foot = 0.66 + layer * 0.075;
      if (
        y < foot &&
        trunks[layer]?.some(({ at, half, lean }) => Math.abs(x - at - lean * y) < half * (0.7 + y * 0.5))
      )
        return mix(fog, bark, 0.2 + layer * 0.2);
    }
    const soil = between(0.62, 1, y);
    return mix(mix(fog, ground, soil), bark, soil * 0.35 * hash(Math.floor(x * 160), Math.floor(y * 160)));
  };
};

const dunes: Scene = (random, width) => {
  const [sky, haze, bright, dark] = colours('#6fa8d6', '#f6e3c3', '#eeb870', '#9a5a32');
  const ridges = Array.from({ length: 5 }, (_, row) => ({
    base: 0.36 + row * 0.14,
    phase: random() * tau,
    step: 0.7 + random() * 1.6,
  }));
  const top = ({ base, phase, step }: (typeof ridges)[number], x: number) =>
    base + 0.07 * Math.sin((x / width) * tau * step + phase) + 0.02 * Math.sin(x * 9 + phase);
  return (x, y) => {
    const ridge = ridges.findLast((one) => y >= top(one, x));
    if (!ridge) return mix(sky, haze, y / 0.45);
    const slope =
      (top(ridge, x + 0.01) - top(ridge, x)) * 60 + Math.sin((y - top(ridge, x)) * 130 + x * 30) * 0.12;
    return mix(bright, dark, between(-0.6, 0.8, slope) * between(0.45, 0, y - top(ridge, x)) + 0.1);
  };
};

const tulips: Scene = (random, width) => {
  const [sky, cloud, leaf] = colours('#7db7e8', '#f2f7fb', '#2f6b34');
  const rows = colours('#d7263d', '#f6c445', '#f46ab0', '#7b3fa0', '#ff7f32', '#fffefb');
  const [horizon, middle] = [0.32 + random() * 0.1, width * (0.3 + random() * 0.4)];
  return (x, y) => {
    if (y < horizon)
      return mix(sky, cloud, 0.75 * between(0.1, 1, Math.sin(x * 5 + Math.sin(y * 14) * 2) * 0.5 + y));
    const lane = ((x - middle) / (y - horizon + 0.02)) * 2.4 + 100;
    const flower = hash(Math.floor(lane * 7), Math.floor(90 / (y - horizon + 0.12)));
    return lane % 1 < 0.2 ? mix(leaf, [20, 40, 20], 0.3) : mix(pick(rows, lane), leaf, flower * 0.45);
  };
};

const moonlight: Scene = (random, width) => {
  const [night, dusk, moon] = colours('#04060f', '#16284a', '#f5f1dc');
  const [moonX, moonY, radius, shore] = [
    width * (0.25 + random() * 0.5),
    0.2 + random() * 0.12,
    0.06 + random() * 0.04,
    0.62,
  ];
  const hill = (x: number) => shore - 0.05 - 0.05 * Math.sin(x * 4 + moonX * 9) - 0.02 * Math.sin(x * 13);
  const sky = (x: number, y: number): Colour => {
    const away = Math.hypot(x - moonX, y - moonY);
    if (away < radius) return mix(moon, dusk, 0.25 * hash(Math.floor(x * 40), Math.floor(y * 40)));
    const star = hash(Math.floor(x * 170), Math.floor(y * 170)) > 0.996 ? 0.8 : 0;
    return mix(mix(night, dusk, y), moon, Math.max(star, 0.35 * between(0.35, radius, away)));
  };
  return (x, y) => {
    if (y < hill(x)) return sky(x, y);
    if (y < shore) return night;
    const ripple = Math.sin(y * 230 + Math.sin(x * 17) * 2);
    return mix(
      mix(dusk, night, between(shore, 1, y)),
      moon,
      Math.abs(x - moonX) < 0.03 + (y - shore) * 0.2 && ripple > 0.2 ? 0.55 : 0,
    );
  };
};

const umbrellas: Scene = (random) => {
  const sets = [
    colours('#e4572e', '#fff3d6'),
    colours('#17bebb', '#ffffff'),
    colours('#ffc914', '#e4572e'),
    colours('#5b3a8c', '#f2c9ff'),
    colours('#2e7d4f', '#fdf6e3'),
  ];
  const [sand, shade] = colours('#e8d5a9', '#b89b68');
  const seed = Math.floor(random() * 1000);
  return (x, y) => {
    const [column, row] = [Math.floor(x * 3.4), Math.floor(y * 3.4)];
    const middle = {
      x: (column + 0.5 + (hash(column + seed, row) - 0.5) * 0.35) / 3.4,
      y: (row + 0.5 + (hash(row, column + seed) - 0.5) * 0.35) / 3.4,
    };
    const radius = 0.09 + hash(column, row + seed) * 0.035;
    const away = Math.hypot(x - middle.x, y - middle.y);
    if (away < radius) {
      const part = ((Math.atan2(y - middle.y, x - middle.x) + Math.PI) / tau) * 10 + hash(seed, column);
      return mix(
        pick(pick(sets, hash(row + seed, column) * 5), part),
        [40, 30, 30],
        0.28 * (away / radius) ** 3,
      );
    }
    const shadow = Math.hypot(x - middle.x - 0.03, y - middle.y - 0.035) < radius;
    return mix(sand, shade, shadow ? 0.9 : 0.25 * hash(Math.floor(x * 260), Math.floor(y * 260)));
  };
};

const aurora: Scene = (random) => {
  const [night, green, violet, snow] = colours('#050b1c', '#4df0a1', '#a45bff', '#cfe0ee');
  const phase = random() * tau;
  return (x, y) => {
    const land = 0.8 + 0.04 * Math.sin(x * 3 + phase) - 0.03 * Math.sin(x * 11);
    if (y > land) return mix(snow, night, 0.45 + 0.4 * between(land, 1, y));
    const band = 0.42 + 0.12 * Math.sin(x * 2.6 + phase) + 0.05 * Math.sin(x * 7);
    const rays = 0.55 + 0.45 * Math.sin(x * 70 + Math.sin(x * 9) * 4);
    const light = (y < band ? between(band - 0.4, band, y) ** 2 : between(band + 0.06, band, y)) * rays;
    const star = hash(Math.floor(x * 190), Math.floor(y * 190)) > 0.997 ? 0.7 : 0;
    return mix(
      mix(night, mix(violet, green, between(band - 0.35, band, y)), light),
      [255, 255, 255],
      star * (1 - light),
    );
  };
};

const balloons: Scene = (random, width) => {
  const [high, low, field] = colours('#4f8fd0', '#fde6c8', '#6d8f4e');
  const sets = [
    colours('#e63946', '#ffd166'),
    colours('#118ab2', '#ffffff'),
    colours('#8338ec', '#ffbe0b'),
    colours('#06a77d', '#f1f7ed'),
  ];
  const all = Array.from({ length: 9 }, (_, index) => ({
    x: random() * width,
    y: 0.1 + random() * 0.5,
    r: 0.03 + random() * 0.09,
    set: index,
  }));
  return (x, y) => {
    const one = all.find((each) => Math.hypot(x - each.x, (y - each.y) * 0.86) < each.r);
    if (one)
      return mix(
        pick(pick(sets, one.set), Math.asin(Math.min(1, Math.max(-1, (x - one.x) / one.r))) * 3.2 + 10),
        [20, 20, 30],
        0.3 * between(-one.r, one.r, x - one.x),
      );
    const basket = all.find(
      (each) =>
        Math.abs(x - each.x) < each.r * 0.16 && y > each.y + each.r * 1.4 && y < each.y + each.r * 1.75,
    );
    if (basket) return [80, 52, 30];
    return y > 0.86 + 0.02 * Math.sin(x * 6)
      ? mix(field, [30, 50, 30], between(0.86, 1, y) * 0.6)
      : mix(high, low, y);
  };
};

export const scenes = { sea, city, forest, dunes, tulips, moonlight, umbrellas, aurora, balloons };
export type SceneName = keyof typeof scenes;

/** Width and height of the pictures, in pixels. */
export const shapes = {
  landscape: [1500, 1000],
  portrait: [1000, 1500],
  square: [1200, 1200],
  panorama: [2100, 700],
} as const;
export type ShapeName = keyof typeof shapes;

/** Painted smaller than it becomes: its grain has the detail. */
const paintedShare = 0.4;

/** A picture of one kind and shape, with grain, as JPEG; the same for the same seed but for the grain. */
export async function sceneLike(name: SceneName, shape: ShapeName, seed: number): Promise<Buffer> {
  const [width, height] = shapes[shape];
  const [columns, rows] = [Math.round(width * paintedShare), Math.round(height * paintedShare)];
  const paint = scenes[name](randomFrom(seed), columns / rows);
  const pixels = Buffer.alloc(columns * rows * 3);
  let at = 0;
  for (let y = 0; y < rows; y += 1) {
    for (let x = 0; x < columns; x += 1) {
      const [red, green, blue] = paint(x / rows, y / rows);
      pixels[at] = red;
      pixels[at + 1] = green;
      pixels[at + 2] = blue;
      at += 3;
    }
  }
  const painted = await sharp(pixels, { raw: { width: columns, height: rows, channels: 3 } })
    .resize(width, height, { kernel: 'cubic' })
    .raw()
    .toBuffer();
  return (await grained(painted, { width, height }, 18))
    .withExif({
      IFD0: { Make: 'Example', Model: 'Pocket 3' },
      IFD2: { FNumber: '18/10', ExposureTime: '1/125' },
    })
    .jpeg({ quality: 86 })
    .toBuffer();
}
