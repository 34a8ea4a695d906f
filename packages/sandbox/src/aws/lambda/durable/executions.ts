import { randomUUID } from 'node:crypto';
import { AwsError } from '../../../core/aws-error.ts';
import type { WorkName } from '../../../core/observe.ts';
import type { MetricSink } from '../../../core/ports.ts';
import type { Attempt, Work } from '../../../core/work/work.ts';
import type { World } from '../../../core/world.ts';
import type { Environments } from '../environments.ts';
import { errorOf } from '../function-error.ts';
import { parseFunctionReference } from '../function-reference.ts';
import type { Functions, InvocationTarget } from '../functions.ts';
import type { Outcome } from '../invocation.ts';
import { measure } from '../invocation-metrics.ts';
import { type Callbacks, makeCallbacks } from './callbacks.ts';
import { type Checkpoint, makeCheckpoint, newToken, type StatePage, statePage } from './checkpoint.ts';
import {
  type Execution,
  type ExecutionStore,
  makeExecutionStore,
  type StoredTimer,
} from './execution-store.ts';
import { type ExecutionTimers, makeExecutionTimers } from './execution-timers.ts';
import { executionEvent, invocationEvent, operationEvent } from './history.ts';
import { type ErrorObject, invalid, type Operation, replayed, shown } from './operations.ts';

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
  state(arn: string, token: string, marker: string | undefined, most: number): StatePage;
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

interface Turn {
  execution: string;
}

/** A caller that waits, waits for fifteen minutes at most. */
const longestAwaitedSeconds = 900;
/** AWS time from an invocation that broke to the next attempt; AWS tells no numbers. */
const retryWaitsMs = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000] as const;
const longestTimerMs = 2 ** 31 - 1;

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
  /** Callers that wait for an execution's end. */
  const waiting = new Map<string, { resolve(outcome: Outcome): void; reject(error: Error): void }[]>();

  const line = world.work.line<Turn, never>({
    kind: 'lambda-durable-invocation',
    lane: (arn) => parseFunctionReference(arn).name,
    hasRoom(arn) {
      const target = targetOf(arn);
      return !target || environments.hasRoom(target.fn);
    },
    limits: ({ details }) => ({
      retries: Number.POSITIVE_INFINITY,
      ageMs: leftMs(store.find(details.execution)),
    }),
    retryWaitMs: (failures) => retryWaitsMs[failures - 1] ?? 60_000,
    attempt,
    giveUp(work, _payload, { condition, error }) {
      const execution = store.find(work.details.execution);
      if (execution?.status !== 'RUNNING') return [];
      if (condition === 'age') end(execution, 'TIMED_OUT', {});
      else end(execution, 'FAILED', { error: { ErrorType: error?.code, ErrorMessage: error?.message } });
      return [];
    },
  });
  environments.onRoom(line.roomMade);

  function targetOf(arn: string): InvocationTarget | undefined {
    try {
      return functions.describe(arn);
    } catch (error) {
      if (error instanceof AwsError) return undefined;
      throw error;
    }
  }

  const leftMs = (execution: Execution | undefined): number =>
    execution ? execution.timeout_seconds * 1000 - execution.age_ms : 0;

  /** Lambda's next invocation of the execution. */
  function invoke(execution: Execution, cause: WorkName | undefined): void {
    const name: WorkName = { kind: 'invocation', id: randomUUID() };
    store.save({ ...execution, busy: 1, last_work: JSON.stringify(name) });
    line.add({
      ...{ name, cause, target: arnOfVersion(execution), payload: execution.payload },
      details: { execution: execution.arn },
    });
  }

  async function attempt(work: Work<Turn>, _payload: string): Promise<Attempt<never>> {
    const before = store.find(work.details.execution);
    if (before?.status !== 'RUNNING') return { is: 'done' };
    const target = targetOf(work.target);
    if (!target) return { is: 'failed', permanent: true, error: gone };
    const token = newToken();
    store.save({ ...before, token, updated: '[]' });
    const { page, next } = statePage(replayed(store.operations(before.arn)), undefined, 1000);
    const payload = JSON.stringify({
      DurableExecutionArn: before.arn,
      CheckpointToken: token,
      InitialExecutionState: { Operations: page.map((one) => shown(one, iso)), NextMarker: next ?? '' },
      UpdatedOperationIds: JSON.parse(before.updated),
    });
    const from = world.now();
    const timer = setTimeout(
      () => transaction(() => endIfRunning(before.arn, 'TIMED_OUT')),
      Math.min(longestTimerMs, Math.max(0, leftMs(before) - work.age.ms(performance.now()))),
    );
    timer.unref();
    try {
      const outcome = await environments.run({ target, requestId: work.name.id, payload });
      return settle(work, outcome, from);
    } finally {
      clearTimeout(timer);
    }
  }

  function settle(work: Work<Turn>, outcome: Outcome, from: number): Attempt<never> {
    const { execution: arn } = work.details;
    const answer = outcome.failed ? undefined : readAnswer(outcome.payload);
    const tell = (error?: object): void =>
      store.tell(arn, invocationEvent(work.name.id, from, world.now(), error));
    if (outcome.failed && store.find(arn)?.status === 'RUNNING') {
      const error = errorOf(outcome);
      tell({ ErrorType: error.code, ErrorMessage: error.message });
      return { is: 'failed', error };
    }
    return {
      is: 'done',
      along() {
        const execution = store.find(arn);
        if (execution?.status !== 'RUNNING') return;
        tell();
        if (answer?.Status === 'SUCCEEDED') end(execution, 'SUCCEEDED', { result: answer.Result });
        else if (answer?.Status === 'FAILED') end(execution, 'FAILED', { error: answer.Error });
        else if (answer?.Status === 'PENDING') suspend(execution, work);
        else end(execution, 'FAILED', failure('Invalid Status in invocation output.'));
      },
    };
  }

  function suspend(execution: Execution, work: Work<Turn>): void {
    const aged = {
      ...execution,
      age_ms: execution.age_ms + work.age.ms(performance.now()),
      ...{ busy: 0, token: '', paused_at: world.now() },
    };
    if (execution.updated !== '[]') invoke(aged, work.name);
    else if (store.operations(execution.arn).some(isOpen)) {
      store.save(aged);
      timers.set({ execution: execution.arn, operation: '', kind: 'execution' }, Math.max(0, leftMs(aged)));
    } else end(execution, 'FAILED', failure('Cannot return PENDING status with no pending operations.'));
  }

  /** An operation of it has ended by itself. */
  function wake(arn: string, operationId: string): void {
    const execution = store.find(arn);
    if (execution?.status !== 'RUNNING') return;
    const updated = JSON.stringify([...(JSON.parse(execution.updated) as string[]), operationId]);
    if (execution.busy) {
      store.save({ ...execution, updated });
      return;
    }
    timers.clear({ execution: arn, operation: '', kind: 'execution' });
    const pausedMs = world.fastClock.elapsed(world.now() - execution.paused_at);
    const age_ms = Math.min(execution.timeout_seconds * 1000, execution.age_ms + pausedMs);
    invoke({ ...execution, updated, age_ms }, JSON.parse(execution.last_work) as WorkName);
  }

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
    wake(arn, id);
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
    const target = targetOf(arnOfVersion(execution));
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

  const callbacks = makeCallbacks(world, store, timers, wake);

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
      invoke(execution, cause);
      return execution;
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
      line.start();
      timers.start();
    },
    stop() {
      line.stop();
      timers.stop();
      const error = new AwsError('ServiceException', 'The sandbox is stopping.', 500);
      for (const { reject } of [...waiting.values()].flat()) reject(error);
      waiting.clear();
    },
  };
}

