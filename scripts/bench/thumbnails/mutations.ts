import { parseArgs } from 'node:util';
import { sharpPictures } from '../../../services/thumbnails/src/adapters/sharp-pictures.ts';
import { filesToMutate } from '../../../services/thumbnails/test/hostile/files-to-mutate.ts';
import { tryMutations } from '../../../services/thumbnails/test/hostile/mutate.ts';
import { command } from '../../lib/command.ts';

/**
 * npm run bench:mutations [-- --count 2000 --seed 1000] — random mutations of valid files: each ends in renditions or
 * in a rejection. A crash ends this process; any other error is printed with the seed that makes it again.
 */
command('npm run bench:mutations [-- --count 2000] [--seed 1000]');
const { values } = parseArgs({
  options: { count: { type: 'string', default: '2000' }, seed: { type: 'string', default: '1000' } },
});
const startedAt = performance.now();
const { outcomes, failures } = await tryMutations(sharpPictures(), await filesToMutate(), {
  count: Number(values.count),
  firstSeed: Number(values.seed),
});
const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
console.log(`${values.count} mutations in ${seconds} s:`, outcomes);
for (const { name, seed, error } of failures) console.error(`✗ ${name}, seed ${seed}:`, error);
if (failures.length > 0) process.exitCode = 1;
