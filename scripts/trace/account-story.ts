import {
  CloudWatchLogsClient,
  paginateDescribeLogGroups,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import { storyOf } from '@shutterbus/sandbox/story/story';
import { type LogSearch, storyLines } from '@shutterbus/sandbox/story/story-lines';
import type { Story } from '@shutterbus/sandbox/story/story-row';

type FoundLine = LogSearch extends (...asked: never[]) => AsyncIterable<infer Line> ? Line : never;

/** Of functions and of APIs. */
const prefixes = ['/aws/lambda/', '/aws/apigateway/'];
/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html */
const longestPattern = 1024;

/**
 * The story as the sandbox puts it together, from the logs of an account alone: nobody keeps there what became of deliveries.
 * @param short what a function is called in the template
 */
export async function accountStory(
  correlationId: string,
  hours: number,
  short: (name: string) => string,
): Promise<Story> {
  const client = new CloudWatchLogsClient({});
  const startTime = Date.now() - hours * 3_600_000;
  const groups: string[] = [];
  for (const logGroupNamePrefix of prefixes)
    for await (const page of paginateDescribeLogGroups({ client }, { logGroupNamePrefix }))
      groups.push(...(page.logGroups ?? []).flatMap(({ logGroupName }) => logGroupName ?? []));

  async function linesOf(
    logGroupName: string,
    filterPattern: string,
    seen: Set<string>,
  ): Promise<FoundLine[]> {
    const lines: FoundLine[] = [];
    const query = { logGroupName, filterPattern, startTime };
    for await (const { events = [] } of paginateFilterLogEvents({ client }, query))
      for (const { message = '', timestamp: time = 0, logStreamName: stream = '', eventId } of events) {
        const id = `${logGroupName} ${stream} ${eventId}`;
        if (!seen.has(id)) lines.push({ group: logGroupName, stream, time, message });
        seen.add(id);
      }
    return lines;
  }

  const search: LogSearch = async function* (isWanted, words) {
    // A line may hold words of several patterns.
    const seen = new Set<string>();
    for (const pattern of patternsOf(words)) {
      const found = await Promise.all(groups.map((group) => linesOf(group, pattern, seen)));
      yield* found.flat().filter(({ message }) => isWanted(message));
    }
  };
  const lines = await storyLines(search, correlationId, 'correlationId');
  const placeOf = (name: string) => ({ lane: 'other', what: short(name) });
  return storyOf(correlationId, { lines, placeOf, lives: [], facts: [], mails: [], archived: [] });
}

/** `?"one" ?"two"`: one of them, as many in a pattern as it may hold. */
export function patternsOf(words: readonly string[]): string[] {
  const patterns: string[] = [];
  for (const word of words) {
    const term = `?"${word}"`;
    const last = patterns.at(-1);
    if (last === undefined || last.length + 1 + term.length > longestPattern) patterns.push(term);
    else patterns[patterns.length - 1] = `${last} ${term}`;
  }
  return patterns;
}
