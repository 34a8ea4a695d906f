import * as z from 'zod';
import { AwsError } from '../../core/aws-error.ts';
import type { Edge } from '../../core/edge.ts';
import { jsonProtocol } from '../../core/json-protocol.ts';
import { pageOf, positionOf, tokenOf } from '../../core/page.ts';
import { compileFilterPattern } from './filter-pattern.ts';
import type { LogFiles } from './log-files.ts';
import type { LogGroups } from './log-groups.ts';
import { type LogWriting, parse, requireGroup, writeOperations } from './write-operations.ts';

const paging = { limit: z.number().int().min(1).max(10_000).optional(), nextToken: z.string().optional() };
const describeGroups = z.object({
  ...paging,
  logGroupNamePrefix: z.string().default(''),
  logGroupNamePattern: z.string().default(''),
});
const describeStreams = z.object({
  ...paging,
  logGroupName: z.string(),
  logStreamNamePrefix: z.string().default(''),
  orderBy: z.enum(['LogStreamName', 'LastEventTime']).default('LogStreamName'),
  descending: z.boolean().default(false),
});
const times = { startTime: z.number().default(0), endTime: z.number().default(Number.POSITIVE_INFINITY) };
const filterEvents = z.object({
  ...paging,
  ...times,
  logGroupName: z.string(),
  logStreamNames: z.array(z.string()).optional(),
  logStreamNamePrefix: z.string().default(''),
  filterPattern: z.string().default(''),
});
const getEvents = z.object({
  ...paging,
  ...times,
  logGroupName: z.string(),
  logStreamName: z.string(),
  startFromHead: z.boolean().default(false),
});

const maxEvents = 10_000;
const maxDescribed = 50;

/** CloudWatch Logs. @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_Operations.html */
export function makeLogsEdge(files: LogFiles, groups: LogGroups, writing: LogWriting): Edge {
  async function* eventsOf(logGroup: string) {
    requireGroup(groups, logGroup);
    let index = 0;
    for await (const event of files.read(logGroup)) yield { ...event, index: index++ };
  }

  return jsonProtocol({
    name: 'logs',
    targetPrefix: 'Logs_20140328',
    version: '1.1',
    operations: {
      ...writeOperations(files, groups, writing),

      DescribeLogGroups(input) {
        const {
          logGroupNamePrefix,
          logGroupNamePattern,
          limit = maxDescribed,
          nextToken,
        } = parse(describeGroups, input);
        const found = groups
          .list()
          .filter(({ name }) => name.startsWith(logGroupNamePrefix) && name.includes(logGroupNamePattern));
        const { items, next } = page(found, limit, nextToken);
        if (logGroupNamePrefix !== '' && logGroupNamePattern !== '') {
          const sentence =
            'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.';
          throw new AwsError('InvalidParameterException', sentence);
        }
        const logGroups = items.map(({ name, arn, retentionInDays }) => ({
          logGroupName: name,
          logGroupArn: arn,
          arn: `${arn}:*`,
          ...(retentionInDays !== undefined && { retentionInDays }),
        }));
        return { logGroups, ...next };
      },

      async DescribeLogStreams(input) {
        const {
          logGroupName,
          logStreamNamePrefix,
          orderBy,
          descending,
          limit = maxDescribed,
          nextToken,
        } = parse(describeStreams, input);
        if (orderBy === 'LastEventTime' && logStreamNamePrefix !== '') {
          const sentence = 'Cannot order by LastEventTime with a logStreamNamePrefix.';
          throw new AwsError('InvalidParameterException', sentence);
        }
        const streams = new Map<string, { firstEventTimestamp: number; lastEventTimestamp: number }>();
        for await (const { stream, time } of eventsOf(logGroupName)) {
          if (!stream.startsWith(logStreamNamePrefix)) continue;
          const known = streams.get(stream);
          streams.set(stream, {
            firstEventTimestamp: known?.firstEventTimestamp ?? time,
            lastEventTimestamp: time,
          });
        }
        const written = [...streams].map(([logStreamName, stamps]) => ({
          ...{ logStreamName, creationTime: stamps.firstEventTimestamp },
          ...stamps,
        }));
        const empty = groups
          .emptyStreams(logGroupName)
          .filter(({ name }) => name.startsWith(logStreamNamePrefix) && !streams.has(name))
          .map(({ name, createdAtMs }) => ({ logStreamName: name, creationTime: createdAtMs }));
        const all: { logStreamName: string; creationTime: number; lastEventTimestamp?: number }[] = [
          ...written,
          ...empty,
        ];
        const byName = (a: { logStreamName: string }, b: { logStreamName: string }) =>
          a.logStreamName.localeCompare(b.logStreamName);
        all.sort(
          orderBy === 'LogStreamName'
            ? byName
            : (a, b) => (a.lastEventTimestamp ?? 0) - (b.lastEventTimestamp ?? 0),
        );
        if (descending) all.reverse();
        const { items, next } = page(all, limit, nextToken);
        return { logStreams: items, ...next };
      },

      async FilterLogEvents(input) {
        const wanted = parse(filterEvents, input);
        const matches = compileFilterPattern(wanted.filterPattern);
        const from = position(wanted.nextToken);
        const events: object[] = [];
        for await (const { stream, time, message, index } of eventsOf(wanted.logGroupName)) {
          if (index < from || time < wanted.startTime || time > wanted.endTime || !matches(message)) continue;
          if (
            !stream.startsWith(wanted.logStreamNamePrefix) ||
            wanted.logStreamNames?.includes(stream) === false
          )
            continue;
          if (events.length === (wanted.limit ?? maxEvents))
            return { events, searchedLogStreams: [], nextToken: token(index) };
          events.push({
            logStreamName: stream,
            timestamp: time,
            message,
            ingestionTime: time,
            eventId: String(index).padStart(56, '0'),
          });
        }
        return { events, searchedLogStreams: [] };
      },

      async GetLogEvents(input) {
        const {
          logGroupName,
          logStreamName,
          startTime,
          endTime,
          startFromHead,
          limit = maxEvents,
          nextToken,
        } = parse(getEvents, input);
        const all: { timestamp: number; message: string; ingestionTime: number }[] = [];
        let isKnown = groups.emptyStreams(logGroupName).some(({ name }) => name === logStreamName);
        for await (const { stream, time, message } of eventsOf(logGroupName)) {
          if (stream !== logStreamName) continue;
          isKnown = true;
          if (time >= startTime && time < endTime)
            all.push({ timestamp: time, message, ingestionTime: time });
        }
        if (!isKnown)
          throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');
        const backward = nextToken?.startsWith('b/') ?? false;
        const at = nextToken
          ? position(nextToken.slice(2))
          : startFromHead
            ? 0
            : Math.max(0, all.length - limit);
        const first = backward ? Math.max(0, at - limit) : at;
        const last = Math.min(all.length, backward ? at : at + limit);
        return {
          events: all.slice(first, last),
          nextForwardToken: `f/${token(last)}`,
          nextBackwardToken: `b/${token(first)}`,
        };
      },
    },
  });
}

const invalidToken = new AwsError('InvalidParameterException', 'The specified nextToken is invalid.');

function page<Item>(
  items: Item[],
  limit: number,
  nextToken: string | undefined,
): { items: Item[]; next: { nextToken?: string } } {
  const { items: found, next } = pageOf(items, limit, nextToken, invalidToken);
  return { items: found, next: next === undefined ? {} : { nextToken: next } };
}

const token = tokenOf;
const position = (nextToken: string | undefined): number => positionOf(nextToken, invalidToken);
