import sharp, { type Sharp } from 'sharp';
import { completedWebp, type Filler, fillers } from './completed-webp.ts';
import { noise } from './noise.ts';

const most = 1_000_000;
const zeros: Filler = { first: new Uint8Array(), rest: 0 };

/** As detailed below as above, so that a share of its bytes is about that share of its rows. */
const drawing = (): Sharp => sharp(noise(160 * 120 * 3), { raw: { width: 160, height: 120, channels: 3 } });

const rowsOf = (file: Buffer): Promise<Buffer> => sharp(file, { failOn: 'none' }).raw().toBuffer();

describe('completedWebp', () => {
  it.each([
    ['lossy', { effort: 0, quality: 80 }],
    ['lossless', { effort: 0, lossless: true }],
  ])('makes a %s file readable wherever it was cut, with what was there', async (_, settings) => {
    const file = await drawing().webp(settings).toBuffer();
    const whole = await rowsOf(file);
    const top = whole.subarray(0, whole.length / 4);

    for (const lost of [1, 2, 3, 5, 8, 13, 21, 50, 100, file.length >> 2]) {
      const readings = [...fillers()].map(async (filler) =>
        rowsOf(completedWebp(file.subarray(0, -lost), filler, most) ?? Buffer.of()),
      );
      const read = (await Promise.allSettled(readings)).flatMap((one) =>
        one.status === 'fulfilled' ? [one.value] : [],
      );
      expect(read.length).toBeGreaterThan(1);
      for (const rows of read) expect(rows.subarray(0, top.length).equals(top)).toBe(true);
    }
  });

  it('leaves a whole file, one that promises too much, and what is none', async () => {
    const file = await drawing().webp().toBuffer();

    expect(completedWebp(file, zeros, most)).toBeUndefined();
    expect(completedWebp(file.subarray(0, -9), zeros, file.length - 1)).toBeUndefined();
    expect(completedWebp(file.subarray(0, 15), zeros, most)).toBeUndefined();
  });
});
