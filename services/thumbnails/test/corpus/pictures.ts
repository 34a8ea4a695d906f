import sharp from 'sharp';
import { animation } from './animation.ts';
import type { CorpusCase } from './case.ts';
import { withProfile, withSegment } from './jpeg.ts';
import { blackPng, profileChunk } from './png.ts';
import { builtIn, corrupt, grey, truncated } from './profiles.ts';
import { smallPhoto } from './small-photo.ts';

/** Unusual files that are pictures all the same: each of them gets its renditions. */

const jpeg = async (): Promise<Buffer> => (await smallPhoto()).jpeg().toBuffer();

const renditionsOf = (cases: Record<string, () => Promise<Uint8Array>>): CorpusCase[] =>
  Object.entries(cases).map(([name, bytes]) => ({ name, ends: 'renditions', bytes }));

async function palette(): Promise<Buffer> {
  const holes = await (await smallPhoto()).ensureAlpha(0.5).png({ palette: true, colours: 16 }).toBuffer();
  const { hasAlpha } = await sharp(holes).metadata();
  if (!hasAlpha) throw new Error('a palette without transparency');
  return holes;
}

export const pictures: CorpusCase[] = [
  ...renditionsOf({
    JPEG: jpeg,
    'progressive JPEG': async () => (await smallPhoto()).jpeg({ progressive: true }).toBuffer(),
    'grey JPEG': async () => (await smallPhoto()).greyscale().jpeg().toBuffer(),
    'CMYK JPEG': async () => (await smallPhoto()).toColourspace('cmyk').jpeg().toBuffer(),
    'JPEG without subsampling': async () =>
      (await smallPhoto()).jpeg({ chromaSubsampling: '4:4:4' }).toBuffer(),
    PNG: async () => (await smallPhoto()).png().toBuffer(),
    'interlaced PNG': async () => (await smallPhoto()).png({ progressive: true }).toBuffer(),
    '16-bit PNG': async () => (await smallPhoto()).toColourspace('rgb16').png().toBuffer(),
    '16-bit grey PNG': async () => (await smallPhoto()).toColourspace('grey16').png().toBuffer(),
    'grey PNG with transparency': async () =>
      (await smallPhoto()).greyscale().ensureAlpha(0.5).png().toBuffer(),
    'PNG of two colours': async () =>
      blackPng({ widthPx: 300, heightPx: 200, bitDepth: 1, colourType: 3, interlaced: false }),
    'palette PNG with transparency': palette,
    WebP: async () => (await smallPhoto()).webp().toBuffer(),
    'lossless WebP with transparency': async () =>
      (await smallPhoto()).ensureAlpha(0.3).webp({ lossless: true, effort: 0 }).toBuffer(),
    GIF: async () => (await smallPhoto()).gif({ effort: 1 }).toBuffer(),
    'animated GIF': () => animation('gif'),
    'animated WebP': () => animation('webp'),
    'a single pixel as JPEG': async () => (await smallPhoto()).resize(1, 1).jpeg().toBuffer(),
    'a single pixel as PNG': async () => (await smallPhoto()).resize(1, 1).png().toBuffer(),
    'a single pixel as WebP': async () => (await smallPhoto()).resize(1, 1).webp().toBuffer(),
    'a single pixel as GIF': async () => (await smallPhoto()).resize(1, 1).gif().toBuffer(),
    '65,500 px wide and 1 px high': async () =>
      blackPng({ widthPx: 65_500, heightPx: 1, bitDepth: 8, colourType: 2, interlaced: false }),
    '65,500 px wide JPEG': async () =>
      sharp({ create: { width: 65_500, height: 20, channels: 3, background: '#3060c0' } })
        .jpeg()
        .toBuffer(),
    '65,500 px high JPEG': async () =>
      sharp({ create: { width: 20, height: 65_500, channels: 3, background: '#3060c0' } })
        .jpeg()
        .toBuffer(),
    'JPEG with the place it was taken at': async () =>
      (await smallPhoto())
        .withExif({ IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 30/1 0/1' } })
        .jpeg()
        .toBuffer(),
    'JPEG with a huge comment in its EXIF': async () =>
      (await smallPhoto())
        .withExif({ IFD0: { ImageDescription: 'x'.repeat(60_000) } })
        .jpeg()
        .toBuffer(),
    'JPEG with EXIF of nothing but 0xFF': async () =>
      withSegment(await jpeg(), 0xe1, Buffer.concat([Buffer.from('Exif\0\0'), Buffer.alloc(65_000, 0xff)])),
    'JPEG with forty EXIF blocks': async () =>
      Array.from({ length: 40 }).reduce<Buffer>(
        (file) => withSegment(file, 0xe1, Buffer.from('Exif\0\0MM\0*\0\0\0\x08\0\0', 'latin1')),
        await jpeg(),
      ),
  }),
  ...Array.from({ length: 8 }, (_, index) => index + 1).map(
    (orientation): CorpusCase => ({
      name: `EXIF orientation ${orientation}`,
      ends: 'renditions',
      bytes: async () => (await smallPhoto()).withMetadata({ orientation }).jpeg().toBuffer(),
    }),
  ),
  ...renditionsOf({
    'EXIF orientation 200': async () =>
      (await smallPhoto())
        .withExif({ IFD0: { Orientation: '200' } })
        .jpeg()
        .toBuffer(),
    'sRGB profile': async () => withProfile(await jpeg(), await builtIn('srgb')),
    'Display P3 profile': async () => withProfile(await jpeg(), await builtIn('p3')),
    'CMYK profile in a CMYK JPEG': async () =>
      (await smallPhoto()).toColourspace('cmyk').withIccProfile('cmyk').jpeg().toBuffer(),
    'grey profile in a grey JPEG': async () =>
      withProfile(await (await smallPhoto()).greyscale().jpeg().toBuffer(), grey()),
    'CMYK profile in an RGB JPEG': async () => withProfile(await jpeg(), await builtIn('cmyk')),
    'grey profile in an RGB JPEG': async () => withProfile(await jpeg(), grey()),
    'RGB profile in a grey JPEG': async () =>
      withProfile(await (await smallPhoto()).greyscale().jpeg().toBuffer(), await builtIn('p3')),
    'RGB profile in a CMYK JPEG': async () =>
      withProfile(await (await smallPhoto()).toColourspace('cmyk').jpeg().toBuffer(), await builtIn('p3')),
    'corrupt profile': async () => withProfile(await jpeg(), await corrupt()),
    'truncated profile': async () => withProfile(await jpeg(), await truncated()),
    'profile of 20 zero bytes': async () => withProfile(await jpeg(), Buffer.alloc(20)),
    'profile of two megabytes': async () => withProfile(await jpeg(), Buffer.alloc(2e6, 1)),
    'PNG with a Display P3 profile': async () => profiledPng(await builtIn('p3')),
    'PNG with a corrupt profile': async () => profiledPng(await corrupt()),
  }),
];

const profiledPng = (profile: Buffer): Buffer =>
  blackPng({ widthPx: 300, heightPx: 200, bitDepth: 8, colourType: 2, interlaced: false }, [
    profileChunk(profile),
  ]);
