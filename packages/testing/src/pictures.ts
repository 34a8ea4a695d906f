import sharp from 'sharp';

/**
 * A picture like a photo, as far as the encoder is concerned: a landscape with grain, so that the file has the size
 * and the detail of a real one. It carries the EXIF data of a phone, the place included.
 * @param megapixels width : height is 4 : 3
 * @param seed decides hour, hills and weather
 */
export async function photoLike(megapixels: number, seed = 1): Promise<Buffer> {
  const width = Math.round(Math.sqrt((megapixels * 1e6 * 4) / 3));
  const height = Math.round((width * 3) / 4);
  const scene = await sharp(Buffer.from(landscape(seed)))
    .resize(width, height, { fit: 'fill' })
    .png({ compressionLevel: 0 })
    .toBuffer();
  const grain = await sharp({
    create: {
      width,
      height,
      channels: 3,
      background: '#808080',
      noise: { type: 'gaussian', mean: 128, sigma: 28 },
    },
  })
    .png({ compressionLevel: 0 })
    .toBuffer();
  return sharp(scene)
    .composite([{ input: grain, blend: 'soft-light' }])
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

function landscape(seed: number): string {
  const random = randomFrom(seed);
  const hour = hours[seed % hours.length] ?? hours[0];
  if (!hour) throw new RangeError('there is at least one hour');
  const [zenith, middle, horizon] = hour.sky;
  const sun = { x: 150 + random() * 700, y: 190 + random() * 170, r: 22 + random() * 34 };
  const hills = hour.hills
    .map((colour, layer) => `<path fill="${colour}" d="${ridge(random, layer)}"/>`)
    .join('');
  const stems = Array.from({ length: 26 }, () => tree(random)).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 750" width="1000" height="750">
    <defs>
      <linearGradient id="s" x2="0" y2="1"><stop stop-color="${zenith}"/><stop offset=".55" stop-color="${middle}"/><stop offset=".8" stop-color="${horizon}"/></linearGradient>
      <radialGradient id="g"><stop stop-color="${hour.sun}"/><stop offset="1" stop-color="${hour.sun}" stop-opacity="0"/></radialGradient>
    </defs>
    <rect width="1000" height="750" fill="url(#s)"/>
    <circle cx="${sun.x}" cy="${sun.y}" r="${sun.r * 5}" fill="url(#g)" opacity=".6"/><circle cx="${sun.x}" cy="${sun.y}" r="${sun.r}" fill="${hour.sun}"/>
    ${hills}<g fill="${hour.hills.at(-1)}">${stems}</g>
  </svg>`;
}

/** The outline of one row of hills, each nearer row lower, steeper and rougher. */
function ridge(random: () => number, layer: number): string {
  const base = 400 + layer * 80;
  const waves = [1, 2, 5, 11, 23].map((frequency) => ({
    frequency,
    height: ((46 + layer * 6) / frequency) * (0.6 + random()),
    phase: random() * 7,
  }));
  const points = Array.from({ length: 126 }, (_, index) => {
    const x = index * 8;
    const y = waves.reduce(
      (sum, { frequency, height, phase }) => sum + height * Math.sin((x / 1000) * frequency * 6.28 + phase),
      base,
    );
    return `${x} ${y.toFixed(1)}`;
  });
  return `M0 750 L${points.join(' L')} L1000 750 Z`;
}

function tree(random: () => number): string {
  const [x, height] = [random() * 1000, 40 + random() * 80];
  const foot = 700 + random() * 40;
  const half = height / 5;
  return `<path d="M${x - half} ${foot} L${x} ${foot - height} L${x + half} ${foot} Z"/>`;
}

/** The same numbers for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed * 0x9e3779b9;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
