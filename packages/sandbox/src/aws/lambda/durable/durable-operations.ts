import type { Access } from '../../../core/access.ts';
import { type Call, readBody } from '../../../core/edge.ts';
import { pageOf } from '../../../core/page.ts';
import { readInput } from '../../../core/read-input.ts';
import type { Functions } from '../functions.ts';
import type { ReleaseAnswer } from '../release-operations.ts';
import type { Execution, HistoryEvent } from './execution-store.ts';
import type { Executions } from './executions.ts';
import { type ErrorObject, errorObject, invalid, shown } from './operations.ts';

interface Operation {
  /** Of AWS's reference. */
  name: string;
  method: string;
  path: RegExp;
  /** @param named what the path names: an execution, a callback, a function */
  run(call: Call, named: string): Promise<object> | object;
}

/** A result that somebody outside sends. */
const mostCallbackBytes = 1024 * 1024;
const mostInPage = 1000;

const onExecution = (rest: string): RegExp => new RegExp(`^/2025-12-01/durable-executions/([^/]+)${rest}$`);
const onCallback = (rest: string): RegExp =>
  new RegExp(`^/2025-12-01/durable-execution-callbacks/([^/]+)/${rest}$`);

const seconds = (ms: number): number => ms / 1000;

/** Lambda's API of durable executions. @returns undefined for a call that is about something else */
export function durableOperations(
  functions: Functions,
  executions: Executions,
  access: Access,
): { names: string[]; answer(call: Call): Promise<ReleaseAnswer | undefined> } {
  const { store } = executions;
  const onCallbackOf = (call: Call, action: string, callbackId: string): void =>
    access.check(call.caller, `lambda:${action}`, executions.executionOf(callbackId));

  const operations: Operation[] = [
    {
      ...{ name: 'CheckpointDurableExecution', method: 'POST', path: onExecution('/checkpoint') },
      async run(call, arn) {
        access.check(call.caller, 'lambda:CheckpointDurableExecution', arn);
        const { token, operations } = executions.checkpoint(arn, await json(call));
        const Operations = operations.map((one) => shown(one, seconds));
        return { CheckpointToken: token, NewExecutionState: { Operations } };
      },
    },
    {
      ...{ name: 'GetDurableExecutionState', method: 'GET', path: onExecution('/state') },
      run(call, arn) {
        access.check(call.caller, 'lambda:GetDurableExecutionState', arn);
        const { searchParams } = call.url;
        const marker = searchParams.get('Marker') ?? undefined;
        const token = searchParams.get('CheckpointToken') ?? '';
        const { items, next } = executions.state(arn, token, marker, itemsOf(call.url));
        return { Operations: items.map((one) => shown(one, seconds)), NextMarker: next };
      },
    },
    {
      ...{ name: 'GetDurableExecution', method: 'GET', path: onExecution('') },
      run(call, arn) {
        access.check(call.caller, 'lambda:GetDurableExecution', arn);
        const execution = executions.find(arn);
        const withData = call.url.searchParams.get('IncludeExecutionData') !== 'false';
        return {
          ...summary(execution),
          Version: execution.version,
          DurableConfig: {
            ExecutionTimeout: execution.timeout_seconds,
            RetentionPeriodInDays: execution.retention_days,
          },
          ExecutionDataIncluded: withData,
          ...(withData && {
            InputPayload: execution.payload,
            Result: execution.result ?? undefined,
            Error: execution.error === null ? undefined : JSON.parse(execution.error),
          }),
        };
      },
    },
    {
      ...{ name: 'GetDurableExecutionHistory', method: 'GET', path: onExecution('/history') },
      run(call, arn) {
        access.check(call.caller, 'lambda:GetDurableExecutionHistory', arn);
        executions.find(arn);
        const { searchParams } = call.url;
        const withData = searchParams.get('IncludeExecutionData') === 'true';
        const all = store.history(arn).map((event) => shownEvent(event, withData));
        return listed(call.url, 'Events', searchParams.get('ReverseOrder') === 'true' ? all.reverse() : all);
      },
    },
    {
      ...{ name: 'StopDurableExecution', method: 'POST', path: onExecution('/stop') },
      async run(call, arn) {
        access.check(call.caller, 'lambda:StopDurableExecution', arn);
        return { StopTimestamp: seconds(executions.stopExecution(arn, await error(call))) };
      },
    },
    {
      name: 'ListDurableExecutionsByFunction',
      method: 'GET',
      path: /^\/2025-12-01\/functions\/([^/]+)\/durable-executions$/,
      run(call, reference) {
        const { searchParams } = call.url;
        const target = functions.describe(reference, searchParams.get('Qualifier') ?? undefined);
        access.check(call.caller, 'lambda:ListDurableExecutionsByFunction', target.invokedArn);
        const all = store.ofFunction(target.fn.name).filter(wantedBy(searchParams, target));
        const ordered = searchParams.get('ReverseOrder') === 'true' ? all.reverse() : all;
        return listed(call.url, 'DurableExecutions', ordered.map(summary));
      },
    },
    {
      ...{ name: 'SendDurableExecutionCallbackSuccess', method: 'POST', path: onCallback('succeed') },
      async run(call, callbackId) {
        onCallbackOf(call, 'SendDurableExecutionCallbackSuccess', callbackId);
        const body = await readBody(call.request, mostCallbackBytes).catch(tooLong);
        executions.succeed(callbackId, body.toString('utf8'));
        return {};
      },
    },
    {
      ...{ name: 'SendDurableExecutionCallbackFailure', method: 'POST', path: onCallback('fail') },
      async run(call, callbackId) {
        onCallbackOf(call, 'SendDurableExecutionCallbackFailure', callbackId);
        executions.fail(callbackId, await error(call));
        return {};
      },
    },
    {
      ...{ name: 'SendDurableExecutionCallbackHeartbeat', method: 'POST', path: onCallback('heartbeat') },
      run(call, callbackId) {
        onCallbackOf(call, 'SendDurableExecutionCallbackHeartbeat', callbackId);
        executions.heartbeat(callbackId);
        return {};
      },
    },
  ];

  return {
    names: operations.map(({ name }) => name),
    async answer(call) {
      for (const { method, path, run } of operations) {
        const match = call.request.method === method ? path.exec(call.url.pathname) : null;
        if (match) return { status: 200, body: await run(call, decodeURIComponent(match[1] ?? '')) };
      }
      return undefined;
    },
  };
}

