import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { photoPixels } from '../../../services/thumbnails/test/corpus/photo.ts';
import { cacheFolder } from './run-worker.ts';

/** Changes when photo.ts draws another picture, or its quality changes. */
const drawing = 3;
/** As a phone saves: the one of 12 megapixels has 2.7 MB. */
const quality = 95;

/** A photo-like JPEG of 4 : 3, drawn once and kept. */
export function photoFile(megapixels: number, seed = 1): Promise<string> {
  return kept(`${megapixels}mp-${seed}`, async (file) => {
    const widthPx = Math.round(Math.sqrt((megapixels * 1e6 * 4) / 3));
    const photo = await photoPixels(widthPx, Math.round((widthPx * 3) / 4), seed);
    await photo.jpeg({ quality }).toFile(file);
  });
}

/** The full picture of a common sensor, from a smaller one. */
export async function fullPhotoFile(from: string): Promise<string> {
  return kept('50mp', async (file) => {
    await sharp(readFileSync(from)).resize(8164, 6123, { fit: 'fill' }).jpeg({ quality }).toFile(file);
  });
}

async function kept(name: string, draw: (file: string) => Promise<void>): Promise<string> {
  const file = path.join(cacheFolder, `${name}-v${drawing}.jpg`);
  if (existsSync(file)) return file;
  mkdirSync(cacheFolder, { recursive: true });
  console.log(`Drawing ${name} (once) …`);
  await draw(`${file}.part.jpg`);
  renameSync(`${file}.part.jpg`, file);
  return file;
}
