import { parseArgs } from 'node:util';
import type { Story } from '@shutterbus/sandbox/story/story-row';
import { CommandError, command, misuse } from './lib/command.ts';
import { runningSandbox, sandboxSettings } from './lib/running-sandbox.ts';
import { accountStory } from './trace/account-story.ts';
import { printedStory } from './trace/printed-story.ts';
import { readWays } from './trace/ways.ts';

/**
 * npm run trace -- <correlation id>: what happened because of one request or upload, causes before effects, with the rule,
 * queue or stream that brought something to each function and what was written to its log.
 *
 *   npm run trace -- 6f9b1c62-…                       the story of the running sandbox, as /_sandbox/story shows it
 *   npm run trace -- 6f9b1c62-… --aws                 from the logs of the account and region of the environment's credentials
 *   npm run trace -- 6f9b1c62-… --aws --hours 24      looks further back than one hour
 */
command(`npm run trace -- <correlation id> [--aws [--hours 1]]
Every answer of the API carries the id in its header x-correlation-id.`);
const { values, positionals } = parseArgs({
  options: { aws: { type: 'boolean', default: false }, hours: { type: 'string' } },
  allowPositionals: true,
});
const [correlationId] = positionals;
const hours = Number(values.hours ?? '1');
if (!correlationId) misuse('Which way? Name it by its correlation id.');
if (!(hours > 0)) misuse(`--hours takes a number above 0, not "${values.hours}".`);
if (values.hours !== undefined && !values.aws)
  misuse('The sandbox tells all that it knows: --hours goes with --aws.');

const story = values.aws ? await accountStory(correlationId, hours, short) : await sandboxStory();
if (story.rows.length === 0)
  throw new CommandError(
    values.aws
      ? `No log line of the last ${hours} h carries the correlation id ${correlationId}. --hours 24 looks further back.`
      : `The sandbox knows nothing of the correlation id ${correlationId}.`,
  );
const waysTo = await readWays(values.aws ? {} : await sandboxSettings(), short);
for (const line of printedStory(story, waysTo)) console.log(line);
if (!values.aws) console.log(`\nAs a picture: ${await addressOf('story')}`);

/** CloudFormation puts the stacks' names before it and, in AWS, twelve random characters behind. */
function short(name: string): string {
  const words = name.split('-');
  return words.at(values.aws && words.length > 1 ? -2 : -1) ?? name;
}

async function sandboxStory(): Promise<Story> {
  const answer = await fetch(await addressOf('v1/stories'));
  if (!answer.ok) throw new CommandError(await answer.text());
  return (await answer.json()) as Story;
}

async function addressOf(what: string): Promise<string> {
  const { webUrl } = await runningSandbox();
  return `${webUrl}/_sandbox/${what}/${encodeURIComponent(String(correlationId))}`;
}