function wantedBy(
  searchParams: URLSearchParams,
  { fn, version, invokedArn }: { fn: { arn: string }; version: string; invokedArn: string },
): (execution: Execution) => boolean {
  const name = searchParams.get('DurableExecutionName');
  const statuses = searchParams.getAll('Statuses');
  const after = dateOf(searchParams.get('StartedAfter')) ?? Number.NEGATIVE_INFINITY;
  const before = dateOf(searchParams.get('StartedBefore')) ?? Number.POSITIVE_INFINITY;
  return (execution) =>
    (invokedArn === fn.arn || execution.version === version) &&
    (name === null || execution.name === name) &&
    (statuses.length === 0 || statuses.includes(execution.status)) &&
    execution.started_at > after &&
    execution.started_at < before;
}

function dateOf(text: string | null): number | undefined {
  if (text === null) return undefined;
  const ms = /^[\d.]+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
  if (Number.isNaN(ms)) throw invalid(`${text} is no time.`);
  return ms;
}

const summary = (execution: Execution): object => ({
  DurableExecutionArn: execution.arn,
  DurableExecutionName: execution.name,
  FunctionArn: execution.invoked_arn,
  Status: execution.status,
  StartTimestamp: seconds(execution.started_at),
  ...(execution.ended_at !== null && { EndTimestamp: seconds(execution.ended_at) }),
});

/** Times as AWS writes them; without payloads unless asked for. */
function shownEvent(event: HistoryEvent, withData: boolean): object {
  return JSON.parse(
    JSON.stringify(event, (name, value: unknown) => {
      if (name.endsWith('Timestamp') && typeof value === 'number') return seconds(value);
      return name === 'Payload' && !withData ? undefined : value;
    }),
  );
}

function itemsOf({ searchParams }: URL): number {
  const asked = Number(searchParams.get('MaxItems') ?? 0);
  if (!Number.isInteger(asked) || asked < 0 || asked > mostInPage)
    throw invalid(`MaxItems is a number up to ${mostInPage}.`);
  return asked === 0 ? mostInPage : asked;
}

function listed(url: URL, member: string, all: readonly object[]): object {
  const marker = url.searchParams.get('Marker') ?? undefined;
  const { items, next } = pageOf(all, itemsOf(url), marker, invalid('Invalid Marker.'));
  return { [member]: items, ...(next !== undefined && { NextMarker: next }) };
}

async function json(call: Call): Promise<unknown> {
  const text = (await readBody(call.request)).toString('utf8');
  try {
    return text === '' ? {} : (JSON.parse(text) as unknown);
  } catch {
    throw invalid('Could not parse request body into json.');
  }
}

async function error(call: Call): Promise<ErrorObject> {
  return readInput(errorObject, await json(call), invalid);
}

function tooLong(error: unknown): never {
  throw error instanceof RangeError ? invalid('The result of a callback has 1 MB at most.') : error;
}
