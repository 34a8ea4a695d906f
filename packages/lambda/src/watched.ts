import middy, { type MiddlewareObj, type Request } from '@middy/core';
import { DomainError } from '@shutterbus/contracts/domain-error';
import type { Context } from 'aws-lambda';
import { calledBy } from './called-by.ts';
import { logger } from './logger.ts';
import { metrics } from './metrics.ts';

/** Written by a release into the environment of its versions; what runs by itself has none. */
const release = process.env.RELEASE || 'none';
/** What this function may take for one invocation, its start apart. */
const budgetMs = Number(process.env.BUDGET_MS || Number.POSITIVE_INFINITY);

/**
 * What every function is watched by. Lambda's own metric Errors counts what is thrown, and nothing of what is answered: a 500 or
 * a batch failure is a success to it. So each invocation counts here, under `service` and under `service` with `release`:
 * `Faults`, what it threw or answered that went wrong, and `Slow`, when it took longer than BUDGET_MS. Refusals (DomainError)
 * are no faults, nor are messages that come too early (NotYetError), nor what a version answers that was called by its number: that
 * is a release's hook, which asks for refusals and judges the answers itself. Everybody else calls the alias; a hook is called by its name, and may take its time.
 * Function and version stand beside the number, as properties. What ends a function from outside (timeout,
 * memory, a failed start) it cannot say itself; Lambda's own log line does.
 * It also writes what the invocation counted besides, and names the invocation in each line of the log: `requestId`, Lambda's.
 * @param faultsIn how many faults an answer tells of; none unless told
 * @param counted whose calls count: those of everybody but a release's hook, unless told
 */
export function watched<Answer>(
  faultsIn: (answer: Answer) => number = () => 0,
  counted: 'any' | 'no hook' = 'no hook',
): MiddlewareObj<unknown, Answer> {
  let startedAt = 0;
  const close = ({ context }: Request<unknown, Answer>, faults: number): void => {
    const subject = { function: context.functionName, version: context.functionVersion };
    const caller = calledBy(context);
    if (faults > 0 && (counted === 'any' || caller !== 'version')) countForAlarm('Faults', faults, subject);
    if (performance.now() - startedAt > budgetMs && caller === 'alias') countForAlarm('Slow', 1, subject);
    publishMetrics();
  };
  return {
    before: ({ context }) => {
      startedAt = performance.now();
      logger.appendKeys({ requestId: context.awsRequestId });
    },
    after: (request) => close(request, request.response == null ? 0 : faultsIn(request.response)),
    onError: (request) => close(request, request.error instanceof DomainError ? 0 : 1),
  };
}

/** The handler of a function that none of the other stacks fits: what it throws is its only fault, unless told. */
export const watchedHandler = <Event, Answer>(
  handle: (event: Event, context: Context) => Promise<Answer>,
  faultsIn?: (answer: Answer) => number,
) => middy<Event, Answer>().use(watched<Answer>(faultsIn)).handler(handle);

/** A line of its own: its dimensions are not those of the business metrics. */
function countForAlarm(name: 'Faults' | 'Slow', count: number, subject: Record<string, string>): void {
  const line = metrics.singleMetric();
  line.addDimensions({}).addDimensions({ release });
  for (const [key, value] of Object.entries(subject)) line.addMetadata(key, value);
  line.addMetric(name, 'Count', count);
}

/** Writes what was counted so far. Returns nothing: a middy hook that returns a value would answer in place of the handler. */
function publishMetrics(): void {
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
}
