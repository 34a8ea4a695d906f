import { join } from 'node:path';
import {
  GetDurableExecutionCommand,
  GetDurableExecutionHistoryCommand,
  InvokeCommand,
  ListDurableExecutionsByFunctionCommand,
  SendDurableExecutionCallbackFailureCommand,
  SendDurableExecutionCallbackHeartbeatCommand,
  SendDurableExecutionCallbackSuccessCommand,
  StopDurableExecutionCommand,
} from '@aws-sdk/client-lambda';
import { eventually } from '../../../../../testing/src/eventually.ts';
import { bundled, type DurableFixture, durableFixture } from '../../../../test/durable-fixture.ts';
import { failuresArn } from '../../../../test/lambda-fixture.ts';

let code: string;
let fixture: DurableFixture;
beforeAll(async () => {
  code = await bundled(`
    import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
    import { withDurableExecution } from '@aws/durable-execution-sdk-js';
    const flows = {
      async steps(event, context) {
        const one = await context.step('one', async () => { console.log('ONE RUNS'); return event.n + 1; });
        await context.wait('an-hour', { hours: 1 });
        return context.step('two', async () => { console.log('TWO RUNS'); return one * 10; });
      },
      async retry({ mark }, context) {
        return context.step('flaky', async () => {
          console.log('ATTEMPT');
          appendFileSync(mark, '.');
          if (readFileSync(mark, 'utf8').length < 3) throw new Error('not yet');
          return 'at last';
        }, { retryStrategy: (error, made) => ({ shouldRetry: made < 5, delay: { minutes: made } }) });
      },
      async approval(event, context) {
        const answer = await context.waitForCallback('approval', async (id) => { console.log('CALLBACK ' + id + ' END'); },
          { timeout: { days: 2 }, ...event.options });
        return { answer };
      },
      async parallel(event, context) {
        const { successCount } = await context.parallel('both', [
          async (own) => { await own.wait({ hours: 1 }); return own.step('left', async () => 'left'); },
          async (own) => own.step('right', async () => 'right'),
        ]);
        return successCount;
      },
      async failure(event, context) {
        await context.step('never', async () => { throw new Error('no way'); }, { retryStrategy: () => ({ shouldRetry: false }) });
      },
      async unsteady({ mark }, context) {
        await context.step(existsSync(mark) ? 'another' : 'first', async () => 1);
        writeFileSync(mark, '');
        await context.wait('pause', { hours: 2 });
      },
      async crash({ mark }, context) {
        const n = await context.step('kept', async () => { console.log('KEPT RUNS'); return 7; });
        if (existsSync(mark)) return n;
        writeFileSync(mark, '');
        process.exit(1);
      },
      async large(event, context) {
        return 'x'.repeat(7 * 1024 * 1024);
      },
    };
    export const handler = withDurableExecution((event, context) => flows[event.flow](event, context));
  `);
});
beforeEach(async () => {
  fixture = await durableFixture();
  fixture.lambda.start();
});
afterEach(() => fixture.stop());

/** A file by which code knows what it has done before. */
const mark = () => join(fixture.folder, 'mark');
const asyncInvoke = (flow: string, rest: object = {}, DurableExecutionName?: string) =>
  fixture.client.send(
    new InvokeCommand({
      ...{ FunctionName: 'app-Flow:live', InvocationType: 'Event', DurableExecutionName },
      Payload: JSON.stringify({ flow, ...rest }),
    }),
  );
const execution = (DurableExecutionArn: string | undefined) =>
  fixture.client.send(new GetDurableExecutionCommand({ DurableExecutionArn, IncludeExecutionData: true }));
const history = async (DurableExecutionArn: string | undefined) => {
  const asked = { DurableExecutionArn, IncludeExecutionData: true };
  return (await fixture.client.send(new GetDurableExecutionHistoryCommand(asked))).Events ?? [];
};
const ended = (arn: string | undefined) =>
  eventually(async () => {
    const one = await execution(arn);
    return one.Status !== 'RUNNING' && one;
  });
const lines = (mark: string) => fixture.lines('Flow').filter((line) => line.includes(mark));
/** @param nth of all that were asked for */
const callbackId = (nth = 1) =>
  eventually(
    () =>
      [
        ...lines('CALLBACK')
          .join(' ')
          .matchAll(/CALLBACK (\S+) END/g),
      ][nth - 1]?.[1] ?? false,
  );

