import { randomUUID } from 'node:crypto';
import { AwsError } from '../../../core/aws-error.ts';
import type { WorkName } from '../../../core/observe.ts';
import type { Page } from '../../../core/page.ts';
import type { MetricSink } from '../../../core/ports.ts';
import type { World } from '../../../core/world.ts';
import type { Environments } from '../environments.ts';
import type { Functions, InvocationTarget } from '../functions.ts';
import type { Outcome } from '../invocation.ts';
import { measure } from '../invocation-metrics.ts';
import { type Callbacks, makeCallbacks } from './callbacks.ts';
import { type Checkpoint, makeCheckpoint, statePage } from './checkpoint.ts';
import {
  type Execution,
  type ExecutionStore,
  makeExecutionStore,
  type StoredTimer,
} from './execution-store.ts';
import { type ExecutionTimers, makeExecutionTimers } from './execution-timers.ts';
import { executionEvent, operationEvent } from './history.ts';
import { type ErrorObject, invalid, type Operation, replayed } from './operations.ts';
import { makeTurns } from './turns.ts';

/** Functions whose work goes on over many invocations: steps, waits, callbacks. */
export interface Executions extends Callbacks {
  store: ExecutionStore;
  /**
   * Begins an execution, or finds the one that has its name and its payload; in the caller's transaction if there is one.
   * @throws AwsError `InvalidParameterValueException`, `DurableExecutionAlreadyStartedException`
   */
  start(target: InvocationTarget, payload: string, asked: Asked): Execution;
  /** What the execution comes to. */
  outcome(arn: string): Promise<Outcome>;
  /** @throws AwsError `InvalidParameterValueException` */
  checkpoint: Checkpoint;
  /** @throws AwsError `InvalidParameterValueException` */
  state(arn: string, token: string, marker: string | undefined, most: number): Page<Operation>;
  /** Ends it, whatever it does. @returns when it ended, milliseconds since the epoch */
  stopExecution(arn: string, error: ErrorObject): number;
  /** @throws AwsError `ResourceNotFoundException` */
  find(arn: string): Execution;
  /** Goes on with what an earlier run has left. */
  begin(): void;
  stop(): void;
}

export interface Asked {
  /** One that nobody else has, unless told. */
  name?: string | undefined;
  cause?: WorkName | undefined;
  /** The caller waits for the answer. */
  waits: boolean;
}

/** What an asynchronous execution came to, for its destinations. */
export type OnEnd = (execution: Execution, target: InvocationTarget | undefined, requestId: string) => void;

/** A caller that waits, waits for fifteen minutes at most. */
const longestAwaitedSeconds = 900;

