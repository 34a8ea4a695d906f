import { sample } from '@shutterbus/testing/sample';
import type { Sharp } from 'sharp';
import { sharpPictures } from '../../src/adapters/sharp-pictures.ts';
import { naturalPictures } from '../corpus/natural.ts';
import { photoPixels } from '../corpus/photo.ts';
import { likenessOf } from './likeness.ts';

/** No larger than it takes to have every rendition: what counts is the number of pixels that are drawn and compared. */
const size = [1240, 620] as const;

type Draw = () => Promise<Sharp>;
const originals: [string, Draw][] = [
  ['a photo-like one, given back pixel by pixel', () => photoPixels(...size, 1)],
  ['a photo-like one, so wide that the decoder reduces it too', () => photoPixels(3000, 1500, 3)],
  ...Object.entries(naturalPictures).map(([name, draw]): [string, Draw] => [name, () => draw(...size)]),
];

describe('renditions, beside a reduction from all pixels', () => {
  it.each(sample(originals, 1))('are alike to 0.98 and more: %s', async (_, draw) => {
    const original = await (await draw()).jpeg({ quality: 95 }).toBuffer();
    const likeness = await likenessOf(original, (await sharpPictures().make(original)).files);
    expect(Object.keys(likeness)).toHaveLength(4);
    expect(Math.min(...Object.values(likeness))).toBeGreaterThanOrEqual(0.98);
  });
});
