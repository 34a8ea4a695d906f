import { photoFile } from './photo-files.ts';
import { bundledWorker } from './run-worker.ts';

/**
 * npm run bench:memory-size — what the memory of the function costs and gains, computed from what can be measured on
 * any machine: the processor time of a photo on one core, and what further cores gain. Lambda gives a processor's
 * share in proportion to memory, a whole one at 1,769 MB
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html). The milliseconds are this machine's, the
 * shape of the curve holds for every one. Only a measurement on Lambda can tell the difference between arm64 and x86_64.
 */
const wholeProcessorMb = 1769;
const sizesMb = [512, 1024, 1536, 1769, 2048, 3008];
/** Reading the original, writing the files and the state: waits that no processor shortens. An assumption. */
const waitMs = 120;

const run = await bundledWorker();
const photo = await photoFile(12);
const smallest = (values: readonly number[]): number => Math.min(...values);
const one = run('ours', 15, [photo]);
const all = run('ours', 15, [photo], 'all');
const processorMs = smallest(one.processorMs);
const gain = Math.max(1, smallest(all.processorMs) / smallest(all.elapsedMs));

console.log(
  `12 MP: ${processorMs.toFixed(0)} ms of processor time; all cores instead of one: ${gain.toFixed(2)} × as fast.`,
);
console.log(`Assumed besides: ${waitMs} ms of waiting for S3 and DynamoDB.\n`);
console.log(['MB', 'ms', 'GB-s per 1,000 photos'].map((head) => head.padStart(22)).join(''));
for (const sizeMb of sizesMb) {
  const processors = sizeMb / wholeProcessorMb;
  const ms = waitMs + processorMs / Math.min(processors, gain);
  const gigabyteSeconds = (sizeMb / 1024) * ms;
  console.log(
    [sizeMb, ms.toFixed(0), gigabyteSeconds.toFixed(0)].map((cell) => String(cell).padStart(22)).join(''),
  );
}
