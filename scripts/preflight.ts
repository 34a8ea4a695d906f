import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { command } from './lib/command.ts';
import { root } from './lib/repository.ts';
import { planStacks } from './release/planned-stacks.ts';
import { findConcurrency, findMail, findNames, findStackState, readDeployed } from './release/preflight.ts';
import { findLeftovers } from './release/stack-removal.ts';
import { knownStage, stageConfig, stageParameters } from './release/stage-config.ts';

/**
 * npm run preflight -- --stage staging [--stack <name>] [MailFrom=… MailIdentity=… ReserveConcurrency=false]: before a first deployment, whether this
 * account and region will take it: concurrency, sender of mails, names, what an earlier stack left. Parameters: those given here,
 * else those of samconfig.toml, of the stack that is there, of the template. Changes nothing. Ends with 1 when a deployment would fail.
 */
command('npm run preflight -- --stage dev|staging|prod [--stack <name>] [<Parameter>=<value> …]');
const { values, positionals } = parseArgs({
  options: { stage: { type: 'string' }, stack: { type: 'string' } },
  allowPositionals: true,
});
const stage = knownStage(values.stage);

const config = stageConfig(readFileSync(path.join(root, 'samconfig.toml'), 'utf8'), stage);
const stackName = values.stack ?? config.stackName;
const deployed = await readDeployed(stackName);
const parameters = stageParameters(config, positionals, deployed?.parameters ?? {});
const planned = planStacks(stackName, parameters, await new CloudFormationClient({}).config.region());
const reserves = deployed?.parameters.ReserveConcurrency === 'true' ? 0 : planned.reservedConcurrency;

const state = findStackState(stackName, stage, deployed);
const findings = [
  ...(await findConcurrency(reserves)),
  ...(await findMail(parameters.MailFrom ?? '', parameters.MailIdentity ?? '')),
  ...(await findNames(planned, deployed === undefined)),
  ...(deployed ? [] : (await findLeftovers(stackName)).map(leftBehind)),
  state,
];
const marks = { stops: '✗', hinders: '!', fine: '✓' };
for (const { weight, sentence } of findings) console.log(`${marks[weight]} ${sentence}`);
const stopping = findings.filter(({ weight }) => weight === 'stops').length;
console.log(
  stopping > 0
    ? `\nA deployment would fail: ${stopping} thing(s) marked ✗.`
    : '\nNothing here stops a deployment.',
);
process.exitCode = stopping > 0 ? 1 : 0;

function leftBehind({ type, id }: { type: string; id: string }) {
  const sentence = `An earlier stack left the ${type} ${id}. The new one will not use it; npm run teardown takes it away.`;
  return { weight: 'hinders' as const, sentence };
}
