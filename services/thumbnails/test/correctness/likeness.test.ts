import sharp, { type Sharp } from 'sharp';
import { sharpPictures } from '../../src/adapters/sharp-pictures.ts';
import { photoPixels } from '../corpus/photo.ts';
import { luma, type Plane, ssim } from './ssim.ts';

const { make } = sharpPictures();

async function planeOf(picture: Sharp): Promise<Plane> {
  const { data, info } = await picture.removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data: luma({ data, channels: info.channels }), widthPx: info.width, heightPx: info.height };
}

/** The likeness of each whole rendition to the reduction that keeps most: of all pixels, by Lanczos, at once. */
async function likenessOf(original: Buffer): Promise<Record<string, number>> {
  const all = await sharp(original).raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = all.info;
  const { files, picture } = await make(original);
  const likeness: Record<string, number> = {};
  for (const [index, { name, bytes }] of files.entries()) {
    const told = picture.renditions[index];
    if (!told || !name.startsWith('w')) continue;
    const reduced = sharp(all.data, { raw: { width, height, channels } }).resize(
      told.widthPx,
      told.heightPx,
      {
        fit: 'fill',
        kernel: 'lanczos3',
      },
    );
    const pixels = await reduced.raw().toBuffer();
    const reference = sharp(pixels, { raw: { width: told.widthPx, height: told.heightPx, channels } });
    likeness[name] = ssim(await planeOf(reference), await planeOf(sharp(bytes)));
  }
  return likeness;
}

describe('renditions, beside a reduction from all pixels', () => {
  it.each([
    ['one a little wider than the widest', 1600, 1200, 1],
    ['an upright one', 1300, 1700, 2],
    ['one so wide that the decoder reduces it too', 4000, 640, 3],
  ])(
    'are alike to 0.98 and more: %s',
    async (_, width, height, seed) => {
      const original = await (await photoPixels(width, height, seed)).jpeg({ quality: 92 }).toBuffer();
      const likeness = await likenessOf(original);
      expect(Object.keys(likeness)).toEqual(['w1280', 'w640', 'w320', 'w160']);
      expect(Math.min(...Object.values(likeness))).toBeGreaterThanOrEqual(0.98);
    },
    30_000,
  );
});

describe('ssim', () => {
  const plane = (value: (at: number) => number): Plane => ({
    data: Uint8Array.from({ length: 64 * 64 }, (_, at) => value(at)),
    widthPx: 64,
    heightPx: 64,
  });
  const pattern = plane((at) => (at * 37) % 200);

  it('is 1 for the same picture, and less the more it differs', () => {
    const slightly = plane((at) => ((at * 37) % 200) + (at % 2));
    const clearly = plane((at) => ((at * 37) % 200) + (at % 2) * 40);
    expect(ssim(pattern, pattern)).toBe(1);
    expect(ssim(pattern, slightly)).toBeGreaterThan(ssim(pattern, clearly));
    expect(
      ssim(
        pattern,
        plane(() => 100),
      ),
    ).toBeLessThan(0.1);
  });
});
