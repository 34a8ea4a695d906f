import sharp from 'sharp';
import { sharpLinkPreviews } from './sharp-link-previews.ts';
import { drawing, plain } from './test-images.ts';

const previewOf = async (rendition: Uint8Array) => {
  const { bytes, widthPx, heightPx } = await sharpLinkPreviews().make(rendition);
  const { format, width, height, exif, icc } = await sharp(bytes).metadata();
  expect({ width, height, exif, icc }).toEqual({ width: widthPx, height: heightPx });
  expect(bytes.length).toBeLessThanOrEqual(300_000);
  return `${format} ${width}×${height}`;
};

describe('sharpLinkPreviews', () => {
  it('makes a JPEG of at most 1,200 px in width, and enlarges nothing', async () => {
    expect(await previewOf(await plain(1280, 960).webp().toBuffer())).toBe('jpeg 1200×900');
    expect(await previewOf(await plain(960, 1280).webp().toBuffer())).toBe('jpeg 960×1280');
    expect(await previewOf(await plain(1, 1).webp().toBuffer())).toBe('jpeg 1×1');
  });

  it('shows the upper part of what is very tall', async () => {
    expect(await previewOf(await plain(885, 16_383).webp().toBuffer())).toBe('jpeg 885×1770');
  });

  it('stays below 300 kB with nothing but grain', async () => {
    const grain = await drawing(1280, 2560, 90).webp({ quality: 95, effort: 0 }).toBuffer();
    expect(await previewOf(grain)).toMatch(/^jpeg \d+×\d+$/);
  });

  it('shows what is transparent on white', async () => {
    const clear = await plain(60, 40).ensureAlpha(0).webp({ lossless: true }).toBuffer();
    const { dominant } = await sharp((await sharpLinkPreviews().make(clear)).bytes).stats();
    expect(dominant).toEqual({ r: 248, g: 248, b: 248 });
  });
});
