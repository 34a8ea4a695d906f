import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { command, misuse } from './lib/command.ts';
import { root } from './lib/repository.ts';
import { runTogether, type Step } from './lib/steps.ts';

/**
 * npm test: everything that can be checked on a machine with nothing but Node and npm, in the order in which a
 * mistake is cheapest to find. The steps of a stage run side by side, and the first that fails ends all.
 *
 *   npm test                        all steps
 *   npm test -- --only unit         one step
 *   npm test -- --only unit -- media    one step, with further arguments for its tool
 */
command('npm test [-- --only <step>]… [-- <arguments of its tool>]');
const bin = (file: string): string => path.join(root, 'node_modules', file);
const cache = 'node_modules/.cache';
const results = `${cache}/test-results`;
const jest = bin('jest/bin/jest.js');

const stages: Step[][] = [
  [
    { name: 'types', what: 'type check', command: typeCheck('tsconfig.base.json') },
    {
      name: 'types-web',
      what: 'type check of the web app',
      command: typeCheck('packages/web/tsconfig.json'),
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
        ...['--cache', `${cache}/boundaries`, '--cache-strategy', 'content'],
        'services',
        'packages',
        'scripts',
        '.ci',
        'tests',
      ],
    },
    {
      name: 'unused',
      what: 'unused files, exports, dependencies',
      command: [bin('knip/bin/knip.js'), '--cache', '--cache-location', `${cache}/unused`],
    },
  ],
  [{ name: 'build', what: 'functions and web app', command: ['scripts/build.ts', '--without-native'] }],
  // The flows wait a good part of their time, and the units have use for it.
  [
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
  ],
];

const { values, positionals } = parseArgs({
  options: { only: { type: 'string', multiple: true } },
  allowPositionals: true,
});
const steps = stages.flat();
const unknown = values.only?.filter((name) => !steps.some((step) => step.name === name)) ?? [];
if (unknown.length > 0)
  misuse(`There is no step ${unknown.join(', ')}. Steps: ${steps.map(({ name }) => name).join(', ')}`);

mkdirSync(path.join(root, results), { recursive: true });
const chosen = stages.map((stage) => stage.filter(({ name }) => values.only?.includes(name) ?? true));
for (const stage of chosen) {
  const failed = await runTogether(stage.map(withArguments));
  if (failed === undefined) continue;
  console.error(`Again, this step alone: npm test -- --only ${failed}`);
  process.exit(1);
}
console.log(`\nAll ${chosen.flat().length} steps passed.`);

/** Files that are what they were, and import nothing that changed, are not looked at again. */
function typeCheck(config: string): string[] {
  const known = `${cache}/types/${config.replaceAll('/', '-')}.tsbuildinfo`;
  return [bin('typescript/bin/tsc'), '-p', config, '--incremental', '--tsBuildInfoFile', known];
}

function withArguments(step: Step): Step {
  // .ci/run adds up the results of whole steps.
  const report = step.command.includes(jest) && positionals.length === 0;
  const reporting = report ? ['--json', `--outputFile=${results}/${step.name}.json`] : [];
  return { ...step, command: [...step.command, ...reporting, ...positionals] };
}
