import type { StoryRow } from '@shutterbus/sandbox/story/story-row';
import * as z from 'zod';
import { jsonIn } from '../lib/json-in.ts';

/** What a line of a function's log tells of the way. */
const loggedStep = z.object({
  service: z.string(),
  level: z.string(),
  message: z.string(),
  correlationId: z.string().optional(),
  /** The event that was received or, of a relay, sent. */
  eventId: z.string().optional(),
  /** What the function was called for, where that is no event, or what led to the event that a relay sent. */
  causationId: z.string().optional(),
  /** Of the API. */
  route: z.string().optional(),
});
export type LoggedStep = z.infer<typeof loggedStep>;

/** What a function wrote in its own words; other text is Lambda's or a library's. */
export function stepOf(text: string): LoggedStep | undefined {
  return text.startsWith('{') ? loggedStep.safeParse(jsonIn(text)).data : undefined;
}

export const stepsOf = ({ lines }: Pick<StoryRow, 'lines'>): LoggedStep[] =>
  lines.flatMap(({ text }) => stepOf(text) ?? []);

const isSent = ({ message }: LoggedStep): boolean => message.startsWith('Sent ');

/** The event, request or message that a function worked on when it wrote the line. */
const workOf = (step: LoggedStep): string | undefined =>
  isSent(step) ? undefined : (step.eventId ?? step.causationId);

type Row = Pick<StoryRow, 'at' | 'lines'>;

/**
 * Rows in the order of what led to what, and by their times where neither led to the other. Times alone will not do in an
 * account, where each machine has a clock of its own.
 */
export function causeFirst<One extends Row>(rows: readonly One[]): One[] {
  const left = rows.toSorted((a, b) => a.at - b.at);
  const said = left.flatMap((row) => stepsOf(row).map((step) => ({ row, step })));
  const causes = new Map(
    left.map((row) => [row, new Set(stepsOf(row).flatMap((step) => causeOf(step, said) ?? []))]),
  );
  const ordered: One[] = [];
  while (left.length > 0) {
    const isFree = (row: One): boolean =>
      left.every((other) => other === row || causes.get(row)?.has(other) !== true);
    // The first row has no cause among the others, unless they name one another in a circle.
    ordered.push(...left.splice(Math.max(left.findIndex(isFree), 0), 1));
  }
  return ordered;
}

/** The row that a line follows from. @param said by time */
function causeOf<One>(step: LoggedStep, said: readonly { row: One; step: LoggedStep }[]): One | undefined {
  const { service, causationId, eventId } = step;
  const rowOf = (isIt: (one: LoggedStep) => boolean) => said.find((one) => isIt(one.step))?.row;
  if (isSent(step)) {
    if (causationId === undefined) return undefined;
    return rowOf((one) => one.service === service && workOf(one) === causationId);
  }
  const work = workOf(step);
  const sent = work === undefined ? undefined : rowOf((one) => isSent(one) && one.eventId === work);
  if (eventId !== undefined || causationId === undefined) return sent;
  // A message between two functions of a service carries the event that the first of them received.
  return rowOf((one) => one.service === service && !isSent(one) && one.eventId === causationId) ?? sent;
}