/** Something that will wake its execution. */
const isOpen = ({ Type, Status }: Operation): boolean =>
  Status === 'PENDING' ||
  Status === 'READY' ||
  (Status === 'STARTED' && (Type === 'WAIT' || Type === 'CALLBACK'));

const gone = { code: 'ResourceNotFoundException', message: 'The version of the function is gone.' };
const failure = (ErrorMessage: string): { error: ErrorObject } => ({
  error: { ErrorType: 'InvalidParameterValueException', ErrorMessage },
});
const iso = (ms: number): string => new Date(ms).toISOString();

const endings = {
  SUCCEEDED: 'Succeeded',
  FAILED: 'Failed',
  TIMED_OUT: 'TimedOut',
  STOPPED: 'Stopped',
} as const;

const idOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

const arnOfVersion = ({ arn }: Execution): string => arn.slice(0, arn.indexOf('/durable-execution/'));

interface Answer {
  Status?: string;
  Result?: string;
  Error?: ErrorObject;
}

function readAnswer(payload: string): Answer | undefined {
  const answer: unknown = JSON.parse(payload);
  return typeof answer === 'object' && answer !== null ? (answer as Answer) : undefined;
}

/** What a caller that waited is answered: as of any function, its answer or an error document. */
export function outcomeOf({ status, result, error }: Execution): Outcome {
  if (status === 'SUCCEEDED') return { failed: false, payload: result || 'null' };
  const { ErrorType, ErrorMessage, ErrorData, StackTrace } = JSON.parse(error ?? '{}') as ErrorObject;
  const errorType = ErrorType ?? (status === 'TIMED_OUT' ? 'ExecutionTimedOut' : 'Error');
  const errorMessage = ErrorMessage ?? `The execution ended: ${status}`;
  const document = { errorType, errorMessage, errorData: ErrorData, stackTrace: StackTrace };
  return { failed: true, payload: JSON.stringify(document) };
}
