import { readFileSync } from 'node:fs';
import sharp, { type Sharp } from 'sharp';
import { planRenditions } from '../../../services/thumbnails/src/renditions.ts';
import { naturalPictures } from '../../../services/thumbnails/test/corpus/natural.ts';
import { likenessOf } from '../../../services/thumbnails/test/correctness/likeness.ts';
import { memorySizeMb } from './function-settings.ts';
import { onDemandPrices, pricesAsOf } from './prices.ts';
import { row } from './table.ts';

/** What is sent when somebody looks at a photo: once in a list, once in a larger one, once by itself. */
const sentWidths = 3;
const views = [5, 20, 100];
/** A photo is kept this long. */
const months = 12;

interface Setting {
  name: string;
  encode(picture: Sharp): Sharp;
}

const webp = (effort: number, quality: number): Setting => ({
  name: `WebP, effort ${effort}, quality ${quality}`,
  encode: (picture) => picture.webp({ effort, quality }),
});
const avif = (effort: number, quality: number): Setting => ({
  name: `AVIF, effort ${effort}, quality ${quality}`,
  encode: (picture) => picture.avif({ effort, quality, chromaSubsampling: '4:2:0' }),
});

const settings: Setting[] = [
  ...[0, 1, 2, 4, 6].flatMap((effort) => [80, 84, 88].map((quality) => webp(effort, quality))),
  ...[0, 4].flatMap((effort) => [60, 70].map((quality) => avif(effort, quality))),
];

/**
 * Prints what a photo costs in its life with each effort and quality: encoding it once, keeping it, and sending it at each view.
 * Means over a photo-like picture and those that nothing was fitted to; SSIM is the smallest of each picture's renditions.
 */
export async function printLifetimeCosts(photo: string): Promise<void> {
  const originals = [
    readFileSync(photo),
    ...(await Promise.all(
      Object.values(naturalPictures).map(async (draw) =>
        (await draw(1900, 1425)).jpeg({ quality: 95 }).toBuffer(),
      ),
    )),
  ];
  console.log(`\nWhat a photo costs in its life, by prices of ${pricesAsOf}, in millionths of a dollar`);
  row(['', 'ms', 'kB', 'SSIM', ...views.map((count) => `${count} views`)]);
  for (const setting of settings) {
    const found = { ms: 0, bytes: 0, sentBytes: 0, likeness: 0 };
    for (const original of originals) {
      const one = await encodeAll(original, setting);
      found.ms += one.ms / originals.length;
      found.bytes += one.bytes / originals.length;
      found.sentBytes += one.sentBytes / originals.length;
      found.likeness += one.likeness / originals.length;
    }
    const costs = views.map((count) => costOf(found, count).toFixed(0));
    row([
      setting.name,
      found.ms.toFixed(0),
      (found.bytes / 1000).toFixed(0),
      found.likeness.toFixed(4),
      ...costs,
    ]);
  }
}

/** In millionths of a dollar. */
function costOf(
  { ms, bytes, sentBytes }: { ms: number; bytes: number; sentBytes: number },
  count: number,
): number {
  const { lambdaGbSecond, cloudFrontGb, s3GbMonth } = onDemandPrices;
  const made = (ms / 1000) * (memorySizeMb / 1024) * lambdaGbSecond;
  const kept = (bytes / 1e9) * s3GbMonth * months;
  const sent = (sentBytes / 1e9) * cloudFrontGb * count;
  return (made + kept + sent) * 1e6;
}

async function encodeAll(original: Buffer, { encode }: Setting) {
  // Of all pixels, not of those that the decoder has reduced: what differs is to be the encoder's doing.
  const { data: all, info: size } = await sharp(original).raw().toBuffer({ resolveWithObject: true });
  const whole = { width: size.width, height: size.height, channels: size.channels };
  const files: { name: string; bytes: Buffer }[] = [];
  let ms = 0;
  for (const { name, widthPx, heightPx } of planRenditions({ widthPx: size.width, heightPx: size.height })) {
    const { data, info } = await sharp(all, { raw: whole })
      .resize(widthPx, heightPx, { fit: 'fill' })
      .raw()
      .toBuffer({ resolveWithObject: true });
    const before = process.cpuUsage();
    const bytes = await encode(
      sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } }),
    ).toBuffer();
    const { user, system } = process.cpuUsage(before);
    ms += (user + system) / 1000;
    files.push({ name, bytes });
  }
  const likeness = Math.min(...Object.values(await likenessOf(original, files)));
  const sizes = files.map(({ bytes }) => bytes.length);
  const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
  return { ms, bytes: sum(sizes), sentBytes: sum(sizes.slice(0, sentWidths)), likeness };
}
