import sharp from 'sharp';
import { animation } from '../../test/corpus/animation.ts';
import { tinyFrames } from '../../test/corpus/gif.ts';
import { chunk } from '../../test/corpus/png.ts';
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
    expect(await framesByName(original)).toEqual({ w400: 4, w175: 4, s250: 1 });
  });

  it('shows each frame for as long as the original does, and as often', async () => {
    const { files, picture } = await make(await animation('gif'));
    const { width, height, delay, loop } = await sharp(files[0]?.bytes).metadata();
    expect({ width, height, delay, loop }).toEqual({
      width: 300,
      height: 200,
      delay: [100, 100, 100],
      loop: 0,
    });
    expect(picture).toMatchObject({ widthPx: 300, heightPx: 200, dominantColour: '#00005a' });
  });

  it('tells of a GIF that lost its last frames, which decoders take for whole', async () => {
    const whole = await animation('gif');
    expect((await make(whole)).picture.notes).toBeUndefined();
    expect((await make(whole.subarray(0, whole.length * 0.6))).picture.notes).toEqual({ damaged: {} });
  });

  it('puts every frame in its place, not only the first', async () => {
    const { files } = await make(await animation('webp', { frames: 3 }));
    const { data, info } = await sharp(files[0]?.bytes, { pages: -1 })
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const middleOf = (frame: number): number => (frame * 200 + 100) * info.width * 3 + 150 * 3;
    const reds = [0, 1, 2].map((frame) => data[middleOf(frame)] ?? 0);
    expect(reds[1]).toBeGreaterThan((reds[0] ?? 0) + 60);
    expect(reds[2]).toBeGreaterThan((reds[1] ?? 0) + 60);
  });

  it('keeps many small frames moving', async () => {
    const original = tinyFrames({ widthPx: 60, heightPx: 60 }, 518);
    expect(await framesByName(original)).toMatchObject({ w60: 518 });
    expect((await make(original)).picture.notes).toBeUndefined();
  });

  it.each([
    ['frames', tinyFrames({ widthPx: 20, heightPx: 10 }, 5001), 5001],
    [
      'pixels in all its frames',
      tinyFrames({ widthPx: 3000, heightPx: 3000 }, 6, { widthPx: 3000, heightPx: 3000 }),
      6,
    ],
  ])('shows the first frame of what has too many %s, and says so', async (_, original, frames) => {
    const { picture, files } = await make(original);
    for (const { bytes } of files) expect((await sharp(bytes).metadata()).pages ?? 1).toBe(1);
    expect(picture.notes).toEqual({ motionDropped: { frames } });
  });

  it('shows the first picture of an animated PNG, which no decoder here plays, and says so', async () => {
    const still = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#ff0000' } })
      .png()
      .toBuffer();
    const control = chunk('acTL', Buffer.from([0, 0, 0, 3, 0, 0, 0, 0]));
    const animated = Buffer.concat([still.subarray(0, 33), control, still.subarray(33)]);
    expect((await make(animated)).picture.notes).toEqual({ motionDropped: { frames: 3 } });
  });
});
