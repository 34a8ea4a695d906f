import { command } from '../../lib/command.ts';
import { compareWithLimits } from './compare.ts';
import { printLifetimeCosts } from './lifetime-cost.ts';
import { compileLimit, libraries } from './limit.ts';
import { photoFile } from './photo-files.ts';
import { printFiles } from './rendition-bytes.ts';
import { bundledWorker } from './run-worker.ts';
import { row } from './table.ts';

/**
 * npm run bench:thumbnails — what the renditions of a photo cost, on one core: processor time beside that of the least
 * that any program has to do with the same settings (limit.c), and beside that of four separate pipelines with the
 * library's defaults; peak memory of each; size and likeness of the files; memory over a run of photos; and, by
 * effort and quality, what a photo costs in its life. bench:decoders has the largest pictures.
 */
command('npm run bench:thumbnails');
const run = await bundledWorker();
const measurable = libraries.filter((which) => {
  const missing = compileLimit(which);
  if (missing) console.log(missing);
  return !missing;
});

const [photo12, photo48] = [await photoFile(12), await photoFile(48)];
await compareWithLimits('12 MP', photo12, measurable, run);
await compareWithLimits('48 MP', photo48, measurable, run);
await printFiles(photo12);

const count = 200;
const { residentMb, peakMb } = run('ours', count, [photo12, await photoFile(12, 2), await photoFile(8, 3)]);
/** A collection of garbage more or less is 5 MB either way, so ten photos are taken together. */
const around = (photo: number): number => mean(residentMb.slice(Math.max(0, photo - 5), photo + 5));
console.log(`\n${count} photos of 8 and 12 MP in one new environment`);
row(['resident MB after the', '1st', '10th', '50th', '100th', '200th']);
row(['one photo', ...[1, 10, 50, 100, 200].map((photo) => (residentMb[photo - 1] ?? 0).toFixed(0))]);
row(['mean of ten around', '', ...[10, 50, 100, 195].map((photo) => around(photo).toFixed(0))]);
row(['growth from around the 10th to the last ten', percent(around(count - 5) / around(10) - 1)]);
row(['largest after the 10th', Math.max(...residentMb.slice(10)).toFixed(0)]);
row(['peak MB', peakMb]);

await printLifetimeCosts(photo12);

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}
