import sharp from 'sharp';
import { animation } from '../../test/corpus/animation.ts';
import { tinyFrames } from '../../test/corpus/gif.ts';
import { sharpPictures } from './sharp-pictures.ts';

const { make } = sharpPictures();

async function framesByName(original: Uint8Array): Promise<Record<string, number>> {
  const { files } = await make(original);
  const frames = files.map(async ({ name, bytes }) => {
    const { pages = 1 } = await sharp(bytes).metadata();
    return [name, pages] as const;
  });
  return Object.fromEntries(await Promise.all(frames));
}

describe('sharpPictures with animations', () => {
  it.each(['gif', 'webp'] as const)('keeps a %s moving, except in squares', async (format) => {
    const original = await animation(format, { frames: 4, widthPx: 400, heightPx: 250 });
    expect(await framesByName(original)).toEqual({ w320: 4, w160: 4, s256: 1 });
  });

  it('shows each frame for as long as the original does, and as often', async () => {
    const { files, picture } = await make(await animation('gif'));
    const { width, height, delay, loop } = await sharp(files[0]?.bytes).metadata();
    expect({ width, height, delay, loop }).toEqual({
      width: 160,
      height: 107,
      delay: [100, 100, 100],
      loop: 0,
    });
    expect(picture).toMatchObject({ widthPx: 300, heightPx: 200, dominantColour: '#00005a' });
  });

  it('puts every frame in its place, not only the first', async () => {
    const { files } = await make(await animation('webp', { frames: 3 }));
    const { data, info } = await sharp(files[0]?.bytes, { pages: -1 })
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const middleOf = (frame: number): number => (frame * 107 + 53) * info.width * 3 + 80 * 3;
    const reds = [0, 1, 2].map((frame) => data[middleOf(frame)] ?? 0);
    expect(reds[1]).toBeGreaterThan((reds[0] ?? 0) + 60);
    expect(reds[2]).toBeGreaterThan((reds[1] ?? 0) + 60);
  });

  it('shows the first frame of what has more than 200 frames', async () => {
    const tiny = { widthPx: 20, heightPx: 10 };
    expect(await framesByName(await animation('gif', { ...tiny, frames: 200 }))).toMatchObject({ w20: 200 });
    expect(await framesByName(await animation('gif', { ...tiny, frames: 201 }))).toMatchObject({ w20: 1 });
  });

  it('shows the first frame of what has more than 50 megapixels in all its frames', async () => {
    const canvas = { widthPx: 3000, heightPx: 3000 };
    const original = tinyFrames(canvas, 6, canvas);
    expect(await framesByName(original)).toMatchObject({ w1280: 1, w160: 1 });
  });
});
