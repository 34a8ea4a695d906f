import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { largest } from '../../../services/thumbnails/test/corpus/largest.ts';
import { command } from '../../lib/command.ts';
import { memorySizeMb } from './function-settings.ts';
import { bundled, cacheFolder, onOneCore, output } from './run-worker.ts';
import { row } from './table.ts';

/**
 * npm run bench:decoders — what the decoders need for the largest pictures that are taken: for each way of storing one
 * (packages/contracts/src/uploads/limits.ts) the files that are worst in memory, each in a process of its own with the
 * function's settings. Ends with 1 when one needs more than 60 % of the function's memory, or is not shown.
 */
command('npm run bench:decoders');
const mostOfMemory = 0.6;
/** Changes when one of the files is drawn in another way. */
const drawing = 3;

const worker = await bundled('decode-one');
const empty = JSON.parse(output([process.execPath, worker])).peakMb;
console.log(`The function has ${memorySizeMb} MB; before the first picture it uses ${empty}.`);
row(['', 'megapixels', 'peak MB', 'share', 'bytes/px', 'ms']);
let isWithin = true;
for (const [index, { name, megapixels, bytes }] of largest.entries()) {
  const file = path.join(cacheFolder, `largest-${index}-v${drawing}`);
  mkdirSync(cacheFolder, { recursive: true });
  if (!existsSync(file)) writeFileSync(file, await bytes());
  const { outcome, peakMb, ms } = JSON.parse(output(onOneCore([process.execPath, worker, file])));
  const share = peakMb / memorySizeMb;
  if (outcome !== 'renditions' || share > mostOfMemory) isWithin = false;
  const perPixel = ((peakMb - empty) * 2 ** 20) / (megapixels * 1e6);
  row([name, megapixels.toFixed(1), peakMb, `${(share * 100).toFixed(0)} %`, perPixel.toFixed(2), ms]);
  if (outcome !== 'renditions') console.log(`  ✗ ${outcome}`);
}
console.log(isWithin ? 'Each stays within 60 %.' : '✗ Not all stay within 60 %.');
if (!isWithin) process.exitCode = 1;
