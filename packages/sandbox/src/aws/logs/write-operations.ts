import * as z from 'zod';
import { AwsError } from '../../core/aws-error.ts';
import type { JsonOperation } from '../../core/json-protocol.ts';
import type { LogSink } from '../../core/ports.ts';
import type { Principal } from '../../core/principal.ts';
import { readInput } from '../../core/read-input.ts';
import type { LogFiles } from './log-files.ts';
import { groupName, type LogGroups } from './log-groups.ts';

/** What happens to a line that was put by hand, beside being kept. */
export interface LogWriting {
  now(): number;
  /** Asked before a line is put, whoever puts it. */
  mayPut(caller: Principal, logGroup: string, logStream: string): void;
  /** Measures what the line says. */
  notice: LogSink['write'];
}

const day = 24 * 3600 * 1000;
/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
const oldestMs = 14 * day;
const newestMs = 2 * 3600 * 1000;
const mostEvents = 10_000;

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const retentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const group = z.object({ logGroupName: groupName });
const stream = group.extend({
  logStreamName: z.string().regex(/^[^:*]{1,512}$/, 'is no name of a log stream'),
});
const events = stream.extend({
  logEvents: z
    .array(z.object({ timestamp: z.number().int(), message: z.string().min(1) }))
    .min(1)
    .max(mostEvents),
});
const retention = group.extend({
  retentionInDays: z
    .number()
    .refine((days) => retentions.includes(days), `is one of ${retentions.join(', ')}`),
});

const exists = (what: string): AwsError =>
  new AwsError('ResourceAlreadyExistsException', `The specified log ${what} already exists`);

/** @throws AwsError `ResourceNotFoundException` */
export function requireGroup(groups: LogGroups, name: string): void {
  if (!groups.has(name))
    throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
}

/** @throws AwsError `InvalidParameterException` */
export function parse<Output>(schema: z.ZodType<Output>, input: unknown): Output {
  return readInput(schema, input, (sentence) => new AwsError('InvalidParameterException', sentence));
}

/** The operations that make groups, streams and events. Nothing is deleted by age. */
export function writeOperations(
  files: LogFiles,
  groups: LogGroups,
  { now, mayPut, notice }: LogWriting,
): Record<string, JsonOperation> {
  const inGroup = (input: unknown): string => {
    const { logGroupName } = parse(group, input);
    requireGroup(groups, logGroupName);
    return logGroupName;
  };
  async function hasStream(logGroup: string, name: string): Promise<boolean> {
    if (groups.emptyStreams(logGroup).some((one) => one.name === name)) return true;
    for await (const event of files.read(logGroup)) if (event.stream === name) return true;
    return false;
  }

  return {
    CreateLogGroup(input) {
      const { logGroupName } = parse(group, input);
      if (groups.has(logGroupName)) throw exists('group');
      groups.create(logGroupName);
    },
    DeleteLogGroup: (input) => groups.remove(inGroup(input)),
    async CreateLogStream(input) {
      const { logStreamName } = parse(stream, input);
      const logGroup = inGroup(input);
      if (await hasStream(logGroup, logStreamName)) throw exists('stream');
      groups.createStream(logGroup, logStreamName);
    },
    PutRetentionPolicy(input) {
      const { retentionInDays } = parse(retention, input);
      groups.setRetention(inGroup(input), retentionInDays);
    },
    DeleteRetentionPolicy: (input) => groups.setRetention(inGroup(input), undefined),
    async PutLogEvents(input, { caller }) {
      const { logStreamName, logEvents } = parse(events, input);
      const logGroup = inGroup(input);
      mayPut(caller, logGroup, logStreamName);
      if (!(await hasStream(logGroup, logStreamName)))
        throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');
      if (logEvents.some(({ timestamp }, index) => timestamp < (logEvents[index - 1]?.timestamp ?? 0))) {
        const sentence = 'Log events in a single PutLogEvents request must be in chronological order.';
        throw new AwsError('InvalidParameterException', sentence);
      }
      const tooOld = logEvents.filter(({ timestamp }) => timestamp < now() - oldestMs).length;
      const good = logEvents.filter(
        ({ timestamp }) => timestamp >= now() - oldestMs && timestamp <= now() + newestMs,
      );
      for (const { timestamp: time, message } of good) {
        files.append(logGroup, { time, stream: logStreamName, message });
        notice(caller, logGroup, logStreamName, message);
      }
      const rejected = {
        ...(tooOld > 0 && { tooOldLogEventEndIndex: tooOld }),
        ...(tooOld + good.length < logEvents.length && { tooNewLogEventStartIndex: tooOld + good.length }),
      };
      return {
        nextSequenceToken: String(now()).padStart(56, '0'),
        ...(Object.keys(rejected).length > 0 && { rejectedLogEventsInfo: rejected }),
      };
    },
  };
}
