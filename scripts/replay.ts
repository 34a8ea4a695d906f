import { parseArgs } from 'node:util';
import {
  DescribeReplayCommand,
  EventBridgeClient,
  ListArchivesCommand,
  StartReplayCommand,
} from '@aws-sdk/client-eventbridge';
import { sandboxSettings } from './running-sandbox.ts';

/**
 * npm run replay -- --from 2026-11-20T10:00:00Z [--to …] [--rule <ARN>]… [--aws --stack shutterbus-dev]
 *
 * Sends the events that the archive kept in that time to the bus again: to all rules, or to those named. Consumers are
 * idempotent, so what they had already does nothing. Without --aws the running sandbox is meant; without --to, now.
 */
const { values } = parseArgs({
  options: {
    from: { type: 'string' },
    to: { type: 'string', default: new Date().toISOString() },
    rule: { type: 'string', multiple: true },
    aws: { type: 'boolean', default: false },
    stack: { type: 'string', default: 'shutterbus' },
  },
});
const [from, to] = [new Date(values.from ?? ''), new Date(values.to)];
if (Number.isNaN(from.getTime()) || Number.isNaN(to.getTime())) {
  console.error('Usage: npm run replay -- --from <time> [--to <time>] [--rule <ARN>] [--aws --stack <name>]');
  process.exit(2);
}

const client = new EventBridgeClient(values.aws ? {} : await sandboxSettings());
const { Archives = [] } = await client.send(new ListArchivesCommand({}));
const archive = Archives.find(({ EventSourceArn = '' }) =>
  EventSourceArn.split('/').at(-1)?.startsWith(values.stack),
);
if (!archive) throw new Error(`No archive of a bus ${values.stack} is known.`);

const ReplayName = `replay-${Date.now()}`;
const { EventSourceArn } = archive;
await client.send(
  new StartReplayCommand({
    ReplayName,
    EventSourceArn: archiveArn(EventSourceArn ?? '', archive.ArchiveName ?? ''),
    Destination: { Arn: EventSourceArn, ...(values.rule && { FilterArns: values.rule }) },
    EventStartTime: from,
    EventEndTime: to,
  }),
);
console.log(`${ReplayName}: ${from.toISOString()} to ${to.toISOString()} of ${archive.ArchiveName}`);
for (;;) {
  const { State, StateReason } = await client.send(new DescribeReplayCommand({ ReplayName }));
  if (State !== 'STARTING' && State !== 'RUNNING') {
    console.log(`${State}${StateReason ? `: ${StateReason}` : ''}`);
    process.exitCode = State === 'COMPLETED' ? 0 : 1;
    break;
  }
  await new Promise((resolve) => setTimeout(resolve, 1_000));
}

/** `arn:aws:events:<region>:<account>:event-bus/<bus>` → `…:archive/<archive>` */
function archiveArn(busArn: string, name: string): string {
  return busArn.replace(/:event-bus\/.*$/, `:archive/${name}`);
}
