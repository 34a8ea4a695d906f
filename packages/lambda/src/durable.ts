import {
  type DurableContext,
  type DurableExecutionInvocationInput,
  type DurableExecutionInvocationOutput,
  withDurableExecution,
} from '@aws/durable-execution-sdk-js';
import { LambdaClient } from '@aws-sdk/client-lambda';
import middy from '@middy/core';
import type * as z from 'zod';
import { clientSettings } from './aws-client.ts';
import { logger } from './logger.ts';
import { isReleaseCheck, releaseCheck } from './release-check.ts';
import { watched } from './watched.ts';

/** Steps, waits and callbacks of a process. Its `logger` says a line once, however often the code above it is run again. */
export type Process = DurableContext<typeof logger>;

/**
 * The handler of a durable function: one process from beginning to end, over as many invocations as it takes. Each of them runs
 * `work` from its top and gets the results of what was done before, so whatever can come out differently (time, ids, what a
 * table says) stands in a step, and a step may be done twice. Its failure is the execution's failure: counted once, as one
 * fault, and nothing starts it again. An invocation that breaks is a fault too, and Lambda repeats it.
 * Who starts it names the execution, so that it begins once, and calls the alias: an execution stays with its version.
 * A release's hook starts it with nothing to do (release-check.ts).
 * @param input what it is started with; the process's lines carry its correlation id
 */
export function durableHandler<Input extends { correlationId: string }, Result>(
  input: z.ZodType<Input>,
  work: (input: Input, process: Process) => Promise<Result>,
) {
  const run = withDurableExecution<unknown, Result | typeof releaseCheck.check, typeof logger>(
    async (given, process) => {
      if (isReleaseCheck(given)) return releaseCheck.check;
      process.configureLogger({ customLogger: logger, modeAware: true });
      const read = input.parse(given);
      logger.appendKeys({ correlationId: read.correlationId });
      return work(read, process);
    },
    { client: new LambdaClient(clientSettings()) },
  );
  // An execution is resumed by its version's number, which elsewhere is a release's hook.
  // What runs out of time is invoked again, so nothing has to answer in its place.
  return middy<DurableExecutionInvocationInput, DurableExecutionInvocationOutput>({ timeoutEarlyInMillis: 0 })
    .use(watched<DurableExecutionInvocationOutput>(({ Status }) => (Status === 'FAILED' ? 1 : 0), 'any'))
    .handler(async (event, context) => {
      logger.appendKeys({ execution: event.DurableExecutionArn });
      try {
        const answer = await run(event, context);
        if (answer.Status === 'FAILED') logger.error('Process failed', { failure: answer.Error });
        return answer;
      } finally {
        logger.removeKeys(['execution', 'correlationId']);
      }
    });
}
