import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build, type Plugin, stop } from 'esbuild';
import { bundleOptions } from '../lib/bundle-options.ts';
import { command } from '../lib/command.ts';
import { root } from '../lib/repository.ts';
import { slimLibraries } from '../lib/slim-bundle.ts';
import { median } from './measure.ts';

/**
 * npm run bench:parses: processor time in which a new Node process has parsed the item of a photo so many times: with zod
 * as it comes, which compiles a parser for each shape at its first use, and as functions have it, where a shape has to be
 * used often first (scripts/lib/slimmings/zod.ts). A page of twenty photos is twenty of these.
 */
command('npm run bench:parses');
const rounds = 15;
const counts = [1, 20, 100, 500, 1000, 5000];

const parsing = `
import { photoOf } from './services/media/src/adapters/photo-item.ts';
import items from './services/media/src/adapters/released-items.json';
const photo = items.find(({ type, status }) => type === 'PHOTO' && status === 'ready');
const before = process.cpuUsage();
let parses = 0;
const spent = ${JSON.stringify(counts)}.map((count) => {
  for (; parses < count; parses += 1) photoOf(photo);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
});
console.log(JSON.stringify(spent));`;

const folder = await mkdtemp(path.join(tmpdir(), 'shutterbus-parses-'));
try {
  const files = await Promise.all([bundled('as it comes', []), bundled('as in functions', [slimLibraries])]);
  await stop();
  const spent = files.map((): number[][] => []);
  for (let round = 0; round < rounds; round += 1)
    for (const [which, file] of files.entries()) spent[which]?.push(spentMs(file));
  const [before = [], after = []] = spent.map((runs) =>
    counts.map((_, at) => median(runs.map((run) => run[at] ?? Number.NaN))),
  );
  console.log('parses   as it comes   as in functions   ratio');
  for (const [at, count] of counts.entries()) {
    const [own = 0, other = 0] = [after[at], before[at]];
    const columns = [`${other.toFixed(1)} ms`.padStart(11), `${own.toFixed(1)} ms`.padStart(15)];
    console.log(
      `${String(count).padStart(6)}   ${columns.join('   ')}   ${(own / other).toFixed(2).padStart(5)}`,
    );
  }
} finally {
  await rm(folder, { recursive: true });
}

/** @returns the file */
async function bundled(name: string, plugins: Plugin[]): Promise<string> {
  const outfile = path.join(folder, `${name.replaceAll(' ', '-')}.js`);
  await build({ ...bundleOptions, stdin: { contents: parsing, resolveDir: root }, plugins, outfile });
  return outfile;
}

function spentMs(file: string): number[] {
  const { stdout, stderr, status } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}
