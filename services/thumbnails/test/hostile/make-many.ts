import { readFileSync } from 'node:fs';
import { sharpPictures } from '../../src/adapters/sharp-pictures.ts';
import { outcomeOf } from './outcome.ts';
import { forgetPeakMemory, peakMemoryMb } from './peak-memory.ts';

/**
 * Makes the renditions of the files that are named, one after the other, as one environment of the function would, in
 * a process of its own, so that a crash and the memory of each can be seen. A line of JSON for each file.
 *
 *   node make-many.ts <file> …
 */
for (const file of process.argv.slice(2)) {
  const original = readFileSync(file);
  forgetPeakMemory();
  const startedAt = performance.now();
  const { outcome } = await outcomeOf(sharpPictures(), original);
  const ms = Math.round(performance.now() - startedAt);
  console.log(JSON.stringify({ file, outcome, peakMb: peakMemoryMb(), ms }));
}
