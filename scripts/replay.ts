import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import {
  DescribeReplayCommand,
  EventBridgeClient,
  ListArchivesCommand,
  ListRulesCommand,
  StartReplayCommand,
} from '@aws-sdk/client-eventbridge';
import * as z from 'zod';
import { command, misuse } from './lib/command.ts';
import { sandboxSettings } from './lib/running-sandbox.ts';

/**
 * npm run replay -- --from 2026-11-20T10:00:00Z [--to …] [--rule <name or ARN>]… [--aws --stack shutterbus-dev]
 *
 * Sends the events that the archive kept in that time to the bus again: to all rules, or to those named, by a part of
 * their names. Consumers are idempotent, so what they had already does nothing. `--from` is included, `--to` is not;
 * without `--to`, now. Without --aws the running sandbox is meant.
 */
command('npm run replay -- --from <time> [--to <time>] [--rule <name>]… [--aws --stack <name>]');
const { values } = parseArgs({
  options: {
    from: { type: 'string' },
    to: { type: 'string', default: new Date().toISOString() },
    rule: { type: 'string', multiple: true, default: [] },
    aws: { type: 'boolean', default: false },
    stack: { type: 'string', default: 'shutterbus' },
  },
});
const from = timeOf('--from', values.from);
const to = timeOf('--to', values.to);
if (from >= to)
  misuse(`--from has to be before --to: ${from.toISOString()} is not before ${to.toISOString()}.`);

const client = new EventBridgeClient(values.aws ? {} : await sandboxSettings());
const { Archives = [] } = await client.send(new ListArchivesCommand({}));
// The bus is named after its stack; another stack's name may begin alike.
const archive = Archives.find(({ EventSourceArn = '' }) => nameIn(EventSourceArn) === values.stack);
if (!archive?.EventSourceArn)
  misuse(`No archive of a bus ${values.stack} is known. --stack names another root stack.`);
const busArn = archive.EventSourceArn;
const rules = await Promise.all(values.rule.map(ruleArn));

const ReplayName = `replay-${Date.now()}`;
await client.send(
  new StartReplayCommand({
    ReplayName,
    EventSourceArn: archiveArn(busArn, archive.ArchiveName ?? ''),
    Destination: { Arn: busArn, ...(rules.length > 0 && { FilterArns: rules }) },
    EventStartTime: from,
    EventEndTime: to,
  }),
);
console.log(`${ReplayName}: ${from.toISOString()} to ${to.toISOString()} of ${archive.ArchiveName}`);
console.log(rules.length > 0 ? `to ${rules.map(nameIn).join(', ')}` : 'to every rule of the bus');
for (;;) {
  const { State, StateReason } = await client.send(new DescribeReplayCommand({ ReplayName }));
  if (State !== 'STARTING' && State !== 'RUNNING') {
    console.log(`${State}${StateReason ? `: ${StateReason}` : ''}`);
    process.exitCode = State === 'COMPLETED' ? 0 : 1;
    break;
  }
  await wait(1000);
}

/** Without a zone a time would be another one on another machine, so it has to have one. */
function timeOf(option: string, text: string | undefined): Date {
  const parsed = z.iso.datetime({ offset: true }).safeParse(text);
  if (parsed.success) return new Date(parsed.data);
  misuse(
    `${option} ${text === undefined ? 'is missing' : `"${text}" is no time`}; write it as 2026-11-20T10:00:00Z.`,
  );
}

/** The one rule of the bus whose name holds `wanted`. */
async function ruleArn(wanted: string): Promise<string> {
  if (wanted.startsWith('arn:')) return wanted;
  const found: string[] = [];
  const EventBusName = nameIn(busArn);
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListRulesCommand({ EventBusName, NextToken }));
    for (const { Name = '', Arn = '' } of page.Rules ?? []) if (Name.includes(wanted)) found.push(Arn);
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  const [only, other] = found;
  if (only === undefined) misuse(`No rule of the bus has ${wanted} in its name.`);
  if (other !== undefined) misuse(`Several rules are meant: ${found.map(nameIn).join(', ')}.`);
  return only;
}

function nameIn(arn: string): string {
  return arn.split('/').at(-1) ?? arn;
}

/** `arn:aws:events:<region>:<account>:event-bus/<bus>` → `…:archive/<archive>` */
function archiveArn(ofBus: string, name: string): string {
  return ofBus.replace(/:event-bus\/.*$/, `:archive/${name}`);
}
