import { isWhole } from '@shutterbus/testing/sample';
import sharp from 'sharp';
import { sharpPictures } from '../../src/adapters/sharp-pictures.ts';
import { codedPicture, heicFile, heifFile, mirrored, turned } from '../corpus/heif.ts';
import { corners, seenCorners, storedFor, upright } from '../corpus/upright.ts';

async function cornersOf(bytes: Uint8Array): Promise<string[]> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number): string => {
    const offset = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * 3;
    const distances = Object.entries(corners).map(([name, colour]) => {
      const distance = colour.reduce(
        (sum, value, index) => sum + Math.abs(value - (data[offset + index] ?? 0)),
        0,
      );
      return { name, distance };
    });
    return distances.toSorted((a, b) => a.distance - b.distance)[0]?.name ?? '';
  };
  return [at(0.2, 0.2), at(0.8, 0.2), at(0.8, 0.8), at(0.2, 0.8)];
}

const orientations = [1, 2, 3, 4, 5, 6, 7, 8];

/** Each orientation in each format where everything is tried; else in one, by turns. */
const inFormats = <Format extends string>(...formats: Format[]): [Format, number][] =>
  formats.flatMap((format, index) =>
    orientations
      .filter((one) => isWhole || one % formats.length === index)
      .map((one): [Format, number] => [format, one]),
  );

async function expectUpright(original: Buffer): Promise<void> {
  const { picture, files } = await sharpPictures().make(original);
  expect(picture).toMatchObject({ widthPx: 400, heightPx: 300 });
  for (const { bytes } of files) expect(await cornersOf(bytes)).toEqual(seenCorners);
}

describe('EXIF orientation', () => {
  it.each(inFormats('jpeg', 'png', 'webp'))(
    'of a %s, %d, shows the picture upright, in every rendition',
    async (format, orientation) => {
      const stored = sharp(await storedFor[orientation]?.()).withMetadata({ orientation });
      await expectUpright(await stored.toFormat(format, { quality: 95 }).toBuffer());
    },
  );
});

/** The same transformations as boxes of a HEIF file: a turn against the clock, then a mirror. */
const boxes: Record<number, Buffer[]> = {
  1: [],
  2: [mirrored(1)],
  3: [turned(2)],
  4: [mirrored(0)],
  5: [turned(3), mirrored(1)],
  6: [turned(3)],
  7: [turned(3), mirrored(0)],
  8: [turned(1)],
};
/** What is seen of the upright picture when it is turned so. */
const seenTurned: Record<number, string[]> = {
  1: ['red', 'green', 'blue', 'grey'],
  2: ['green', 'red', 'grey', 'blue'],
  3: ['blue', 'grey', 'red', 'green'],
  4: ['grey', 'blue', 'green', 'red'],
  5: ['red', 'grey', 'blue', 'green'],
  6: ['grey', 'red', 'green', 'blue'],
  7: ['blue', 'green', 'red', 'grey'],
  8: ['green', 'blue', 'grey', 'red'],
};

/** EXIF says something else, as it does in a phone's file whose picture the boxes have turned already. */
async function exifThatSays(orientation: number): Promise<Buffer> {
  const carrier = sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } });
  const { exif } = await sharp(await carrier.withMetadata({ orientation }).jpeg().toBuffer()).metadata();
  if (!exif) throw new Error('no EXIF came out');
  return exif.subarray(6);
}

describe('the boxes that turn a HEIF file', () => {
  it.each(inFormats('heic', 'avif'))(
    '%s, as orientation %d does, once, whatever EXIF says',
    async (format, orientation) => {
      const coded = format === 'heic' ? heicFile('quarters') : await upright().avif({ effort: 0 }).toBuffer();
      const exif = await exifThatSays(6);
      const original = heifFile(codedPicture(coded), { properties: boxes[orientation] ?? [], exif });
      const { picture, files } = await sharpPictures().make(original);
      const isTurned = orientation >= 5;
      expect(picture).toMatchObject({ widthPx: isTurned ? 300 : 400, heightPx: isTurned ? 400 : 300 });
      for (const { bytes } of files) expect(await cornersOf(bytes)).toEqual(seenTurned[orientation]);
    },
  );
});