/** @param onEnd called in the transaction that ends an execution that nobody waits for */
export function makeExecutions(
  world: World,
  functions: Functions,
  environments: Environments,
  metrics: MetricSink,
  onEnd: OnEnd,
): Executions {
  const { transaction } = world;
  const store = makeExecutionStore(world);
  const timers: ExecutionTimers = makeExecutionTimers(world, store, due);
  const turns = makeTurns(world, functions, environments, store, timers, end);
  /** Callers that wait for an execution's end. */
  const waiting = new Map<string, { resolve(outcome: Outcome): void; reject(error: Error): void }[]>();

  function due({ execution: arn, operation: id, kind }: StoredTimer): void {
    if (kind === 'execution') endIfRunning(arn, 'TIMED_OUT');
    else if (kind === 'callback' || kind === 'heartbeat') callbacks.timeOut(arn, id, kind);
    else endPause(arn, id, kind);
  }

  /** A wait, or the pause before another attempt. */
  function endPause(arn: string, id: string, kind: 'wait' | 'retry'): void {
    const operation = store.operation(arn, id);
    if (!operation) return;
    const at = world.now();
    if (kind === 'wait' && operation.Status === 'STARTED') {
      const ended = { ...operation, Status: 'SUCCEEDED', EndTimestamp: at } as const;
      store.putOperation(arn, ended);
      tellOperation(arn, operationEvent(ended, 'SUCCEED', at));
    } else if (kind === 'retry' && operation.Status === 'PENDING')
      store.putOperation(arn, { ...operation, Status: 'READY' });
    else return;
    turns.wake(arn, id);
  }

  const tellOperation = (arn: string, event: object | undefined): void => {
    if (event) store.tell(arn, event);
  };

  function endIfRunning(arn: string, status: 'TIMED_OUT' | 'STOPPED', error?: ErrorObject): void {
    const execution = store.find(arn);
    if (execution?.status === 'RUNNING') end(execution, status, { error });
  }

  function end(
    execution: Execution,
    status: Exclude<Execution['status'], 'RUNNING'>,
    { result, error }: { result?: string | undefined; error?: ErrorObject | undefined },
  ): void {
    const { arn } = execution;
    const at = world.now();
    const ended: Execution = {
      ...{ ...execution, status, ended_at: at, token: '', busy: 0 },
      ...{ result: result ?? null, error: error ? JSON.stringify(error) : null },
    };
    store.save(ended);
    timers.clearAll(arn);
    const what = `Execution${endings[status]}` as const;
    const details =
      status === 'SUCCEEDED' ? { Result: { Payload: result } } : { Error: { Payload: error ?? {} } };
    store.tell(arn, executionEvent(what, idOf(arn), at, details));
    const target = turns.targetOf(execution);
    if (target) {
      const DurableExecutionDuration = at - execution.started_at;
      const named = { ...target, invokedArn: execution.invoked_arn };
      measure(metrics, named, { [`DurableExecution${endings[status]}`]: 1, DurableExecutionDuration });
    }
    if (status !== 'SUCCEEDED')
      world.report(`Execution ${execution.name} of ${execution.function_name} ended: ${status}`);
    const { id } = JSON.parse(execution.last_work) as WorkName;
    if (execution.asynchronous) onEnd(ended, target, id);
    transaction.afterCommit(() => {
      for (const { resolve } of waiting.get(arn) ?? []) resolve(outcomeOf(ended));
      waiting.delete(arn);
    });
  }

  const callbacks = makeCallbacks(world, store, timers, turns.wake);

  function start(target: InvocationTarget, payload: string, { name, cause, waits }: Asked): Execution {
    const { fn, version, invokedArn } = target;
    if (!fn.durable) throw invalid('Only durable functions have executions with a name.');
    if (invokedArn === fn.arn)
      throw invalid(
        'You cannot invoke a durable function using an unqualified ARN: name a version or an alias.',
      );
    const { executionTimeoutSeconds, retentionDays } = fn.durable;
    if (waits && executionTimeoutSeconds > longestAwaitedSeconds)
      throw invalid(
        'You cannot synchronously invoke a durable function with an executionTimeout greater than 15 minutes.',
      );
    if (name !== undefined && !/^[\w-]{1,64}$/.test(name))
      throw invalid(`${name} is no name of an execution: 1 to 64 letters, digits, - and _.`);
    return transaction(() => {
      const at = world.now();
      store.sweep(at);
      const known = name === undefined ? undefined : store.named(fn.name, name);
      if (known && known.payload === payload) return known;
      if (known) {
        const sentence = `The durable execution ${name} has already been started with another payload.`;
        throw new AwsError('DurableExecutionAlreadyStartedException', sentence, 409);
      }
      const id = randomUUID();
      const own = name ?? randomUUID();
      const execution: Execution = {
        ...{ arn: `${fn.arn}:${version}/durable-execution/${own}/${id}`, function_name: fn.name, name: own },
        ...{ version, invoked_arn: invokedArn, payload, asynchronous: waits ? 0 : 1, status: 'RUNNING' },
        ...{ started_at: at, ended_at: null, result: null, error: null, token: '', busy: 1, updated: '[]' },
        ...{ timeout_seconds: executionTimeoutSeconds, retention_days: retentionDays },
        ...{ age_ms: 0, paused_at: at, last_work: '' },
      };
      store.putOperation(execution.arn, {
        ...{ Id: id, Type: 'EXECUTION', StartTimestamp: at, Status: 'STARTED' },
        ExecutionDetails: { InputPayload: payload },
      });
      const details = { Input: { Payload: payload }, ExecutionTimeout: executionTimeoutSeconds };
      store.tell(execution.arn, executionEvent('ExecutionStarted', id, at, details));
      measure(metrics, target, { DurableExecutionStarted: 1 });
      turns.invoke(execution, cause);
      return find(execution.arn);
    });
  }

  function find(arn: string): Execution {
    const execution = store.find(arn);
    if (execution) return execution;
    throw new AwsError('ResourceNotFoundException', `Durable execution not found: ${arn}`, 404);
  }

  /** The execution that an invocation with this token works at. */
  function atWork(arn: string, token: string): Execution {
    const execution = store.find(arn);
    if (execution?.status === 'RUNNING' && token !== '' && execution.token === token) return execution;
    throw invalid('Invalid Checkpoint Token');
  }

  return {
    store,
    ...callbacks,
    start,
    find,
    outcome(arn) {
      const execution = find(arn);
      if (execution.status !== 'RUNNING') return Promise.resolve(outcomeOf(execution));
      return new Promise((resolve, reject) =>
        waiting.set(arn, [...(waiting.get(arn) ?? []), { resolve, reject }]),
      );
    },
    checkpoint: makeCheckpoint(world, store, timers, atWork, end),
    state: (arn, token, marker, most) => {
      atWork(arn, token);
      return statePage(replayed(store.operations(arn)), marker, most);
    },
    stopExecution(arn, error) {
      const { ended_at } = find(arn);
      if (ended_at === null) transaction(() => endIfRunning(arn, 'STOPPED', error));
      return ended_at ?? world.now();
    },
    begin() {
      store.sweep(world.now());
      turns.start();
      timers.start();
    },
    stop() {
      turns.stop();
      timers.stop();
      const error = new AwsError('ServiceException', 'The sandbox is stopping.', 500);
      for (const { reject } of [...waiting.values()].flat()) reject(error);
      waiting.clear();
    },
  };
}

const endings = {
  SUCCEEDED: 'Succeeded',
  FAILED: 'Failed',
  TIMED_OUT: 'TimedOut',
  STOPPED: 'Stopped',
} as const;

const idOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

/** What a caller that waited is answered: as of any function, its answer or an error document. */
export function outcomeOf({ status, result, error }: Execution): Outcome {
  if (status === 'SUCCEEDED') return { failed: false, payload: result || 'null' };
  const { ErrorType, ErrorMessage, ErrorData, StackTrace } = JSON.parse(error ?? '{}') as ErrorObject;
  const errorType = ErrorType ?? (status === 'TIMED_OUT' ? 'ExecutionTimedOut' : 'Error');
  const errorMessage = ErrorMessage ?? `The execution ended: ${status}`;
  const document = { errorType, errorMessage, errorData: ErrorData, stackTrace: StackTrace };
  return { failed: true, payload: JSON.stringify(document) };
}
