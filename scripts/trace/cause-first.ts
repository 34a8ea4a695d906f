/** What a line of a function's log tells of the way. */
export interface LoggedStep {
  timestamp: string;
  service: string;
  message: string;
  /** The event that was received or, of a relay, sent. */
  eventId?: string | undefined;
  /** What the function was called for, where that is no event, or what led to the event that a relay sent. */
  causationId?: string | undefined;
}

const isSent = ({ message }: LoggedStep): boolean => message.startsWith('Sent ');

/** The event, request or message that a function worked on when it wrote the line. */
const workOf = (step: LoggedStep): string | undefined =>
  isSent(step) ? undefined : (step.eventId ?? step.causationId);

/**
 * Lines in the order of what led to what, and by their times where neither led to the other. Times alone will not do: a
 * relay writes that an event is sent when the bus has answered, and its reader may be at work by then.
 * @param steps in any order
 */
export function causeFirst<Step extends LoggedStep>(steps: readonly Step[]): Step[] {
  const left = steps.toSorted((a, b) => a.timestamp.localeCompare(b.timestamp));
  const causes = new Map(left.map((step) => [step, causeOf(step, left)]));
  const ordered: Step[] = [];
  while (left.length > 0) {
    // The first line has no cause among the others, unless they name one another in a circle.
    const next = left.findIndex((step) => !left.includes(causes.get(step) as Step));
    ordered.push(...left.splice(Math.max(next, 0), 1));
  }
  return ordered;
}

/** The line that another one follows from. @param steps by time */
function causeOf<Step extends LoggedStep>(step: Step, steps: readonly Step[]): Step | undefined {
  const { service, causationId, eventId } = step;
  if (isSent(step)) {
    if (causationId === undefined) return undefined;
    return steps.find((one) => one.service === service && workOf(one) === causationId);
  }
  const sent = steps.find((one) => isSent(one) && one.eventId === workOf(step));
  // A message between two functions of a service carries the event that the first of them received.
  const queued = steps.find((one) => one.service === service && !isSent(one) && one.eventId === causationId);
  return eventId === undefined ? (queued ?? sent) : sent;
}
