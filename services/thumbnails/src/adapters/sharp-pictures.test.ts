import type { Rejection } from '@shutterbus/contracts/fields';
import sharp, { type Sharp } from 'sharp';
import { blackPng } from '../../test/corpus/png.ts';
import { UnusablePictureError } from '../errors.ts';
import { sharpPictures } from './sharp-pictures.ts';
import { drawing, phoneExif, plain } from './test-images.ts';

const { make } = sharpPictures();
const sizes = ({ renditions }: Awaited<ReturnType<typeof make>>['picture']) =>
  renditions.map(({ name, widthPx, heightPx }) => `${name} ${widthPx}×${heightPx}`);

/** Red and blue by turns, one pixel wide: what halved colours would make purple. */
function striped({ widthPx, heightPx }: { widthPx: number; heightPx: number }): Sharp {
  const pixel = (at: number): number[] => ((at % widthPx) % 2 === 0 ? [255, 0, 0] : [0, 0, 255]);
  const data = Buffer.from(Array.from({ length: widthPx * heightPx }, (_, at) => pixel(at)).flat());
  return sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } });
}

async function refusal(original: Uint8Array): Promise<Rejection> {
  const error: unknown = await make(original).catch((thrown: unknown) => thrown);
  if (!(error instanceof UnusablePictureError)) throw new Error('was not refused', { cause: error });
  return error.reason;
}