describe('makeExecutions', () => {
  it('runs steps once, over a wait of an hour', async () => {
    await fixture.durable('Flow', code);
    const { DurableExecutionArn, StatusCode } = await asyncInvoke('steps', { n: 1 });
    expect(StatusCode).toBe(202);
    expect(DurableExecutionArn).toMatch(/:function:app-Flow:1\/durable-execution\/[\w-]+\/[\w-]+$/);
    expect(await ended(DurableExecutionArn)).toMatchObject({
      Status: 'SUCCEEDED',
      Result: '20',
      Version: '1',
      InputPayload: '{"flow":"steps","n":1}',
    });
    expect([lines('ONE RUNS').length, lines('TWO RUNS').length]).toEqual([1, 1]);
    expect((await history(DurableExecutionArn)).map(({ EventType }) => EventType)).toEqual([
      ...['ExecutionStarted', 'StepStarted', 'StepSucceeded', 'WaitStarted', 'InvocationCompleted'],
      ...['WaitSucceeded', 'StepStarted', 'StepSucceeded', 'InvocationCompleted', 'ExecutionSucceeded'],
    ]);
  });

  it('tries a step again after its own delay', async () => {
    await fixture.durable('Flow', code);
    const { DurableExecutionArn } = await asyncInvoke('retry', { mark: mark() });
    expect(await ended(DurableExecutionArn)).toMatchObject({ Status: 'SUCCEEDED', Result: '"at last"' });
    expect(lines('ATTEMPT')).toHaveLength(3);
  });

  it('waits for a callback, and is told once', async () => {
    await fixture.durable('Flow', code);
    const { DurableExecutionArn } = await asyncInvoke('approval', { options: { timeout: { days: 300 } } });
    const CallbackId = await callbackId();
    await fixture.client.send(new SendDurableExecutionCallbackHeartbeatCommand({ CallbackId }));
    const success = new SendDurableExecutionCallbackSuccessCommand({ CallbackId, Result: '"yes"' });
    await fixture.client.send(success);
    expect(await ended(DurableExecutionArn)).toMatchObject({ Status: 'SUCCEEDED' });
    await expect(fixture.client.send(success)).rejects.toMatchObject({ name: 'CallbackTimeoutException' });
    const wrong = new SendDurableExecutionCallbackSuccessCommand({ CallbackId: 'bm9uZQ==' });
    await expect(fixture.client.send(wrong)).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    });
  });

  it('tells a waiting execution of a failure, of silence, and of time that is over', async () => {
    await fixture.durable('Flow', code);
    const { DurableExecutionArn: failed } = await asyncInvoke('approval');
    const CallbackId = await callbackId();
    const refused = { ErrorType: 'Refused', ErrorMessage: 'not like this' };
    await fixture.client.send(new SendDurableExecutionCallbackFailureCommand({ CallbackId, Error: refused }));
    const silent = await asyncInvoke('approval', { options: { heartbeatTimeout: { minutes: 5 } } });
    const late = await asyncInvoke('approval', { options: { timeout: { hours: 1 } } });
    expect((await ended(failed)).Error).toMatchObject({ ErrorMessage: 'not like this' });
    expect((await ended(silent.DurableExecutionArn)).Error?.ErrorMessage).toMatch(/heartbeat/);
    expect((await ended(late.DurableExecutionArn)).Error?.ErrorMessage).toMatch(/timed out/);
  });

  it('runs branches beside each other, of which one waits', async () => {
    await fixture.durable('Flow', code);
    const { DurableExecutionArn } = await asyncInvoke('parallel');
    expect(await ended(DurableExecutionArn)).toMatchObject({ Status: 'SUCCEEDED', Result: '2' });
  });

  it('hands the event of a failed execution on, and does not begin it again', async () => {
    await fixture.durable('Flow', code, { DeadLetterConfig: { TargetArn: failuresArn } });
    const { DurableExecutionArn } = await asyncInvoke('failure');
    expect(await ended(DurableExecutionArn)).toMatchObject({
      Status: 'FAILED',
      Error: { ErrorMessage: expect.stringContaining('no way') },
    });
    expect(fixture.queues.bodies(failuresArn)).toEqual(['{"flow":"failure"}']);
    expect(lines('START')).toHaveLength(1);
    expect(fixture.measured).toContainEqual(
      expect.objectContaining({ name: 'DurableExecutionFailed', value: 1, dimensions: {} }),
    );
  });

  it('fails code that does something else at a replay', async () => {
    await fixture.durable('Flow', code);
    const { DurableExecutionArn } = await asyncInvoke('unsteady', { mark: mark() });
    expect(await ended(DurableExecutionArn)).toMatchObject({
      Status: 'FAILED',
      Error: { ErrorMessage: expect.stringMatching(/deterministic/i) },
    });
  });

  it('invokes again what broke, and repeats no step', async () => {
    await fixture.durable('Flow', code);
    const { DurableExecutionArn } = await asyncInvoke('crash', { mark: mark() });
    expect(await ended(DurableExecutionArn)).toMatchObject({ Status: 'SUCCEEDED', Result: '7' });
    expect(lines('KEPT RUNS')).toHaveLength(1);
  });

  it('begins once under one name, and refuses the name for another payload', async () => {
    await fixture.durable('Flow', code);
    const first = await asyncInvoke('steps', { n: 1 }, 'order-1');
    const again = await asyncInvoke('steps', { n: 1 }, 'order-1');
    expect(again.DurableExecutionArn).toBe(first.DurableExecutionArn);
    await expect(asyncInvoke('steps', { n: 2 }, 'order-1')).rejects.toMatchObject({
      name: 'DurableExecutionAlreadyStartedException',
      $metadata: { httpStatusCode: 409 },
    });
    await ended(first.DurableExecutionArn);
    expect((await asyncInvoke('steps', { n: 1 }, 'order-1')).DurableExecutionArn).toBe(
      first.DurableExecutionArn,
    );
    expect(lines('ONE RUNS')).toHaveLength(1);
    const asked = { FunctionName: 'app-Flow', DurableExecutionName: 'order-1' };
    const { DurableExecutions } = await fixture.client.send(
      new ListDurableExecutionsByFunctionCommand(asked),
    );
    expect(DurableExecutions).toMatchObject([{ DurableExecutionName: 'order-1', Status: 'SUCCEEDED' }]);
  });

  it('answers a caller that waits, one of fifteen minutes at most, by version or alias', async () => {
    await fixture.durable('Flow', code, { DurableConfig: { ExecutionTimeout: 900 } });
    const asked = (FunctionName: string, flow: string) =>
      fixture.client.send(
        new InvokeCommand({ FunctionName, Payload: JSON.stringify({ flow, mark: mark() }) }),
      );
    const { Payload, DurableExecutionArn } = await asked('app-Flow:live', 'retry');
    expect([Payload?.transformToString(), DurableExecutionArn]).toEqual([
      '"at last"',
      expect.stringContaining(':app-Flow:1/durable-execution/'),
    ]);
    const failed = await asked('app-Flow:1', 'failure');
    expect([failed.FunctionError, failed.Payload?.transformToString()]).toEqual([
      'Unhandled',
      expect.stringContaining('no way'),
    ]);
    await expect(asked('app-Flow', 'retry')).rejects.toThrow(/unqualified ARN/);
    await fixture.durable('Flow', code, { DurableConfig: { ExecutionTimeout: 901 } });
    await expect(asked('app-Flow:live', 'retry')).rejects.toThrow(/greater than 15 minutes/);
  });

  it('ends at its timeout, and when it is stopped', async () => {
    await fixture.durable('Flow', code, { DurableConfig: { ExecutionTimeout: 1800 } });
    // Nothing but the execution's own timeout wakes it.
    const late = await asyncInvoke('approval', { options: { timeout: { days: 300 } } });
    expect(await ended(late.DurableExecutionArn)).toMatchObject({ Status: 'TIMED_OUT' });
    const stopped = await asyncInvoke('approval');
    const CallbackId = await callbackId(2);
    const { DurableExecutionArn } = stopped;
    await fixture.client.send(
      new StopDurableExecutionCommand({ DurableExecutionArn, Error: { ErrorMessage: 'enough' } }),
    );
    expect(await execution(DurableExecutionArn)).toMatchObject({
      Status: 'STOPPED',
      Error: { ErrorMessage: 'enough' },
    });
    await expect(
      fixture.client.send(new SendDurableExecutionCallbackSuccessCommand({ CallbackId })),
    ).rejects.toMatchObject({ name: 'CallbackTimeoutException' });
    expect(lines('TWO RUNS')).toEqual([]);
  });

  it('keeps a result that is too large to be returned', async () => {
    await fixture.durable('Flow', code);
    const { DurableExecutionArn } = await asyncInvoke('large');
    const { Status, Result } = await ended(DurableExecutionArn);
    expect([Status, Result?.length]).toEqual(['SUCCEEDED', 7 * 1024 * 1024 + 2]);
  });

  it('goes on after a restart in the middle of a wait, with the version that it began with', async () => {
    await fixture.durable('Flow', code);
    const { DurableExecutionArn } = await asyncInvoke('steps', { n: 1 });
    await eventually(async () => (await history(DurableExecutionArn)).length === 5);
    const { folder, port } = fixture;
    await fixture.stop(true);
    fixture = await durableFixture(folder, port);
    const other = code.replace("'TWO RUNS'", "'CHANGED RUNS'").replaceAll('"TWO RUNS"', '"CHANGED RUNS"');
    await fixture.durable('Flow', other);
    fixture.lambda.start();
    fixture.lambda.tidy();
    expect(await ended(DurableExecutionArn)).toMatchObject({
      Status: 'SUCCEEDED',
      Result: '20',
      Version: '1',
    });
    expect([lines('ONE RUNS'), lines('TWO RUNS').length, lines('CHANGED RUNS')]).toEqual([[], 1, []]);
    const { DurableExecutionArn: later } = await asyncInvoke('steps', { n: 2 });
    expect(await ended(later)).toMatchObject({ Version: '2', Result: '30' });
    expect(lines('CHANGED RUNS')).toHaveLength(1);
  });
});
