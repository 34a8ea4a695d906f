import middy from '@middy/core';
import { defineRoute } from '@shutterbus/contracts/route';
import type { SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { apiEvent, lambdaContext } from './api-event.fixture.ts';

/** Modules that read their environment at their start, as in a version of release r7 with a budget of 200 ms. */
async function modules() {
  jest.resetModules();
  Object.assign(process.env, {
    POWERTOOLS_SERVICE_NAME: 'media',
    POWERTOOLS_METRICS_NAMESPACE: 'app',
    POWERTOOLS_METRICS_DISABLED: 'false',
    // Lines go to the console that a test can see.
    POWERTOOLS_DEV: 'true',
    RELEASE: 'r7',
    BUDGET_MS: '200',
  });
  const [{ watched }, { httpHandler, ok }, { failedItems }, { DomainError }] = await Promise.all([
    import('./watched.ts'),
    import('./http.ts'),
    import('./batch.ts'),
    import('@shutterbus/contracts/domain-error'),
  ]);
  return { watched, httpHandler, ok, failedItems, DomainError };
}

const route = defineRoute({
  id: 'look',
  method: 'GET',
  path: '/v1/things/{id}',
  summary: 'For the test.',
  params: z.object({ id: z.string() }),
  responses: { 200: z.object({}) },
});
const request = apiEvent({ pathParameters: { id: 'abc' } });

describe('watched', () => {
  let lines: Record<string, unknown>[];
  const environment = { ...process.env };
  beforeEach(() => {
    lines = [];
    jest.spyOn(console, 'log').mockImplementation((line: string) => {
      const parsed: unknown = JSON.parse(line);
      if (typeof parsed === 'object' && parsed !== null && '_aws' in parsed) lines.push({ ...parsed });
    });
  });
  afterEach(() => {
    jest.restoreAllMocks();
    process.env = { ...environment };
  });

  const counted = (name: string): unknown[] => lines.flatMap((line) => (name in line ? [line[name]] : []));

  it('names the invocation in the lines of each message of a batch', async () => {
    process.env.POWERTOOLS_LOG_LEVEL = 'INFO';
    await modules();
    const { queueBody, queueHandler } = await import('./queue.ts');
    const said: Record<string, unknown>[] = [];
    for (const level of ['info', 'warn', 'error'] as const)
      jest
        .spyOn(globalThis.console, level as 'info')
        .mockImplementation((line: string) => void said.push(JSON.parse(line)));
    const handler = queueHandler(z.number(), async (number) => {
      if (number === 2) throw new Error('not this one');
    });
    const trace = { correlationId: 'c', causationId: 'x' };
    const record = (number: number) =>
      ({ messageId: String(number), body: queueBody(number, trace), attributes: {} }) as SQSRecord;
    await handler({ Records: [1, 2, 3].map(record) }, lambdaContext());
    expect(said.length).toBeGreaterThan(3);
    expect(new Set(said.map(({ requestId }) => requestId))).toEqual(new Set([lambdaContext().awsRequestId]));
    expect(said.filter(({ message }) => message === 'Received work from the queue')).toHaveLength(3);
  });

  it('names the invocation and the request in each line', async () => {
    process.env.POWERTOOLS_LOG_LEVEL = 'INFO';
    const { httpHandler, ok } = await modules();
    const said: Record<string, unknown>[] = [];
    jest.spyOn(console, 'info').mockImplementation((line: string) => void said.push(JSON.parse(line)));
    const handler = httpHandler(route, async () => ok({}));
    await handler(request, lambdaContext());
    await handler(request, { ...lambdaContext(), awsRequestId: 'invocation-2' });
    expect(said).toEqual([
      expect.objectContaining({ message: 'Answered', requestId: 'invocation-1', causationId: 'request-1' }),
      expect.objectContaining({ message: 'Answered', requestId: 'invocation-2', causationId: 'request-1' }),
    ]);
  });

  it('counts a bug that people read as 500, under the service and under its release', async () => {
    const { httpHandler } = await modules();
    const handler = httpHandler(route, async () => {
      throw new TypeError('bug');
    });
    expect(await handler(request, lambdaContext())).toMatchObject({ statusCode: 500 });
    expect(lines).toEqual([
      expect.objectContaining({
        Faults: 1,
        service: 'media',
        release: 'r7',
        function: 'function',
        version: '$LATEST',
        _aws: expect.objectContaining({
          CloudWatchMetrics: [
            expect.objectContaining({ Namespace: 'app', Dimensions: [['service'], ['service', 'release']] }),
          ],
        }),
      }),
    ]);
  });

  it('counts no fault where a request is refused or answered', async () => {
    const { httpHandler, ok, DomainError } = await modules();
    const refusing = httpHandler(route, async () => {
      throw new DomainError('not-found', 'no-thing', 'There is no such thing.');
    });
    await refusing(request, lambdaContext());
    await httpHandler(route, async () => ok({}))(request, lambdaContext());
    expect(lines).toEqual([]);
  });

  it('counts what is thrown, but no refusal', async () => {
    const { watched, DomainError } = await modules();
    const throwing = (error: Error) =>
      middy()
        .use(watched())
        .handler(async () => {
          throw error;
        });
    await expect(throwing(new Error('bug'))({}, lambdaContext())).rejects.toThrow('bug');
    await expect(
      throwing(new DomainError('conflict', 'taken', 'Taken.'))({}, lambdaContext()),
    ).rejects.toThrow('Taken.');
    expect(counted('Faults')).toEqual([1]);
  });

  it('counts nothing of what a hook asks a version for', async () => {
    const { watched } = await modules();
    const handler = middy()
      .use(watched())
      .handler(async () => {
        throw new Error('no reader for this event');
      });
    const asked = { ...lambdaContext(), invokedFunctionArn: `${lambdaContext().invokedFunctionArn}:7` };
    await expect(handler({}, asked)).rejects.toThrow('no reader');
    expect(lines).toEqual([]);
  });

  it('counts each item that an answer names as failed', async () => {
    const { watched, failedItems } = await modules();
    const handler = middy<unknown, { batchItemFailures: unknown[] }>()
      .use(watched(failedItems))
      .handler(async () => ({ batchItemFailures: [{}, {}] }));
    await handler({}, lambdaContext());
    expect(counted('Faults')).toEqual([2]);
  });

  it('counts no fault for a message for which it is not time yet, and no word of it is an error', async () => {
    process.env.POWERTOOLS_LOG_LEVEL = 'INFO';
    await modules();
    for (const level of ['info', 'warn'] as const)
      jest.spyOn(globalThis.console, level).mockImplementation(() => undefined);
    const error = jest.spyOn(globalThis.console, 'error').mockImplementation(() => undefined);
    const { queueBody, queueHandler } = await import('./queue.ts');
    const { NotYetError } = await import('./not-yet.ts');
    const handler = queueHandler(z.number(), async (number) => {
      if (number > 1) throw number === 2 ? new NotYetError({}) : new Error('bug');
    });
    const trace = { correlationId: 'c', causationId: 'x' };
    const record = (number: number) =>
      ({ messageId: String(number), body: queueBody(number, trace), attributes: {} }) as SQSRecord;
    const back = (...ids: string[]) => ({
      batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
    });
    // All of a batch, too: it is answered, not thrown.
    expect(await handler({ Records: [2, 2].map(record) }, lambdaContext())).toEqual(back('2', '2'));
    expect(await handler({ Records: [1, 2].map(record) }, lambdaContext())).toEqual(back('2'));
    expect([counted('Faults'), error.mock.calls.length]).toEqual([[], 0]);
    expect(await handler({ Records: [1, 2, 3].map(record) }, lambdaContext())).toEqual(back('2', '3'));
    expect([counted('Faults'), error.mock.calls.length]).toEqual([[1], 1]);
    await expect(handler({ Records: [2, 3].map(record) }, lambdaContext())).rejects.toThrow('All 2 messages');
    expect(counted('Faults')).toEqual([1, 1]);
  });

  it('counts as slow what takes longer than the budget of the function', async () => {
    const { watched } = await modules();
    const times = [1000, 1199, 2000, 2201];
    jest.spyOn(performance, 'now').mockImplementation(() => times.shift() ?? 0);
    const handler = middy()
      .use(watched())
      .handler(async () => undefined);
    const byAlias = { ...lambdaContext(), invokedFunctionArn: `${lambdaContext().invokedFunctionArn}:live` };
    await handler({}, byAlias);
    expect(counted('Slow')).toEqual([]);
    await handler({}, byAlias);
    expect(counted('Slow')).toEqual([1]);
  });
});
