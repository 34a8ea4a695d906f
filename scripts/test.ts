import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './lib/repository.ts';

/**
 * npm test: everything that can be checked on a machine with nothing but Node and npm, in the order in which a
 * mistake is cheapest to find. It stops at the first step that fails.
 *
 *   npm test                        all steps
 *   npm test -- --only unit         one step
 *   npm test -- --only unit -- media    one step, with further arguments for its tool
 */
interface Step {
  name: string;
  what: string;
  command: string[];
}

const bin = (file: string): string => path.join(root, 'node_modules', file);
const tsc = bin('typescript/bin/tsc');
const results = 'node_modules/.cache/test-results';
const jest = bin('jest/bin/jest.js');

const steps: Step[] = [
  { name: 'types', what: 'type check', command: [tsc, '-p', 'tsconfig.base.json'] },
  {
    name: 'types-web',
    what: 'type check of the web app',
    command: [tsc, '-p', 'packages/web/tsconfig.json'],
  },
  {
    name: 'lint',
    what: 'lint and format',
    command: [bin('@biomejs/biome/bin/biome'), 'ci', '--error-on-warnings'],
  },
  {
    name: 'boundaries',
    what: 'who may import whom',
    command: [
      bin('dependency-cruiser/bin/dependency-cruiser.mjs'),
      'services',
      'packages',
      'scripts',
      '.ci',
      'tests',
    ],
  },
  { name: 'unused', what: 'unused files, exports, dependencies', command: [bin('knip/bin/knip.js')] },
  { name: 'build', what: 'functions and web app', command: ['scripts/build.ts', '--without-native'] },
  {
    name: 'unit',
    what: 'units, contracts, templates',
    command: [jest, '-c', 'tests/jest.config.mjs'],
  },
  {
    name: 'flows',
    what: 'the whole app over HTTP',
    command: [jest, '-c', 'tests/jest.flows.config.mjs'],
  },
];

const { values, positionals } = parseArgs({
  options: { only: { type: 'string', multiple: true } },
  allowPositionals: true,
});
const unknown = values.only?.filter((name) => !steps.some((step) => step.name === name)) ?? [];
if (unknown.length > 0) {
  console.error(`There is no step ${unknown.join(', ')}. Steps: ${steps.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

mkdirSync(path.join(root, results), { recursive: true });
const chosen = steps.filter(({ name }) => values.only?.includes(name) ?? true);
for (const { name, what, command } of chosen) {
  console.log(`\n▸ ${name} — ${what}`);
  const startedAt = performance.now();
  // .ci/run adds up the results of whole steps.
  const report = command.includes(jest) && positionals.length === 0;
  const reporting = report ? ['--json', `--outputFile=${results}/${name}.json`] : [];
  const code = await run([...command, ...reporting, ...positionals]);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  if (code !== 0) {
    console.error(`✗ ${name} failed after ${seconds} s. Again, this step alone: npm test -- --only ${name}`);
    process.exit(1);
  }
  console.log(`✓ ${name} (${seconds} s)`);
}
console.log(`\nAll ${chosen.length} steps passed.`);

function run(command: string[]): Promise<number> {
  const node = ['--disable-warning=ExperimentalWarning', ...command];
  const child = spawn(process.execPath, node, { cwd: root, stdio: 'inherit' });
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
}