describe('sharpPictures', () => {
  it('makes every rendition of a large photo, each a readable WebP of the size that is told', async () => {
    const { picture, files } = await make(await drawing(2000, 1333).jpeg().toBuffer());
    expect(picture).toMatchObject({ widthPx: 2000, heightPx: 1333 });
    expect(sizes(picture)).toEqual([
      'w1358 1358×905',
      'w679 679×452',
      's256 256×256',
      'w339 339×226',
      'w170 170×113',
    ]);
    for (const [index, { bytes }] of files.entries()) {
      const { format, width, height } = await sharp(bytes).metadata();
      const told = picture.renditions[index];
      expect({ format, width, height, size: bytes.length }).toEqual({
        format: 'webp',
        width: told?.widthPx,
        height: told?.heightPx,
        size: told?.sizeBytes,
      });
    }
  });

  it('gives a screenshot back pixel by pixel, and never enlarges', async () => {
    expect(sizes((await make(await plain(1080, 2400).png().toBuffer())).picture)[0]).toBe('w1080 1080×2400');
    expect(sizes((await make(await plain(90, 60).png().toBuffer())).picture)).toEqual([
      'w90 90×60',
      's60 60×60',
    ]);
    expect(sizes((await make(await plain(1, 1).png().toBuffer())).picture)).toEqual(['w1 1×1', 's1 1×1']);
  });

  it('turns the picture upright before it drops the orientation', async () => {
    const left = { input: await plain(200, 300, '#ff0000').png().toBuffer(), left: 0, top: 0 };
    // Orientation 6: the left of the stored picture is the top of the upright one.
    const original = plain(400, 300, '#0000ff').composite([left]).withMetadata({ orientation: 6 });
    const { picture, files } = await make(await original.jpeg().toBuffer());
    expect(picture).toMatchObject({ widthPx: 300, heightPx: 400 });
    const made = sharp(files[0]?.bytes);
    const { width, height, orientation } = await made.metadata();
    expect({ width, height, orientation }).toEqual({ width: 300, height: 400, orientation: undefined });
    // Statistics are always of a whole file, so the corner becomes one first.
    const corner = await made.extract({ left: 190, top: 0, width: 110, height: 180 }).png().toBuffer();
    const topRight = await sharp(corner).stats();
    expect(topRight.dominant).toMatchObject({ r: 248, b: 8 });
  });

  it.each([
    ['PNG', (picture: Sharp) => picture.png()],
    ['GIF', (picture: Sharp) => picture.gif({ dither: 0 })],
    ['lossless WebP', (picture: Sharp) => picture.webp({ lossless: true })],
  ])('keeps each colour of a small graphic in a %s where it was', async (_, stored) => {
    const stripes = { widthPx: 240, heightPx: 160 };
    const { files } = await make(await stored(striped(stripes)).toBuffer());
    const shown = await sharp(files[0]?.bytes).removeAlpha().raw().toBuffer();
    expect(shown.equals(await striped(stripes).raw().toBuffer())).toBe(true);
  });

  it('stores without loss neither what is larger nor what would weigh too much, as photos do', async () => {
    const lossless = async (original: Sharp) => {
      const { files } = await make(await original.png().toBuffer());
      return Buffer.from(files[0]?.bytes ?? []).includes('VP8L');
    };
    expect(await lossless(striped({ widthPx: 500, heightPx: 400 }))).toBe(true);
    expect(await lossless(striped({ widthPx: 600, heightPx: 500 }))).toBe(false);
    expect(await lossless(drawing(400, 300))).toBe(false);
  });

  it('reads the camera and leaves the place, and all other metadata, behind', async () => {
    const original = await drawing(400, 300).withExif(phoneExif).jpeg().toBuffer();
    expect((await sharp(original).metadata()).exif?.length).toBeGreaterThan(100);
    const { picture, files } = await make(original);
    expect(picture.camera).toEqual({
      make: 'Example',
      model: 'Pocket 3',
      lens: 'Example 5.7 mm',
      exposureSeconds: 0.008,
      aperture: 1.8,
      iso: 64,
      focalLengthMm: 5.7,
      capturedAt: '2026-11-21T09:30:00+01:00',
    });
    expect(JSON.stringify(picture)).not.toMatch(/gps|latitude|longitude/i);
    for (const { bytes } of files) {
      const { exif, icc, xmp } = await sharp(bytes).metadata();
      expect({ exif, icc, xmp }).toEqual({ exif: undefined, icc: undefined, xmp: undefined });
    }
  });

  it('gives a placeholder and the dominant colour', async () => {
    const { picture } = await make(await plain(400, 300, '#3060c0').jpeg().toBuffer());
    expect(picture.dominantColour).toMatch(/^#[23][0-9a-f][56][0-9a-f][bc][0-9a-f]$/);
    expect(Buffer.from(picture.placeholder ?? '', 'base64').length).toBeGreaterThan(4);
  });

  it.each([
    ['grey PNG', () => plain(300, 200).greyscale().png()],
    ['16-bit PNG', () => plain(300, 200).toColourspace('rgb16').png()],
    ['PNG with transparency', () => plain(300, 200).ensureAlpha(0.5).png()],
    ['palette GIF', () => plain(300, 200).gif()],
    ['CMYK JPEG', () => plain(300, 200).toColourspace('cmyk').jpeg()],
    ['progressive JPEG', () => plain(300, 200).jpeg({ progressive: true })],
    ['WebP', () => plain(300, 200).webp()],
  ])('reads a %s', async (_, source) => {
    const { picture } = await make(await source().toBuffer());
    expect(picture.dominantColour).toMatch(/^#[0-9a-f]{6}$/);
    expect(sizes(picture)).toEqual(['w300 300×200', 's200 200×200', 'w170 170×113']);
  });

  it('refuses what has too many pixels by the header alone, and says how many it may have', async () => {
    const huge = blackPng({
      widthPx: 15_001,
      heightPx: 10_000,
      bitDepth: 8,
      colourType: 2,
      interlaced: false,
    });
    expect(await refusal(huge.subarray(0, 1000))).toEqual({
      code: 'too-many-pixels',
      message: 'The picture has 151 megapixels; a PNG may have 150. Make it smaller, and upload that.',
    });
  });

  it.each([
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200"/>')],
    ['PDF', Buffer.from('%PDF-1.4\n')],
    ['text', Buffer.from('just text')],
    ['nothing', new Uint8Array()],
  ])('never opens %s', async (_, bytes) => {
    expect(await refusal(bytes)).toMatchObject({ code: 'type-mismatch' });
  });

  it('never opens a TIFF, which the library could', async () => {
    expect((await refusal(await plain(200, 100).tiff().toBuffer())).code).toBe('type-mismatch');
  });

  it('tells the type of the bytes, whatever was promised', async () => {
    const typeOf = async (picture: Sharp) => (await make(await picture.toBuffer())).picture.contentType;
    expect(await typeOf(plain(60, 40).jpeg())).toBe('image/jpeg');
    expect(await typeOf(plain(60, 40).webp())).toBe('image/webp');
    expect(await typeOf(plain(60, 40).avif({ effort: 0 }))).toBe('image/avif');
  });

  it('reads a photo whose EXIF is damaged', async () => {
    const original = await drawing(400, 300).withExif(phoneExif).jpeg().toBuffer();
    const start = original.indexOf('Exif\0\0') + 6;
    original.fill(0xff, start, start + 60);
    expect((await make(original)).picture.camera).toBeUndefined();
  });
});
