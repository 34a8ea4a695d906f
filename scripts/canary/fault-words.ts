import type { Sandbox } from '@shutterbus/sandbox/sandbox';
import { functionOf } from '@shutterbus/sandbox/story/story-lines';
import * as z from 'zod';
import { jsonIn } from '../lib/json-in.ts';

/** What a function wrote of its own failure. */
const complaint = z.object({
  level: z.literal('ERROR'),
  message: z.string(),
  function_name: z.string(),
  error: z.object({ name: z.string(), message: z.string() }).optional(),
});
/** What Lambda wrote of a function that it ended. */
const ending = z.object({
  type: z.literal('platform.report'),
  record: z.object({ status: z.enum(['timeout', 'error', 'failure']), errorType: z.string().optional() }),
});

/** Quickly, of a line as it is on disk. */
const looksBad = (text: string): boolean => text.includes('ERROR') || text.includes('platform.report');

/** So many different ones say enough. */
const most = 12;

/**
 * What the functions' logs say of faults, the most frequent first, with how often: an alarm tells that something was wrong, and no more.
 * @param since in milliseconds of AWS time
 */
export async function faultWords(
  search: Sandbox['services']['searchLogs'],
  since: number,
): Promise<string[]> {
  const counts = new Map<string, number>();
  for await (const { time, group, stream, message } of search(looksBad)) {
    const words = time < since ? undefined : wordsOf(functionOf(group, stream) ?? stream, jsonIn(message));
    if (words !== undefined) counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, most)
    .map(([words, count]) => `${count} × ${words}`);
}

function wordsOf(functionName: string, line: unknown): string | undefined {
  const said = complaint.safeParse(line).data;
  if (said) {
    const { function_name: name, message, error } = said;
    return `${name}: ${message}${error ? ` — ${error.name}: ${error.message.split('\n')[0]}` : ''}`;
  }
  const ended = ending.safeParse(line).data?.record;
  // What a function threw it wrote itself, above; a hook's probes are refused without a word.
  return ended && (ended.status !== 'error' || ended.errorType?.startsWith('Runtime.'))
    ? `${functionName}: ended by Lambda, ${ended.status} ${ended.errorType ?? ''}`.trimEnd()
    : undefined;
}
