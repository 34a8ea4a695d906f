import { existsSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { photoPixels } from '../../services/thumbnails/test/corpus/photo.ts';
import { cacheFolder } from './run-worker.ts';

/** Changes when photo.ts draws another picture. */
const drawing = 2;

/** A photo-like JPEG of 4 : 3, drawn once and kept. */
export function photoFile(megapixels: number, seed = 1): Promise<string> {
  return kept(`${megapixels}mp-${seed}`, async (file) => {
    const widthPx = Math.round(Math.sqrt((megapixels * 1e6 * 4) / 3));
    const photo = await photoPixels(widthPx, Math.round((widthPx * 3) / 4), seed);
    await photo.jpeg({ quality: 88 }).toFile(file);
  });
}

/** The largest photo that is accepted, from a smaller one. */
export async function largestPhotoFile(from: string, progressive: boolean): Promise<string> {
  return kept(`50mp-${progressive ? 'progressive' : 'baseline'}`, async (file) => {
    await sharp(from).resize(8164, 6123, { fit: 'fill' }).jpeg({ quality: 88, progressive }).toFile(file);
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
