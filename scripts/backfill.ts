import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { CloudFormationClient, DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { CommandError, command, explain, misuse } from './lib/command.ts';
import { sandboxSettings } from './lib/running-sandbox.ts';

/**
 * npm run backfill: makes the renditions of old photos as the list (services/thumbnails/src/renditions.ts) has them now.
 *
 *   npm run backfill                                 every photo that is ready, on the running sandbox
 *   npm run backfill -- --dry-run                    counts them and asks for nothing
 *   npm run backfill -- --cursor <cursor>            goes on where an earlier run ended
 *   npm run backfill -- --page-size 100 --pause 0    photos in a page (25), seconds between pages (1)
 *   npm run backfill -- --aws --stack shutterbus-prod
 *
 * It asks the media service page by page and reads no table itself; the work is done by events, behind the queue of the
 * uploads. A photo whose renditions are as they should be stays as it is, so a second run changes nothing.
 */
command(
  'npm run backfill -- [--page-size 25] [--pause 1] [--cursor …] [--dry-run] [--aws --stack <root stack>]',
);
const { pageSize, pauseSeconds, ...options } = commandLine();
const answerSchema = z.object({ requested: z.int().min(0), cursor: z.string().optional() });
const failureSchema = z.object({ errorMessage: z.string() });
let { cursor } = options;
const settings = options.aws ? {} : await sandboxSettings();
const lambda = new LambdaClient(settings);
const FunctionName = await functionOf(options.stack).catch(giveUp);
const correlationId = `backfill-${randomUUID()}`;

let photos = 0;
for (let page = 1; ; page += 1) {
  const answer = await request().catch(giveUp);
  photos += answer.requested;
  cursor = answer.cursor;
  console.log(
    `Page ${page}: ${photos} photos so far${cursor === undefined ? '' : ` · next: --cursor ${cursor}`}`,
  );
  if (cursor === undefined) break;
  await pause(pauseSeconds * 1000);
}
if (options.dryRun) console.log(`${photos} photos are ready. Nothing was asked for.`);
else {
  console.log(
    `Asked for the renditions of ${photos} photos; those that are out of date are being made anew.`,
  );
  console.log(`Their way through the logs: npm run trace -- ${correlationId}${options.aws ? ' --aws' : ''}`);
}

async function request() {
  const { Payload, FunctionError } = await lambda.send(
    new InvokeCommand({
      FunctionName,
      Qualifier: 'live',
      Payload: JSON.stringify({ limit: pageSize, cursor, dryRun: options.dryRun, correlationId }),
    }),
  );
  const payload: unknown = JSON.parse(Buffer.from(Payload ?? '').toString('utf8'));
  if (FunctionError !== undefined)
    throw new Error(failureSchema.safeParse(payload).data?.errorMessage ?? FunctionError);
  return answerSchema.parse(payload);
}

/** Its name is CloudFormation's making: it is found by its logical id, in the nested stack of its service. */
async function functionOf(rootStack: string): Promise<string> {
  const client = new CloudFormationClient(settings);
  const find = async (StackName: string, LogicalResourceId: string): Promise<string> => {
    const { StackResources = [] } = await client.send(
      new DescribeStackResourcesCommand({ StackName, LogicalResourceId }),
    );
    const id = StackResources[0]?.PhysicalResourceId;
    if (id === undefined) throw new Error(`the stack ${StackName} has no ${LogicalResourceId}`);
    return id;
  };
  return find(await find(rootStack, 'Media'), 'RequestRenditions');
}

function giveUp(error: unknown): never {
  const why = explain(error)?.message ?? (error instanceof Error ? error.message : String(error));
  const next =
    cursor === undefined
      ? 'No page was asked for; run it again.'
      : `Nothing is lost. To go on: npm run backfill -- --cursor ${cursor}`;
  throw new CommandError(`The page could not be asked for: ${why}\n${next}`);
}

function commandLine() {
  const { values } = parseArgs({
    options: {
      'page-size': { type: 'string', default: '25' },
      pause: { type: 'string', default: '1' },
      cursor: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      aws: { type: 'boolean', default: false },
      stack: { type: 'string' },
    },
  });
  const { aws, stack, cursor, 'dry-run': dryRun } = values;
  const [pageSize, pauseSeconds] = [Number(values['page-size']), Number(values.pause)];
  if (!(Number.isInteger(pageSize) && pageSize >= 1 && pageSize <= 100))
    misuse('--page-size takes 1 to 100.');
  if (!(pauseSeconds >= 0 && pauseSeconds <= 3600)) misuse('--pause takes seconds, at most 3600.');
  if (aws && stack === undefined) misuse('--aws needs --stack, the name of the root stack.');
  return { pageSize, pauseSeconds, cursor, dryRun, aws, stack: stack ?? 'shutterbus' };
}
