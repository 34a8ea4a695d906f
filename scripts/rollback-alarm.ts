import { parseArgs } from 'node:util';
import { command, misuse } from './lib/command.ts';
import { setRollbackAlarm } from './release/rollback-triggers.ts';
import { knownStage } from './release/stage-config.ts';

/**
 * npm run rollback-alarm -- --stage prod [--minutes 10] [--off]: after the first deployment of a stage, lets CloudFormation take back a whole
 * deployment, and not only the functions in their canary, when one of the alarms rings that stop a release; also for some minutes
 * afterwards. CloudFormation keeps it for all later deployments; `sam deploy` has no option for it. Takes these minutes itself.
 */
command('npm run rollback-alarm -- --stage dev|staging|prod [--stack <name>] [--minutes 10] [--off]');
const { values } = parseArgs({
  options: {
    stage: { type: 'string' },
    stack: { type: 'string' },
    minutes: { type: 'string', default: '10' },
    off: { type: 'boolean', default: false },
  },
});
const stage = knownStage(values.stage);
const minutes = Number(values.minutes);
if (!Number.isInteger(minutes) || minutes < 0 || minutes > 180)
  misuse('--minutes says for how long after a deployment; 0 to 180.');
console.log(await setRollbackAlarm(values.stack ?? `shutterbus-${stage}`, values.off ? undefined : minutes));
