import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../repository.ts';
import { compileLimit, runLimit } from './limit.ts';
import { largestPhotoFile, photoFile } from './photo-files.ts';
import { bundledWorker } from './run-worker.ts';

/**
 * npm run bench:thumbnails — what the renditions of a photo cost, on one core: processor time beside that of the least
 * that any program has to do (limit.c) and beside that of four separate pipelines with the library's defaults; peak
 * memory of each; memory over a run of photos; and the largest photo that is accepted.
 *
 * "The four" are the WebP pictures of the four widths, with placeholder and colour; "all" adds the square.
 * Each is measured by turns; a figure is the smallest of all rounds, since other work on the machine only adds.
 */
const turns = 5;
const roundsOfATurn = 6;
/** Ours is 0 (sharp-pixels.ts); 2 is what the goals were set with. */
const efforts = [0, 2] as const;

const run = await bundledWorker();
const noLimit = compileLimit();
if (noLimit) console.log(noLimit);

const photos = { '12 MP': await photoFile(12), '48 MP': await photoFile(48) };
const row = (cells: (string | number)[]): void =>
  console.log(
    cells.map((cell, index) => (index === 0 ? String(cell).padEnd(46) : String(cell).padStart(14))).join(''),
  );
const smallest = (values: number[]): number => Math.min(...values);

for (const [name, photo] of Object.entries(photos)) {
  const four: number[] = [];
  const all: number[] = [];
  const defaults: number[] = [];
  const limits = efforts.map((effort) => ({
    effort,
    ms: [] as number[],
    decodeMs: [] as number[],
    peakMb: 0,
    scale: '',
  }));
  const peakMb = { four: 0, all: 0, defaults: 0 };
  for (let turn = 0; turn < turns; turn += 1) {
    for (const limit of noLimit ? [] : limits) {
      const { decodeMs, encodeMs, scale, peakMb: mb } = await runLimit(photo, roundsOfATurn, limit.effort);
      limit.ms.push(smallest(decodeMs) + smallest(encodeMs));
      limit.decodeMs.push(smallest(decodeMs));
      Object.assign(limit, { scale, peakMb: Math.max(limit.peakMb, mb) });
    }
    const made = run('four', roundsOfATurn, [photo]);
    four.push(smallest(made.processorMs));
    peakMb.four = Math.max(peakMb.four, made.peakMb);
    const madeAll = run('ours', roundsOfATurn, [photo]);
    all.push(smallest(madeAll.processorMs));
    peakMb.all = Math.max(peakMb.all, madeAll.peakMb);
    const separate = run('defaults', Math.ceil(roundsOfATurn / 2), [photo]);
    defaults.push(smallest(separate.processorMs));
    peakMb.defaults = Math.max(peakMb.defaults, separate.peakMb);
  }
  const mine = smallest(four);
  console.log(`\nRenditions of a JPEG of ${name}, one core`);
  row(['', 'ms', 'the four are', 'peak MB']);
  row(['ours, the four', mine.toFixed(0), '', peakMb.four.toFixed(0)]);
  row(['ours, all', smallest(all).toFixed(0), '', peakMb.all.toFixed(0)]);
  for (const { effort, ms, decodeMs, scale, peakMb: mb } of noLimit ? [] : limits) {
    const limit = smallest(ms);
    const parts = `decode at ${scale}: ${smallest(decodeMs).toFixed(0)}`;
    row([
      `limit, encoding at effort ${effort} (${parts})`,
      limit.toFixed(0),
      `${(mine / limit).toFixed(2)} ×`,
      mb.toFixed(0),
    ]);
  }
  const separate = smallest(defaults);
  row([
    'four separate pipelines with defaults',
    separate.toFixed(0),
    `${(mine / separate).toFixed(2)} ×`,
    peakMb.defaults.toFixed(0),
  ]);
}

const many = run('ours', 200, [photos['12 MP'], await photoFile(12, 2), await photoFile(8, 3)]);
/** A collection of garbage more or less is 5 MB either way, so ten photos are taken together. */
const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const aroundTenth = mean(many.residentMb.slice(5, 15));
const atEnd = mean(many.residentMb.slice(-10));
console.log('\n200 photos of 8 and 12 MP in one environment');
row(['resident MB around the 10th, of the last ten', aroundTenth.toFixed(0), atEnd.toFixed(0)]);
row(['growth', percent(atEnd / aroundTenth)]);
row(['peak MB', many.peakMb]);

const template = readFileSync(path.join(root, 'services/thumbnails/template.yaml'), 'utf8');
const memorySizeMb = Number(/OnMediaUploaded:[\s\S]*?MemorySize: (\d+)/.exec(template)?.[1]);
console.log(`\nThe largest photo that is accepted, 50 MP; the function has ${memorySizeMb} MB`);
for (const progressive of [false, true]) {
  const { peakMb } = run('ours', 3, [await largestPhotoFile(photos['48 MP'], progressive)]);
  row([
    progressive ? 'progressive JPEG, peak MB' : 'baseline JPEG, peak MB',
    peakMb,
    percent(peakMb / memorySizeMb, 0),
  ]);
}

/** @param less what counts as nothing: 1 for growth, 0 for a share */
function percent(ratio: number, less = 1): string {
  return `${((ratio - less) * 100).toFixed(0)} %`;
}
