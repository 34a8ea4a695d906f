import sharp from 'sharp';
import { UnusablePictureError } from '../errors.ts';
import { sharpPictures } from './sharp-pictures.ts';
import { drawing, phoneExif, plain } from './test-images.ts';

const { make } = sharpPictures();
const sizes = ({ renditions }: Awaited<ReturnType<typeof make>>['picture']) =>
  renditions.map(({ name, widthPx, heightPx }) => `${name} ${widthPx}×${heightPx}`);

async function reasonOf(original: Uint8Array): Promise<string> {
  const error: unknown = await make(original).catch((thrown: unknown) => thrown);
  if (!(error instanceof UnusablePictureError)) throw new Error('was not refused', { cause: error });
  return error.reason.code;
}

describe('sharpPictures', () => {
  it('makes every rendition of a large photo, each a readable WebP of the size that is told', async () => {
    const { picture, files } = await make(await drawing(2000, 1333).jpeg().toBuffer());
    expect(picture).toMatchObject({ widthPx: 2000, heightPx: 1333 });
    expect(sizes(picture)).toEqual([
      'w1280 1280×853',
      'w640 640×427',
      's256 256×256',
      'w320 320×213',
      'w160 160×107',
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

  it('never enlarges, and gives a tiny original one rendition of its own size', async () => {
    expect(sizes((await make(await plain(700, 500).png().toBuffer())).picture)).toEqual([
      'w640 640×457',
      's256 256×256',
      'w320 320×229',
      'w160 160×114',
    ]);
    expect(sizes((await make(await plain(90, 60).png().toBuffer())).picture)).toEqual([
      'w90 90×60',
      's256 60×60',
    ]);
    expect(sizes((await make(await plain(1, 1).png().toBuffer())).picture)).toEqual(['w1 1×1', 's256 1×1']);
  });

  it('bounds the height of a very tall picture', async () => {
    const { picture } = await make(await plain(400, 40_000).png().toBuffer());
    expect(sizes(picture)).toEqual(['w320 13×1280', 's256 13×13', 'w160 6×640']);
  });

  it('turns the picture upright before it drops the orientation', async () => {
    const left = { input: await plain(200, 300, '#ff0000').png().toBuffer(), left: 0, top: 0 };
    // Orientation 6: the left of the stored picture is the top of the upright one.
    const original = plain(400, 300, '#0000ff').composite([left]).withMetadata({ orientation: 6 });
    const { picture, files } = await make(await original.jpeg().toBuffer());
    expect(picture).toMatchObject({ widthPx: 300, heightPx: 400 });
    const made = sharp(files[0]?.bytes);
    const { width, height, orientation } = await made.metadata();
    expect({ width, height, orientation }).toEqual({ width: 160, height: 213, orientation: undefined });
    // Statistics are always of a whole file, so the corner becomes one first.
    const corner = await made.extract({ left: 100, top: 0, width: 60, height: 90 }).png().toBuffer();
    const topRight = await sharp(corner).stats();
    expect(topRight.dominant).toMatchObject({ r: 248, b: 8 });
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
    expect(sizes(picture)).toEqual(['w160 160×107', 's256 107×107']);
  });

  it('refuses more than 50 megapixels by the header alone', async () => {
    const huge = await plain(8000, 6251).png({ compressionLevel: 1 }).toBuffer();
    expect(await reasonOf(huge.subarray(0, 1000))).toBe('too-many-pixels');
  });

  it('refuses what is cut off, empty or no picture', async () => {
    const whole = await drawing(800, 600).jpeg().toBuffer();
    expect(await reasonOf(whole.subarray(0, whole.length / 2))).toBe('unreadable');
    expect(await reasonOf(new Uint8Array())).toBe('unreadable');
    expect(await reasonOf(Buffer.from('just text'))).toBe('unreadable');
  });

  it.each([
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200"/>')],
    ['PDF', Buffer.from('%PDF-1.4\n')],
  ])('never opens a %s', async (_, bytes) => {
    expect(await reasonOf(bytes)).toBe('unreadable');
  });

  it('never opens an AVIF or a TIFF, which the library could', async () => {
    expect(await reasonOf(await plain(200, 100).avif().toBuffer())).toBe('unreadable');
    expect(await reasonOf(await plain(200, 100).tiff().toBuffer())).toBe('unreadable');
  });

  it('reads a photo whose EXIF is damaged', async () => {
    const original = await drawing(400, 300).withExif(phoneExif).jpeg().toBuffer();
    const start = original.indexOf('Exif\0\0') + 6;
    original.fill(0xff, start, start + 60);
    expect((await make(original)).picture.camera).toBeUndefined();
  });
});
