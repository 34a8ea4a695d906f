import { LocalDurableTestRunner } from '@aws/durable-execution-sdk-js-testing';
import * as z from 'zod';
import { releaseCheck } from './release-check.ts';

const input = z.object({ correlationId: z.string(), n: z.number() });
const lines: Record<string, unknown>[] = [];
let durableHandler: typeof import('./durable.ts').durableHandler;
const environment = { ...process.env };

beforeAll(async () => {
  // Lines go to the console that a test can see.
  const own = {
    POWERTOOLS_METRICS_NAMESPACE: 'app',
    POWERTOOLS_METRICS_DISABLED: 'false',
    POWERTOOLS_DEV: 'true',
    POWERTOOLS_LOG_LEVEL: 'INFO',
  };
  Object.assign(process.env, own);
  ({ durableHandler } = await import('./durable.ts'));
  await LocalDurableTestRunner.setupTestEnvironment({ skipTime: true });
});
afterAll(async () => {
  await LocalDurableTestRunner.teardownTestEnvironment();
  process.env = environment;
});
beforeEach(() => {
  lines.length = 0;
  const keep = (...[line]: unknown[]) => void lines.push(JSON.parse(String(line)) as Record<string, unknown>);
  for (const level of ['log', 'info', 'error'] as const) jest.spyOn(console, level).mockImplementation(keep);
});
afterEach(() => jest.restoreAllMocks());

const said = (message: string) => lines.filter((line) => line.message === message);
const faults = () => lines.filter((line) => line.Faults !== undefined);

describe('durableHandler', () => {
  it('says a line once, over the replays that its waits make, with the correlation id', async () => {
    const handlerFunction = durableHandler(input, async ({ n }, process) => {
      process.logger.info('Begun');
      const twice = await process.step('twice', async () => n * 2);
      await process.wait('days', { days: 14 });
      process.logger.info('Woken');
      return twice;
    });
    const runner = new LocalDurableTestRunner({ handlerFunction });
    const execution = await runner.run({ payload: { correlationId: 'corr-1', n: 4 } });
    expect(execution.getResult()).toBe(8);
    expect(execution.getInvocations().length).toBeGreaterThan(1);
    expect([said('Begun').length, said('Woken').length]).toEqual([1, 1]);
    expect(said('Woken')).toMatchObject([{ correlationId: 'corr-1', execution: expect.any(String) }]);
    expect(faults()).toEqual([]);
  });

  it('counts one fault for a process that fails, whatever it took, and says why once', async () => {
    let attempts = 0;
    const handlerFunction = durableHandler(input, async (_, process) => {
      await process.wait('an-hour', { hours: 1 });
      await process.step(
        'never',
        async () => {
          attempts++;
          throw new Error('no way');
        },
        { retryStrategy: (_error, made) => ({ shouldRetry: made < 3, delay: { minutes: 1 } }) },
      );
    });
    const runner = new LocalDurableTestRunner({ handlerFunction });
    const execution = await runner.run({ payload: { correlationId: 'corr-1', n: 4 } });
    expect(execution.getError()).toMatchObject({ errorMessage: 'no way' });
    expect(attempts).toBe(3);
    expect(faults()).toHaveLength(1);
    expect(said('Process failed')).toHaveLength(1);
  });

  it('ends at once when a release asks whether it runs', async () => {
    const work = jest.fn();
    const runner = new LocalDurableTestRunner({ handlerFunction: durableHandler(input, work) });
    expect((await runner.run({ payload: releaseCheck })).getResult()).toBe('release');
    expect(work).not.toHaveBeenCalled();
  });

  it('fails what is started with something else', async () => {
    const handlerFunction = durableHandler(input, async ({ n }) => n);
    const execution = await new LocalDurableTestRunner({ handlerFunction }).run({ payload: { n: 'four' } });
    expect(execution.getStatus()).toBe('FAILED');
    expect(faults()).toHaveLength(1);
  });
});
