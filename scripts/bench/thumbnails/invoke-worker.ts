import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { peakMemoryMb } from '../../../services/thumbnails/test/hostile/peak-memory.ts';

/**
 * One environment of a built function: loads its bundle, and hands it the same event so many times.
 *
 *   invoke-worker <bundle> <event.json> <times>
 *
 * Prints JSON: milliseconds of each invocation, the first with the loading, and peak memory in MB.
 */
const [bundle = '', event = '', times] = process.argv.slice(2);
const text = readFileSync(event, 'utf8');
const elapsedMs: number[] = [];
let startedAt = performance.now();
const { handler } = createRequire(import.meta.url)(bundle);
for (let count = 0; count < Number(times); count += 1) {
  const answer = await handler(JSON.parse(text), {});
  if (answer.batchItemFailures.length > 0) throw new Error('the function failed');
  elapsedMs.push(performance.now() - startedAt);
  startedAt = performance.now();
}
console.log(JSON.stringify({ elapsedMs, peakMb: peakMemoryMb() }));
