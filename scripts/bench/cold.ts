import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readArtifacts } from '../lib/artifacts.ts';
import { buildFunctions } from '../lib/build-functions.ts';
import { bundleOptions } from '../lib/bundle-options.ts';
import { readBundles } from '../lib/bundles.ts';
import { command } from '../lib/command.ts';
import { root } from '../lib/repository.ts';

/**
 * npm run bench:cold: what each function costs at a cold start: bytes of its bundle, and the time in which a new Node
 * process loads it. Beside them, in the same run, a handler that does nothing, and the smallest function of the same
 * libraries (packages/lambda/src/cold-start-reference.fixture.ts), bundled alike but with nothing left out of them.
 *
 *   npm run bench:cold -- --rounds 15 --only GetPhoto
 *
 * Every round loads each file once. What counts is the smallest of all rounds, since everything else that the machine
 * does only adds to it; and processor time (user and system, of all threads), since waiting for a busy processor is
 * none of it, and since a function of 256 MB gets a seventh of a processor.
 */
command('npm run bench:cold [-- --rounds 15] [--only <LogicalId>]');
const goal = 1.2;

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '15' }, only: { type: 'string' } },
});

const measure = `const startedAt = performance.now(), before = process.cpuUsage();
require(process.argv[1]);
const { user, system } = process.cpuUsage(before);
process.stdout.write([performance.now() - startedAt, (user + system) / 1000].join()); process.exit();`;

interface Loaded {
  name: string;
  file: string;
  sizeBytes: number;
  variables: Record<string, string>;
  /** Smallest so far, in milliseconds. */
  wallMs: number;
  cpuMs: number;
}

await buildFunctions();
const own = await mkdtemp(path.join(tmpdir(), 'shutterbus-cold-'));
try {
  const empty = loaded('an empty handler', await emptyHandler());
  const reference = loaded('the reference', await referenceFunction());
  const bundles = await readBundles();
  const functions = readArtifacts()
    .filter(({ name }) => values.only === undefined || name === values.only)
    .map(({ name, folder, variables }) => ({
      ...loaded(name, path.join(root, folder, 'index.js'), variables),
      sizeBytes: bundles[folder]?.sizeBytes ?? 0,
    }));
  for (const one of [empty, reference]) one.sizeBytes = (await stat(one.file)).size;

  for (let round = 0; round < Number(values.rounds); round += 1)
    for (const one of [empty, reference, ...functions]) load(one);

  console.log(`${'function'.padEnd(30)}     kB  load ms   cpu ms  × empty  × reference`);
  for (const { name, sizeBytes, wallMs, cpuMs } of [empty, reference, ...functions]) {
    const columns = [
      (sizeBytes / 1000).toFixed(0).padStart(6),
      wallMs.toFixed(1).padStart(8),
      cpuMs.toFixed(1).padStart(8),
      (wallMs / empty.wallMs).toFixed(1).padStart(8),
      (cpuMs / reference.cpuMs).toFixed(2).padStart(12),
    ];
    console.log(`${name.padEnd(30)} ${columns.join(' ')}`);
  }
  const slow = functions.filter(({ cpuMs }) => cpuMs > goal * reference.cpuMs).map(({ name }) => name);
  console.log(
    `\nload: wall time, × empty of it; cpu: processor time, × reference of it. Goal: ${goal} × reference.`,
  );
  console.log(slow.length === 0 ? 'Every function keeps to it.' : `Above it: ${slow.join(', ')}`);
} finally {
  await rm(own, { recursive: true, force: true });
}

async function emptyHandler(): Promise<string> {
  const file = path.join(own, 'empty.js');
  await writeFile(file, 'exports.handler = async () => {};\n');
  return file;
}

async function referenceFunction(): Promise<string> {
  const outfile = path.join(own, 'reference.js');
  const { build, stop } = await import('esbuild');
  const entry = 'packages/lambda/src/cold-start-reference.fixture.ts';
  await build({ ...bundleOptions, entryPoints: [entry], outfile });
  await stop();
  return outfile;
}

function loaded(name: string, file: string, variables: Record<string, string> = {}): Loaded {
  return {
    name,
    file,
    variables,
    sizeBytes: 0,
    wallMs: Number.POSITIVE_INFINITY,
    cpuMs: Number.POSITIVE_INFINITY,
  };
}

/** A new process loads the file. @throws Error with what the file says against it */
function load(one: Loaded): void {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['-e', measure, one.file], {
    encoding: 'utf8',
    env: { ...one.variables, AWS_REGION: 'eu-west-1', AWS_LAMBDA_FUNCTION_NAME: 'bench' },
  });
  if (status !== 0) throw new Error(`${one.file} does not load:\n${stderr}`);
  const [wallMs = Number.NaN, cpuMs = Number.NaN] = stdout.split(',').map(Number);
  one.wallMs = Math.min(one.wallMs, wallMs);
  one.cpuMs = Math.min(one.cpuMs, cpuMs);
}
