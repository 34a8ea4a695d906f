import * as z from 'zod';
import type { FoundLine } from '../aws/logs/log-files.ts';

/** A line of a log that belongs to a story. */
export interface StoryLine {
  at: number;
  requestId: string;
  /** Of the function that wrote it; absent where an API did. */
  functionName: string | undefined;
  /** What Lambda itself wrote. */
  platform?:
    | { is: 'start' }
    | { is: 'report'; durationMs: number; initMs?: number | undefined; failed: boolean };
  text: string;
}

/**
 * Reads the lines of all groups that `isWanted` takes, unparsed.
 * @param words one of which is in each of them, for a search that somebody else makes
 */
export type LogSearch = (
  isWanted: (raw: string) => boolean,
  words: readonly string[],
) => AsyncIterable<FoundLine>;

/** What may be a request's: an application has its own names for the fields in which it says them. */
const isId = /^[^\s"\\]{1,128}$/;
const requestIdIn = /[rR]equestId(?:\\?":\\?"|: )([^"\\\s]+)/;

/**
 * All lines of the requests that a correlation id stands in: first those that name it, then what else was written for the
 * same requests, Lambda's own lines among them.
 * @param field under which a line has the correlation id
 */
export async function storyLines(
  search: LogSearch,
  correlationId: string,
  field: string,
): Promise<StoryLine[]> {
  const ids = new Set<string>();
  const inText = JSON.stringify(correlationId).slice(1, -1);
  for await (const { message } of search((raw) => raw.includes(inText), [inText])) {
    const line = fieldsOf(message);
    if (line?.[field] !== correlationId) continue;
    for (const value of Object.values(line))
      if (typeof value === 'string' && isId.test(value)) ids.add(value);
  }
  const lines: StoryLine[] = [];
  if (ids.size === 0) return lines;
  for await (const found of search((raw) => ids.has(requestIdIn.exec(raw)?.[1] ?? ''), [...ids])) {
    const requestId = requestIdIn.exec(found.message)?.[1];
    if (requestId !== undefined) lines.push(lineOf(found, requestId));
  }
  return lines.sort((a, b) => a.at - b.at);
}

/** The correlation id that a request was logged with. */
export async function correlationOf(
  search: LogSearch,
  requestId: string,
  field: string,
): Promise<string | undefined> {
  for await (const { message } of search((raw) => requestIdIn.exec(raw)?.[1] === requestId, [requestId])) {
    const found = fieldsOf(message)?.[field];
    if (typeof found === 'string') return found;
  }
  return undefined;
}

const platformLine = z.object({
  type: z.enum(['platform.start', 'platform.report']),
  record: z.object({
    status: z.string().optional(),
    metrics: z.object({ durationMs: z.number(), initDurationMs: z.number().optional() }).optional(),
  }),
});

function lineOf({ group, stream, time, message }: FoundLine, requestId: string): StoryLine {
  const line = { at: time, requestId, functionName: functionOf(group, stream), text: message };
  const parsed = platformLine.safeParse(fieldsOf(message)).data;
  if (parsed) {
    const { metrics, status } = parsed.record;
    if (!metrics) return { ...line, platform: { is: 'start' } };
    const { durationMs, initDurationMs: initMs } = metrics;
    return { ...line, platform: { is: 'report', durationMs, initMs, failed: status !== 'success' } };
  }
  if (/^(START|END) RequestId/.test(message)) return { ...line, platform: { is: 'start' } };
  if (!message.startsWith('REPORT RequestId')) return line;
  const figure = (name: string) => new RegExp(`\t${name}: ([\\d.]+) ms`).exec(message)?.[1];
  const initMs = figure('Init Duration');
  const failed = message.includes('\tStatus: ');
  return {
    ...line,
    platform: {
      ...{ is: 'report', durationMs: Number(figure('Duration')), failed },
      ...(initMs !== undefined && { initMs: Number(initMs) }),
    },
  };
}

/** `2026/11/28/shop-Pay[7]9f…` is of shop-Pay; without a name in it, the group has it. */
export function functionOf(group: string, stream: string): string | undefined {
  const own = /^\d{4}\/\d{2}\/\d{2}\/([^[]*)\[/.exec(stream);
  return own ? own[1] || group.replace('/aws/lambda/', '') : undefined;
}

function fieldsOf(message: string): Record<string, unknown> | undefined {
  if (!message.startsWith('{')) return undefined;
  try {
    return JSON.parse(message) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
