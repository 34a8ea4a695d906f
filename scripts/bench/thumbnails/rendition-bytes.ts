import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { sharpPictures } from '../../../services/thumbnails/src/adapters/sharp-pictures.ts';
import type { RenditionFile } from '../../../services/thumbnails/src/ports.ts';
import { planRenditions, renditions } from '../../../services/thumbnails/src/renditions.ts';
import { naturalPictures } from '../../../services/thumbnails/test/corpus/natural.ts';
import { likenessOf } from '../../../services/thumbnails/test/correctness/likeness.ts';
import { row } from './table.ts';

/** Defaults of the library. */
const defaultQuality = 80;
const defaultEffort = 4;

/** Prints size and likeness of the files of the four widths, of the photo and of pictures that nothing was fitted to. */
export async function printFiles(photo: string): Promise<void> {
  console.log('\nkB of the four files (smallest likeness of any to a reduction from all pixels)');
  row(['', 'ours', 'defaults', 'at ours']);
  await printFilesOf('the photo of 12 MP', readFileSync(photo));
  for (const [name, draw] of Object.entries(naturalPictures))
    await printFilesOf(name, await (await draw(1900, 1425)).jpeg({ quality: 95 }).toBuffer());
  console.log(
    `"at ours": effort ${defaultEffort} with the least quality that is as alike as ours, of each width; or 100.`,
  );
}

async function printFilesOf(name: string, original: Buffer): Promise<void> {
  const { files: ours } = await sharpPictures({ ...renditions, square: [] }).make(original);
  const alike = await likenessOf(original, ours);
  const { width, height } = await sharp(original).metadata();
  const planned = planRenditions({ widthPx: width, heightPx: height });
  const defaults = await Promise.all(planned.map((one) => separately(original, one, defaultQuality)));
  const least: RenditionFile[] = [];
  for (const one of planned) least.push(await asAlike(original, one, alike[one.name] ?? 1));
  const cell = async (files: RenditionFile[]): Promise<string> => {
    const kilobytes = files.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1000;
    const smallest = Math.min(...Object.values(await likenessOf(original, files)));
    return `${kilobytes.toFixed(0)} (${smallest.toFixed(3)})`;
  };
  const cells = await Promise.all([ours, defaults, least].map(cell));
  row([name, ...cells.map((text) => text.padStart(13))]);
}

type Width = { name: string; widthPx: number };

async function separately(
  original: Buffer,
  { name, widthPx }: Width,
  quality: number,
): Promise<RenditionFile> {
  const bytes = await sharp(original).resize(widthPx).webp({ quality, effort: defaultEffort }).toBuffer();
  return { name, bytes };
}

async function asAlike(original: Buffer, width: Width, likeness: number): Promise<RenditionFile> {
  let [low, high] = [60, 100];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const found = await likenessOf(original, [await separately(original, width, middle)]);
    if ((found[width.name] ?? 0) >= likeness) high = middle;
    else low = middle + 1;
  }
  return separately(original, width, low);
}
