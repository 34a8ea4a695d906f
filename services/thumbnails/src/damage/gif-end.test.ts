import sharp from 'sharp';
import { isCutGif } from './gif-end.ts';

const frameOf = (background: string) =>
  sharp({ create: { width: 40, height: 30, channels: 3, background } })
    .png()
    .toBuffer();

describe('isCutGif', () => {
  it('sees each cut, wherever it is, and none in a whole file', async () => {
    const frames = await Promise.all(['red', 'lime', 'blue'].map(frameOf));
    const gif = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    expect(isCutGif(gif)).toBe(false);
    expect(isCutGif(Buffer.concat([gif, Buffer.from('what some program wrote behind it')]))).toBe(false);
    for (let length = 13; length < gif.length; length += 1)
      expect(isCutGif(gif.subarray(0, length))).toBe(true);
  });
});
