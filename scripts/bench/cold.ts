import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readArtifacts } from '../artifacts.ts';
import { buildFunctions } from '../build-functions.ts';
import { readBundles } from '../bundles.ts';
import { root } from '../repository.ts';
import { median } from './measure.ts';

/**
 * npm run bench:cold: what each function costs at a cold start, beside a handler that does nothing: bytes of its
 * bundle, and the time in which a new Node process loads it. All in one run, one after the other in each round, so that
 * what else the machine does falls on all of them.
 */
const rounds = 9;

const measure = `const startedAt = performance.now(); require(process.argv[1]);
process.stdout.write(String(performance.now() - startedAt)); process.exit();`;

await buildFunctions();
const own = await mkdtemp(path.join(tmpdir(), 'shutterbus-cold-'));
const empty = path.join(own, 'index.js');
await writeFile(empty, 'exports.handler = async () => {};\n');

try {
  const bundles = await readBundles();
  const files = [
    { name: 'an empty handler', file: empty, sizeBytes: 34, variables: {} },
    ...readArtifacts().map(({ name, folder, variables }) => ({
      ...{ name, variables, sizeBytes: bundles[folder]?.sizeBytes ?? 0 },
      file: path.join(root, folder, 'index.js'),
    })),
  ];
  const times = files.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1)
    for (const [index, { file, variables }] of files.entries()) times[index]?.push(load(file, variables));

  const loads = files.map((each, index) => ({ ...each, milliseconds: median(times[index] ?? []) }));
  const nothing = loads[0]?.milliseconds ?? 1;
  console.log(`${'function'.padEnd(30)}     kB   load ms   × empty`);
  for (const { name, sizeBytes, milliseconds } of loads) {
    const columns = [
      (sizeBytes / 1000).toFixed(0).padStart(6),
      milliseconds.toFixed(1).padStart(9),
      (milliseconds / nothing).toFixed(0).padStart(9),
    ];
    console.log(`${name.padEnd(30)} ${columns.join(' ')}`);
  }
  const all = loads.slice(1).map(({ milliseconds }) => milliseconds);
  console.log(`\nmedian ${median(all).toFixed(1)} ms, slowest ${Math.max(...all).toFixed(1)} ms`);
} finally {
  await rm(own, { recursive: true, force: true });
}

/** Milliseconds in which a new process loads the file. @throws Error with what the file says against it */
function load(file: string, variables: Record<string, string>): number {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['-e', measure, file], {
    encoding: 'utf8',
    env: { ...variables, AWS_REGION: 'eu-west-1', AWS_LAMBDA_FUNCTION_NAME: 'bench' },
  });
  if (status !== 0) throw new Error(`${file} does not load:\n${stderr}`);
  return Number(stdout);
}
