import type { World } from '../../../core/world.ts';
import type { Destinations, InvocationRecord } from '../destinations.ts';
import { defaultEventInvokeConfig, type EventInvokeConfig } from '../event-invoke-config.ts';
import { parseFunctionReference } from '../function-reference.ts';
import { handOn } from '../hand-on.ts';
import type { Execution } from './execution-store.ts';
import { type OnEnd, outcomeOf } from './executions.ts';

/**
 * Where an execution that nobody waits for goes when it has ended: to the function's destinations, and, unless it
 * succeeded, its event to the dead-letter queue. Nothing starts it again.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/durable-best-practices.html
 */
export function makeExecutionExits(
  world: World,
  configs: ReadonlyMap<string, EventInvokeConfig>,
  destinations: () => Destinations,
): OnEnd {
  return (execution, target, requestId) => {
    if (!target) return;
    const { name, qualifier = '$LATEST' } = parseFunctionReference(execution.invoked_arn);
    const { onSuccess, onFailure } = configs.get(`${name}:${qualifier}`) ?? defaultEventInvokeConfig;
    const { fn } = target;
    const succeeded = execution.status === 'SUCCEEDED';
    const arn = succeeded ? onSuccess : onFailure;
    if (arn)
      handOn(world, arn, () => destinations().send(fn, arn, record(world.now(), execution, requestId)));
    const { deadLetterArn } = fn;
    if (deadLetterArn && !succeeded) {
      const { payload } = outcomeOf(execution);
      handOn(world, deadLetterArn, () =>
        destinations().deadLetter(fn, deadLetterArn, execution.payload, requestId, payload),
      );
    }
  };
}

function record(now: number, execution: Execution, requestId: string): InvocationRecord {
  const { failed, payload } = outcomeOf(execution);
  return {
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    requestContext: {
      requestId,
      functionArn: execution.invoked_arn,
      condition: failed ? 'RetriesExhausted' : 'Success',
      approximateInvokeCount: 1,
    },
    requestPayload: JSON.parse(execution.payload),
    responseContext: {
      statusCode: 200,
      executedVersion: execution.version,
      ...(failed && { functionError: 'Unhandled' as const }),
    },
    responsePayload: JSON.parse(payload),
  };
}
