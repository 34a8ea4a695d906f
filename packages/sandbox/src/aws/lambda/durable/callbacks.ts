import { randomUUID } from 'node:crypto';
import { AwsError } from '../../../core/aws-error.ts';
import type { World } from '../../../core/world.ts';
import type { ExecutionStore } from './execution-store.ts';
import type { ExecutionTimers } from './execution-timers.ts';
import { operationEvent } from './history.ts';
import { type ErrorObject, invalid, type Operation } from './operations.ts';

/** What somebody outside tells an execution that waits for it. */
export interface Callbacks {
  /** ARN of the execution. @throws AwsError `InvalidParameterValueException` for what is no callback's id */
  executionOf(callbackId: string): string;
  /** @throws AwsError `CallbackTimeoutException` when it was told already, or waits no longer; `ResourceNotFoundException` */
  succeed(callbackId: string, result: string): void;
  /** @throws as `succeed` does */
  fail(callbackId: string, error: ErrorObject): void;
  /** Whoever is to tell it still lives. @throws as `succeed` does */
  heartbeat(callbackId: string): void;
}

/** An id that nobody can guess, and that says where it belongs. */
export const callbackIdOf = (execution: string, operation: string): string =>
  Buffer.from(JSON.stringify([execution, operation, randomUUID()])).toString('base64');

function read(callbackId: string): { execution: string; id: string } {
  try {
    const [execution, id] = JSON.parse(Buffer.from(callbackId, 'base64').toString('utf8')) as unknown[];
    if (typeof execution === 'string' && typeof id === 'string') return { execution, id };
  } catch {
    // Said below.
  }
  throw invalid('Invalid callback ID.');
}

/** @param wake called in the transaction in which a callback's operation ended */
export function makeCallbacks(
  world: Pick<World, 'now' | 'transaction'>,
  store: ExecutionStore,
  timers: ExecutionTimers,
  wake: (execution: string, operation: string) => void,
): Callbacks & { timeOut(execution: string, id: string, kind: 'callback' | 'heartbeat'): void } {
  function find(callbackId: string): { execution: string; operation: Operation } {
    const { execution, id } = read(callbackId);
    const operation = store.operation(execution, id);
    if (!operation || operation.CallbackDetails?.CallbackId !== callbackId)
      throw new AwsError('ResourceNotFoundException', 'The callback does not exist.', 404);
    if (operation.Status !== 'STARTED' || store.find(execution)?.status !== 'RUNNING')
      throw new AwsError('CallbackTimeoutException', 'The callback has expired or has already been closed.');
    return { execution, operation };
  }

  function end(
    execution: string,
    operation: Operation,
    Status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT',
    ending: { Result?: string; Error?: ErrorObject },
  ): void {
    const at = world.now();
    const CallbackId = operation.CallbackDetails?.CallbackId ?? '';
    const ended: Operation = {
      ...{ ...operation, Status, EndTimestamp: at },
      CallbackDetails: { CallbackId, ...ending },
    };
    store.putOperation(execution, ended);
    const actions = { SUCCEEDED: 'SUCCEED', FAILED: 'FAIL', TIMED_OUT: 'TIME_OUT' } as const;
    const event = operationEvent(ended, actions[Status], at);
    if (event) store.tell(execution, event);
    for (const kind of ['callback', 'heartbeat'] as const)
      timers.clear({ execution, operation: operation.Id, kind });
    wake(execution, operation.Id);
  }

  /** How long it may be silent: as it was asked for when it began. */
  function heartbeatSeconds(execution: string, id: string): number | undefined {
    const started = store
      .history(execution)
      .find((event) => event.EventType === 'CallbackStarted' && event.Id === id);
    return (started?.CallbackStartedDetails as { HeartbeatTimeout?: number } | undefined)?.HeartbeatTimeout;
  }

  return {
    executionOf: (callbackId) => read(callbackId).execution,
    succeed: (callbackId, Result) =>
      world.transaction(() => {
        const { execution, operation } = find(callbackId);
        end(execution, operation, 'SUCCEEDED', { Result });
      }),
    fail: (callbackId, error) =>
      world.transaction(() => {
        const { execution, operation } = find(callbackId);
        end(execution, operation, 'FAILED', { Error: error });
      }),
    heartbeat: (callbackId) =>
      world.transaction(() => {
        const { execution, operation } = find(callbackId);
        const seconds = heartbeatSeconds(execution, operation.Id);
        if (seconds) timers.set({ execution, operation: operation.Id, kind: 'heartbeat' }, seconds * 1000);
      }),
    timeOut(execution, id, kind) {
      const operation = store.operation(execution, id);
      if (operation?.Status !== 'STARTED') return;
      const ErrorMessage = kind === 'callback' ? 'Callback timed out' : 'Callback timed out on heartbeat';
      end(execution, operation, 'TIMED_OUT', { Error: { ErrorType: 'Callback.Timeout', ErrorMessage } });
    },
  };
}
