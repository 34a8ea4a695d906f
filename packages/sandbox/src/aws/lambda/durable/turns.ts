import { randomUUID } from 'node:crypto';
import { AwsError } from '../../../core/aws-error.ts';
import type { WorkName } from '../../../core/observe.ts';
import type { Attempt, Work } from '../../../core/work/work.ts';
import type { World } from '../../../core/world.ts';
import type { Environments } from '../environments.ts';
import { errorOf } from '../function-error.ts';
import { parseFunctionReference } from '../function-reference.ts';
import type { Functions, InvocationTarget } from '../functions.ts';
import type { Outcome } from '../invocation.ts';
import { newToken, statePage } from './checkpoint.ts';
import type { EndExecution, Execution, ExecutionStore } from './execution-store.ts';
import type { ExecutionTimers } from './execution-timers.ts';
import { invocationEvent } from './history.ts';
import { type ErrorObject, type Operation, replayed, shown } from './operations.ts';

/** Invocations of executions, one after another: each goes as far as it can, and suspends or ends its execution. */
export interface Turns {
  /** Lambda's next invocation of the execution; in the caller's transaction. */
  invoke(execution: Execution, cause: WorkName | undefined): void;
  /** An operation of it has ended by itself; in the caller's transaction. */
  wake(execution: string, operation: string): void;
  /** The version that an execution stays with, while it is there. */
  targetOf(execution: Execution): InvocationTarget | undefined;
  start(): void;
  stop(): void;
}

interface Turn {
  execution: string;
}

/** AWS time from an invocation that broke to the next attempt; AWS tells no numbers. */
const retryWaitsMs = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000] as const;
const longestTimerMs = 2 ** 31 - 1;

export function makeTurns(
  world: World,
  functions: Functions,
  environments: Environments,
  store: ExecutionStore,
  timers: ExecutionTimers,
  end: EndExecution,
): Turns {
  const { transaction } = world;

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

  function timeOut(arn: string): void {
    const execution = store.find(arn);
    if (execution?.status === 'RUNNING') end(execution, 'TIMED_OUT', {});
  }

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
    const { items, next } = statePage(replayed(store.operations(before.arn)), undefined, 1000);
    const payload = JSON.stringify({
      DurableExecutionArn: before.arn,
      CheckpointToken: token,
      InitialExecutionState: { Operations: items.map((one) => shown(one, iso)), NextMarker: next ?? '' },
      UpdatedOperationIds: JSON.parse(before.updated),
    });
    const from = world.now();
    const timer = setTimeout(
      () => transaction(() => timeOut(before.arn)),
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

  return {
    invoke,
    wake,
    targetOf: (execution) => targetOf(arnOfVersion(execution)),
    start: line.start,
    stop: line.stop,
  };
}

const arnOfVersion = ({ arn }: Execution): string => arn.slice(0, arn.indexOf('/durable-execution/'));

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

interface Answer {
  Status?: string;
  Result?: string;
  Error?: ErrorObject;
}

function readAnswer(payload: string): Answer | undefined {
  const answer: unknown = JSON.parse(payload);
  return typeof answer === 'object' && answer !== null ? (answer as Answer) : undefined;
}
