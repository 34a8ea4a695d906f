import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { sharpPictures } from '../../../services/thumbnails/src/adapters/sharp-pictures.ts';
import { renditions } from '../../../services/thumbnails/src/renditions.ts';
import { peakMemoryMb } from '../../../services/thumbnails/test/hostile/peak-memory.ts';

/**
 * One of the ways to make the renditions, so many times, in a process of its own. The bench bundles this file as the
 * functions are bundled, because reading TypeScript takes memory that is none of the renditions'.
 *
 *   worker <ours|four|defaults> <rounds> <photo> …      the photos by turns
 *
 * Prints JSON: processor time of each round in ms, resident memory after each and its peak, in MB.
 */
const [way, rounds, ...files] = process.argv.slice(2);
const photos = files.map((file) => readFileSync(file));
const makers = {
  ours: sharpPictures().make,
  four: sharpPictures({ ...renditions, square: [] }).make,
  defaults: separatePipelines,
};
const makeRenditions = Object.entries(makers).find(([name]) => name === way)?.[1];
if (!makeRenditions) throw new Error('which way?');

const processorMs: number[] = [];
const residentMb: number[] = [];
for (let round = 0; round < Number(rounds); round += 1) {
  const photo = photos[round % photos.length];
  if (!photo) throw new Error('which photo?');
  const before = process.cpuUsage();
  await makeRenditions(photo);
  const { user, system } = process.cpuUsage(before);
  processorMs.push((user + system) / 1000);
  residentMb.push(process.memoryUsage.rss() / 2 ** 20);
}
console.log(JSON.stringify({ processorMs, residentMb, peakMb: peakMemoryMb() }));

/** What one writes first: a pipeline for each width, and the library's defaults. */
async function separatePipelines(photo: Buffer): Promise<void> {
  for (const { widthPx } of renditions.whole)
    await sharp(photo).autoOrient().resize(widthPx).webp().toBuffer();
}
