import { GetDurableExecutionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { defineRoute } from '@shutterbus/contracts/route';
import { mockClient } from 'aws-sdk-client-mock';
import * as z from 'zod';
import {
  type Answer,
  answersWith,
  finishesReleaseCheck,
  type Probe,
  probeReleased,
  refusesUnknownEvent,
  takesEmptyBatch,
} from './probes.ts';

const lambda = mockClient(LambdaClient);
const bytes = (value: unknown) => Buffer.from(JSON.stringify(value)) as never;

beforeEach(() => lambda.reset());

describe('probeReleased', () => {
  const table = { GetItem: takesEmptyBatch, RelayShop: takesEmptyBatch };
  const released = (functionName: string, version = '7') => ({ functionName, version });
  const run = (...versions: ReturnType<typeof released>[]) =>
    probeReleased(table, versions, new LambdaClient({}));

  it('calls the version that is released, and no other', async () => {
    lambda.on(InvokeCommand).resolves({ Payload: bytes({ batchItemFailures: [] }) });
    await run(released('app-Shop-1ABC-GetItem-x1y2z3x1y2z3'));
    expect(lambda.commandCalls(InvokeCommand).map(({ args }) => args[0].input.FunctionName)).toEqual([
      'app-Shop-1ABC-GetItem-x1y2z3x1y2z3:7',
    ]);
  });

  it('names each version whose answer is wrong', async () => {
    lambda.on(InvokeCommand).resolves({ Payload: bytes({ batchItemFailures: ['x'] }) });
    await expect(run(released('app-GetItem'), released('app-RelayShop', '2'))).rejects.toThrow(
      /^app-GetItem:7: did not take an empty batch · app-RelayShop:2: did not take an empty batch$/,
    );
  });

  it.each([['app-ForgetItem'], ['app-GetItems'], ['app-GetItem-short']])(
    'lets no release pass of %s, for which there is no probe',
    async (name) => {
      await expect(run(released(name))).rejects.toThrow(`There is no probe for ${name}`);
      expect(lambda.commandCalls(InvokeCommand)).toHaveLength(0);
    },
  );

  it('takes no error for an answer, whatever comes with it', async () => {
    const Payload = bytes({ errorType: 'TypeError', errorMessage: 'no', batchItemFailures: [] });
    lambda.on(InvokeCommand).resolves({ FunctionError: 'Unhandled', Payload });
    await expect(run(released('app-GetItem'))).rejects.toThrow(
      'app-GetItem:7: did not take an empty batch (TypeError)',
    );
  });

  it('follows an execution of the version until its end', async () => {
    const ask = () =>
      probeReleased({ LeaveShop: finishesReleaseCheck }, [released('app-LeaveShop')], new LambdaClient({}));
    lambda.on(InvokeCommand).resolves({ DurableExecutionArn: 'arn:execution' });
    const asked = lambda.on(GetDurableExecutionCommand);
    asked.resolvesOnce({ Status: 'RUNNING' }).resolves({ Status: 'SUCCEEDED', Result: '"release"' });
    await ask();
    expect(lambda.commandCalls(InvokeCommand)[0]?.args[0].input).toMatchObject({
      ...{ FunctionName: 'app-LeaveShop:7', InvocationType: 'Event' },
      Payload: bytes({ check: 'release' }),
    });
    asked.resolves({ Status: 'SUCCEEDED', Result: '"something"' });
    await expect(ask()).rejects.toThrow('app-LeaveShop:7: finished an execution with another answer');
    asked.resolves({ Status: 'FAILED', Error: { ErrorType: 'TypeError' } });
    await expect(ask()).rejects.toThrow('did not finish an execution (TypeError)');
    asked.resolves({ Status: 'TIMED_OUT' });
    await expect(ask()).rejects.toThrow('did not finish an execution (TIMED_OUT)');
  });

  it('takes silence for an error where Lambda says so', async () => {
    lambda.on(InvokeCommand).resolves({ FunctionError: 'Unhandled' });
    await expect(run(released('app-GetItem'))).rejects.toThrow('did not take an empty batch (Unhandled)');
  });

  it('lets no deployment pass that names no function', async () => {
    await expect(run()).rejects.toThrow('There is no probe for a deployment without a function');
  });
});

describe('a probe', () => {
  const saysOf = (probe: Probe, payload: unknown) => probe(async (): Promise<Answer> => ({ payload }));
  const saysOfError = (probe: Probe, errorType: string) =>
    probe(async (): Promise<Answer> => ({ payload: undefined, errorType }));
  const shape = z.object({ id: z.string(), owner: z.object({ name: z.string() }) });
  const route = defineRoute({
    id: 'getItem',
    method: 'GET',
    path: '/v1/items/{id}',
    summary: 'For the test.',
    responses: { 200: shape },
  });

  it('of a request wants its status', async () => {
    const probe = answersWith(route, {}, 404);
    expect(await saysOf(probe, { statusCode: 404 })).toBeUndefined();
    expect(await saysOf(probe, { statusCode: 200 })).toBe('answered 200 instead of 404');
    expect(await saysOf(probe, null)).toBe('answered nothing of HTTP instead of 404');
    expect(await saysOfError(probe, 'TypeError')).toBe('answered with an error (TypeError) instead of 404');
  });

  it('of a request wants the shape of the contract', async () => {
    const probe = answersWith(route, {}, 200, shape);
    const body = (value: unknown) => ({ statusCode: 200, body: JSON.stringify(value) });
    expect(await saysOf(probe, body({ id: 'a', owner: { name: 'Anna' } }))).toBeUndefined();
    expect(await saysOf(probe, body({ id: 1, owner: {} }))).toBe(
      'answered 200 in another shape (id, owner.name)',
    );
    expect(await saysOf(probe, { statusCode: 200 })).toBe('answered 200 in another shape (the whole)');
  });

  it('of a consumer wants a refusal, by the consumer itself', async () => {
    expect(await saysOfError(refusesUnknownEvent, 'UnreadableEventError')).toBeUndefined();
    expect(await saysOf(refusesUnknownEvent, null)).toContain('took it');
    expect(await saysOfError(refusesUnknownEvent, 'Runtime.ImportModuleError')).toContain(
      'ImportModuleError',
    );
  });

  it('of a worker wants an empty list of failures', async () => {
    expect(await saysOf(takesEmptyBatch, { batchItemFailures: [] })).toBeUndefined();
    expect(await saysOf(takesEmptyBatch, {})).toBe('did not take an empty batch');
  });
});
