import sharp, { type Sharp } from 'sharp';
import { photoPixels } from './photo.ts';

const raw = { width: 400, height: 300, channels: 3 as const };
let drawn: Promise<Buffer> | undefined;

/** 400 × 300 px, drawn once. */
export async function smallPhoto(): Promise<Sharp> {
  drawn ??= photoPixels(raw.width, raw.height).then((photo) => photo.raw().toBuffer());
  return sharp(await drawn, { raw });
}
