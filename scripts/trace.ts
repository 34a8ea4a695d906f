import { parseArgs } from 'node:util';
import {
  CloudWatchLogsClient,
  paginateDescribeLogGroups,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import * as z from 'zod';
import { CommandError, command, misuse } from './lib/command.ts';
import { runningSandbox, sandboxSettings } from './lib/running-sandbox.ts';
import { causeFirst } from './trace/cause-first.ts';
import { readWays } from './trace/ways.ts';

/**
 * npm run trace -- <correlation id>: the way of one request or upload through the logs of all services, causes before
 * effects, with the rule, queue or stream that brought something to each function.
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
  .object({
    timestamp: z.string(),
    level: z.string(),
    service: z.string(),
    message: z.string(),
    eventId: z.string().optional(),
    causationId: z.string().optional(),
    /** Of the API. */
    route: z.string().optional(),
  })
  .loose();
type Line = z.infer<typeof line> & { functionName: string };

const settings = values.aws ? {} : await sandboxSettings();
const client = new CloudWatchLogsClient(settings);
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
const waysTo = await readWays(settings);
const startedAt = Math.min(...lines.map(({ timestamp }) => Date.parse(timestamp)));
const rows = causeFirst(lines).map((one) => ({ ...one, way: wayOf(one) }));
const width = Math.max(...rows.map(({ way }) => way.length));
for (const { timestamp, service, way, level, message } of rows) {
  const elapsed = `+${Date.parse(timestamp) - startedAt} ms`;
  console.log(
    `${elapsed.padStart(10)}  ${service.padEnd(14)} ${way.padEnd(width)}  ${level.padEnd(5)} ${message}`,
  );
}
console.log(`\n${lines.length} lines of ${new Set(lines.map(({ service }) => service)).size} services`);
if (!values.aws)
  console.log(
    `With its waits and deliveries: ${(await runningSandbox()).webUrl}/_sandbox/story/${encodeURIComponent(correlationId)}`,
  );

/** `rule OnMediaPublishedRule → OnMediaPublished`, `API → GetPhoto` */
function wayOf({ functionName, route, message }: Line): string {
  const detailType = /^Received (.+)$/.exec(message)?.[1];
  const stations = waysTo(functionName, detailType).map(
    ({ kind, names }) => `${kind} ${names.map(logicalId).join(' or ')}`,
  );
  return [...(route === undefined ? stations : ['API']), logicalId(functionName)].join(' → ');
}

/** CloudFormation puts the stacks' names before it and, in AWS, twelve random characters behind. */
function logicalId(name: string): string {
  const words = name.split('-');
  return words.at(values.aws && words.length > 1 ? -2 : -1) ?? name;
}

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

/** `2026/11/28/shutterbus-Media-GetPhoto[7]9f…` is of shutterbus-Media-GetPhoto. */
function functionOf(logStreamName: string): string {
  return /^\d{4}\/\d{2}\/\d{2}\/([^[]+)\[/.exec(logStreamName)?.[1] ?? logStreamName;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
