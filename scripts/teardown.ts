import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { command } from './lib/command.ts';
import { findLeftovers, readStack, removeAll } from './release/stack-removal.ts';
import { knownStage } from './release/stage-config.ts';

/**
 * npm run teardown -- --stage dev [--yes]: takes a stage away with everything that it holds. Lists what there is and
 * asks; for prod it wants the stack's name typed, and --yes is not taken for an answer. Ends by listing what remains.
 * Uses the credentials and the region of the environment, in an account; a sandbox is emptied by `npm start -- --fresh`.
 */
command('npm run teardown -- --stage dev|staging|prod [--stack <name>] [--yes]');
const { values } = parseArgs({
  options: {
    stage: { type: 'string' },
    stack: { type: 'string' },
    yes: { type: 'boolean', default: false },
  },
});
const stage = knownStage(values.stage);
const stackName = values.stack ?? `shutterbus-${stage}`;
const isProd = stage === 'prod' || stackName.includes('prod');

const stack = await readStack(stackName);
const found = stack.length > 0 ? stack : await findLeftovers(stackName);
if (found.length === 0) {
  console.log(`${stackName}: nothing is there.`);
  process.exit(0);
}
console.log(`${stackName} holds, for good:`);
for (const { type, id } of found) console.log(`  ${type}  ${id}`);

if (isProd || !values.yes) {
  const wanted = isProd ? stackName : 'yes';
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`Type ${wanted} to delete all of it: `);
  terminal.close();
  if (answer.trim() !== wanted) {
    console.error('Nothing was deleted.');
    process.exit(1);
  }
}

await removeAll(stackName, found, (sentence) => console.log(sentence));
const left = [...(await readStack(stackName)), ...(await findLeftovers(stackName))];
for (const { type, id } of left) console.log(`remains: ${type}  ${id}`);
console.log(left.length === 0 ? 'Nothing remains.' : `${left.length} things remain.`);
process.exitCode = left.length === 0 ? 0 : 1;
