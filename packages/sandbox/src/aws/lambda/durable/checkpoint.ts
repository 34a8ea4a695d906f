import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { type Page, pageOf } from '../../../core/page.ts';
import { readInput } from '../../../core/read-input.ts';
import type { World } from '../../../core/world.ts';
import { callbackIdOf } from './callbacks.ts';
import type { EndExecution, Execution, ExecutionStore } from './execution-store.ts';
import type { ExecutionTimers } from './execution-timers.ts';
import { operationEvent } from './history.ts';
import { applyUpdate, invalid, type Operation, operationUpdate } from './operations.ts';

const checkpointInput = z.object({
  CheckpointToken: z.string(),
  ClientToken: z.string().optional(),
  Updates: z.array(operationUpdate).nullish(),
});

export interface CheckpointAnswer {
  token: string;
  /** Those that have changed, by this checkpoint or by themselves. */
  operations: Operation[];
}

export type Checkpoint = (arn: string, asked: unknown) => CheckpointAnswer;

export const newToken = (): string => randomBytes(24).toString('base64');

/** Of an execution. @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const mostOperations = 3000;

/** Executions whose last answer is remembered. */
const mostRemembered = 1000;

/**
 * Takes what an invocation has got done, all of it or nothing, and gives it the token of its next checkpoint.
 * @param atWork finds the execution by a token that has not been used
 * @param end called for a result that was too large to return
 */
export function makeCheckpoint(
  world: Pick<World, 'now' | 'transaction'>,
  store: ExecutionStore,
  timers: ExecutionTimers,
  atWork: (arn: string, token: string) => Execution,
  end: EndExecution,
): Checkpoint {
  /** By execution: a client that heard no answer asks again, with the same two tokens. */
  const last = new Map<string, { asked: string; answer: CheckpointAnswer }>();

  return (arn, given) => {
    const { CheckpointToken, ClientToken, Updates } = readInput(checkpointInput, given, invalid);
    const asked = `${CheckpointToken} ${ClientToken}`;
    const before = last.get(arn);
    if (ClientToken !== undefined && before?.asked === asked) return before.answer;
    const answer = world.transaction(() => {
      const execution = atWork(arn, CheckpointToken);
      const token = newToken();
      const told = JSON.parse(execution.updated) as string[];
      // They stay noted: should the invocation suspend without having heard, it is invoked once more.
      store.save({ ...execution, token });
      const changed = new Set(told);
      for (const [index, update] of (Updates ?? []).entries()) {
        if (update.Type === 'EXECUTION' && index === (Updates ?? []).length - 1) {
          const { Action, Payload: result, Error: error } = update;
          if (Action !== 'SUCCEED' && Action !== 'FAIL')
            throw invalid('Invalid action for the given operation type.');
          end(execution, Action === 'SUCCEED' ? 'SUCCEEDED' : 'FAILED', { result, error });
          continue;
        }
        const now = world.now();
        const known = {
          operation: store.operation(arn, update.Id),
          parent: update.ParentId === undefined ? undefined : store.operation(arn, update.ParentId),
        };
        if (!known.operation && store.count(arn) >= mostOperations)
          throw invalid(`An execution has ${mostOperations} operations at most.`);
        const { operation, timers: begun } = applyUpdate(
          update,
          known,
          now,
          (seconds) => timers.due(seconds * 1000),
          () => callbackIdOf(arn, update.Id),
        );
        store.putOperation(arn, operation);
        const event = operationEvent(operation, update.Action, now, update);
        if (event) store.tell(arn, event);
        if (update.Action === 'CANCEL')
          for (const kind of ['wait', 'callback', 'heartbeat'] as const)
            timers.clear({ execution: arn, operation: update.Id, kind });
        for (const { kind, seconds } of begun)
          timers.set({ execution: arn, operation: update.Id, kind }, seconds * 1000);
        changed.add(update.Id);
      }
      const operations = [...changed].flatMap((id) => store.operation(arn, id) ?? []);
      return { token, operations };
    });
    last.delete(arn);
    last.set(arn, { asked, answer });
    for (const oldest of last.keys()) {
      if (last.size <= mostRemembered) break;
      last.delete(oldest);
    }
    return answer;
  };
}

/** So much text of operations goes with one answer, well below the 6 MB of an invocation. */
const pageBytes = 4 * 1024 * 1024;

/** @throws AwsError `InvalidParameterValueException` for a marker that was never given */
export function statePage(
  all: readonly Operation[],
  marker: string | undefined,
  most: number,
): Page<Operation> {
  const page = pageOf(all, most, marker, invalid('Invalid Marker.'));
  let bytes = 0;
  const fits = page.items.findIndex((one, index) => {
    bytes += Buffer.byteLength(JSON.stringify(one));
    return index > 0 && bytes > pageBytes;
  });
  return fits < 0 ? page : pageOf(all, fits, marker);
}
