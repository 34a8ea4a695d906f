import { parseArgs } from 'node:util';
import {
  CloudWatchLogsClient,
  paginateDescribeLogGroups,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import * as z from 'zod';
import { CommandError, command, misuse } from './lib/command.ts';
import { sandboxSettings } from './lib/running-sandbox.ts';

/**
 * npm run trace -- <correlation id>: the way of one request or upload through the logs of all services.
 *
 *   npm run trace -- 6f9b1c62-…               on the running sandbox
 *   npm run trace -- 6f9b1c62-… --aws         in the account and region of the environment's credentials
 *   npm run trace -- 6f9b1c62-… --hours 24    looks further back than one hour
 */
command(`npm run trace -- <correlation id> [--hours 1] [--aws]
Every answer of the API carries the id in its header x-correlation-id.`);
const { values, positionals } = parseArgs({
  options: { aws: { type: 'boolean', default: false }, hours: { type: 'string', default: '1' } },
  allowPositionals: true,
});
const [correlationId] = positionals;
const hours = Number(values.hours);
if (!correlationId) misuse('Which way? Name it by its correlation id.');
if (!(hours > 0)) misuse(`--hours takes a number above 0, not "${values.hours}".`);

const line = z
  .object({ timestamp: z.string(), level: z.string(), service: z.string(), message: z.string() })
  .loose();
type Line = z.infer<typeof line> & { functionName: string };

const client = new CloudWatchLogsClient(values.aws ? {} : await sandboxSettings());
const lines: Line[] = [];
for await (const { logGroups = [] } of paginateDescribeLogGroups(
  { client },
  { logGroupNamePrefix: '/aws/lambda/' },
)) {
  await Promise.all(logGroups.map(({ logGroupName = '' }) => read(logGroupName)));
}

if (lines.length === 0)
  throw new CommandError(
    `No log line of the last ${hours} h carries the correlation id ${correlationId}. --hours 24 looks further back.`,
  );
const [first] = lines.sort((a, b) => a.timestamp.localeCompare(b.timestamp));
const startedAt = Date.parse(first?.timestamp ?? '');
for (const { timestamp, service, functionName, level, message } of lines) {
  const elapsed = `+${Date.parse(timestamp) - startedAt} ms`;
  console.log(
    `${elapsed.padStart(10)}  ${service.padEnd(14)} ${functionName.padEnd(30)} ${level.padEnd(5)} ${message}`,
  );
}
console.log(`\n${lines.length} lines of ${new Set(lines.map(({ service }) => service)).size} services`);

async function read(logGroupName: string): Promise<void> {
  const query = {
    logGroupName,
    filterPattern: `"${correlationId}"`,
    startTime: Date.now() - hours * 3_600_000,
  };
  for await (const { events = [] } of paginateFilterLogEvents({ client }, query)) {
    for (const { message = '', logStreamName = '' } of events) {
      const parsed = line.safeParse(parseJson(message));
      if (parsed.success) lines.push({ ...parsed.data, functionName: functionOf(logStreamName) });
    }
  }
}

/** `2026/11/28/shutterbus-Media-GetPhoto[7]9f…` is GetPhoto's; CloudFormation puts a random end behind the name. */
function functionOf(logStreamName: string): string {
  const [, name = logStreamName] = /^\d{4}\/\d{2}\/\d{2}\/([^[]+)\[/.exec(logStreamName) ?? [];
  const words = name.replace(/-[A-Za-z0-9]{12}$/, '').split('-');
  return words.at(-1) ?? name;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
