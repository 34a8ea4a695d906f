import { readFileSync } from 'node:fs';
import { sharpPictures } from '../../../services/thumbnails/src/adapters/sharp-pictures.ts';
import { outcomeOf } from '../../../services/thumbnails/test/hostile/outcome.ts';
import { peakMemoryMb } from '../../../services/thumbnails/test/hostile/peak-memory.ts';

/** Makes the renditions of one file, or of none, and prints JSON: how it ended, peak memory in MB, milliseconds. */
const [, , file] = process.argv;
const startedAt = performance.now();
const outcome = file && (await outcomeOf(sharpPictures(), readFileSync(file))).outcome;
console.log(
  JSON.stringify({ outcome, peakMb: peakMemoryMb(), ms: Math.round(performance.now() - startedAt) }),
);
