import { randomUUID } from 'node:crypto';
import { AwsError } from '../../core/aws-error.ts';
import type { WorkName } from '../../core/observe.ts';
import type { FunctionInvoker } from '../../core/ports.ts';
import type { Principal } from '../../core/principal.ts';
import type { World } from '../../core/world.ts';
import type { AsyncInvocations } from './async-invocations.ts';
import type { Execution } from './durable/execution-store.ts';
import type { Executions } from './durable/executions.ts';
import type { Environments } from './environments.ts';
import type { Functions, InvocationTarget } from './functions.ts';
import type { Outcome } from './invocation.ts';

/** Request limits. @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const maxSyncPayloadBytes = 6 * 1024 * 1024;
const maxAsyncPayloadBytes = 1024 * 1024;

/** The way into a function: checked events, for the edge by target and for other services by ARN. */
export interface Invoker extends FunctionInvoker {
  /** @throws AwsError `InvalidRequestContentException`, `RequestTooLargeException`, `TooManyRequestsException` */
  run(
    caller: Principal,
    target: InvocationTarget,
    payload: string,
    requestId: string,
    onLog?: (line: string) => void,
    clientContext?: string,
  ): Promise<Outcome>;
  /** Stores the event. @throws AwsError as `run` does for the payload */
  add(caller: Principal, target: InvocationTarget, payload: string, cause?: WorkName): WorkName;
  /**
   * Begins an execution of a durable function, or finds the one of that name. `run` and `add` do so too, without a name.
   * @param waits the caller is going to ask for its outcome
   * @returns its ARN @throws AwsError as `run` does for the payload, `DurableExecutionAlreadyStartedException`
   */
  execute(
    caller: Principal,
    target: InvocationTarget,
    payload: string,
    asked: { name?: string | undefined; cause?: WorkName | undefined; waits: boolean },
  ): Execution;
  outcome(executionArn: string): Promise<Outcome>;
}

export function makeInvoker(
  { access }: Pick<World, 'access'>,
  functions: Functions,
  environments: Environments,
  events: AsyncInvocations,
  executions: Executions,
): Invoker {
  const execute: Invoker['execute'] = (caller, target, payload, asked) => {
    access.check(caller, 'lambda:InvokeFunction', target.invokedArn);
    checkPayload(payload, asked.waits ? maxSyncPayloadBytes : maxAsyncPayloadBytes);
    return executions.start(target, payload, asked);
  };
  const run: Invoker['run'] = async (caller, target, payload, requestId, onLog, clientContext) => {
    if (target.fn.durable) return executions.outcome(execute(caller, target, payload, { waits: true }).arn);
    access.check(caller, 'lambda:InvokeFunction', target.invokedArn);
    checkPayload(payload, maxSyncPayloadBytes);
    return environments.run({
      ...{ target, requestId, payload },
      ...(onLog && { onLog }),
      ...(clientContext !== undefined && { clientContext }),
    });
  };
  const add: Invoker['add'] = (caller, target, payload, cause) => {
    if (target.fn.durable) {
      // An execution stays with the version that its alias draws now.
      const drawn = functions.resolve(target.invokedArn);
      const { last_work } = execute(caller, drawn, payload, { cause, waits: false });
      return JSON.parse(last_work) as WorkName;
    }
    access.check(caller, 'lambda:InvokeFunction', target.invokedArn);
    checkPayload(payload, maxAsyncPayloadBytes);
    return events.add(target, payload, cause);
  };
  return {
    run,
    add,
    execute,
    outcome: executions.outcome,
    async invoke(caller, functionArn, payload) {
      const target = functions.resolve(functionArn);
      const outcome = await run(caller, target, payload, randomUUID());
      return {
        payload: outcome.payload,
        executedVersion: target.version,
        ...(outcome.failed && { functionError: 'Unhandled' as const }),
      };
    },
    invokeAsync: (caller, functionArn, payload, cause) =>
      add(caller, functions.describe(functionArn), payload, cause),
  };
}

function checkPayload(payload: string, limitBytes: number): void {
  const length = Buffer.byteLength(payload);
  if (length > limitBytes) {
    const message = `${length} byte payload is too large for the InvokeFunction operation (limit ${limitBytes} bytes)`;
    throw new AwsError('RequestTooLargeException', message, 413);
  }
  try {
    JSON.parse(payload);
  } catch (error) {
    throw new AwsError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${error instanceof Error ? error.message : ''}`,
    );
  }
}
