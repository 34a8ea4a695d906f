import { LocalDurableTestRunner } from '@aws/durable-execution-sdk-js-testing';
import * as z from 'zod';
import type { Steps } from './steps.ts';

const input = z.object({ correlationId: z.string() });
let processed: (work: (steps: Steps) => Promise<unknown>) => LocalDurableTestRunner;

beforeAll(async () => {
  const { durableHandler } = await import('./durable.ts');
  const { durableSteps } = await import('./durable-steps.ts');
  processed = (work) =>
    new LocalDurableTestRunner({
      handlerFunction: durableHandler(input, (_, process) => work(durableSteps(process))),
    });
  await LocalDurableTestRunner.setupTestEnvironment({ skipTime: true });
});
afterAll(() => LocalDurableTestRunner.teardownTestEnvironment());

const payload = { correlationId: 'corr-1' };

describe('durableSteps', () => {
  it('does each step once over all invocations, and lets days pass', async () => {
    const done: string[] = [];
    const runner = processed(async (steps) => {
      const first = await steps.once('first', async () => {
        done.push('first');
        return 1;
      });
      await steps.pause('days', 14 * 86_400);
      return steps.once('second', async () => {
        done.push('second');
        return first + 1;
      });
    });
    const execution = await runner.run({ payload });
    expect([execution.getResult(), execution.getInvocations().length > 1]).toEqual([2, true]);
    expect(done).toEqual(['first', 'second']);
  });

  it('tries a step that fails again, ten times in all', async () => {
    let attempts = 0;
    const runner = processed((steps) =>
      steps.once('busy', async () => {
        attempts += 1;
        throw new Error('too busy');
      }),
    );
    expect((await runner.run({ payload })).getError()).toMatchObject({ errorMessage: 'too busy' });
    expect(attempts).toBe(10);
  });

  it('waits for a word that comes, and for one that does not as long as it may', async () => {
    const runner = processed(async (steps) => {
      const first = await steps.word('first', 3600);
      await steps.once('kept', async () => void tokens.push(first.token));
      const came = await first.came();
      // The package's own clock skips no callback's time.
      const second = await steps.word('second', 1);
      return [came, await second.came()];
    });
    const tokens: string[] = [];
    const running = runner.run({ payload });
    const callback = runner.getOperation('first');
    await callback.waitForData();
    await callback.sendCallbackSuccess();
    expect((await running).getResult()).toEqual([true, false]);
    expect(tokens).toEqual([expect.stringMatching(/.{8}/)]);
  });

  it('needs no wait for a word that it no longer wants', async () => {
    const runner = processed(async (steps) => {
      const { token } = await steps.word('unwanted', 3600);
      return typeof token;
    });
    expect((await runner.run({ payload })).getResult()).toBe('string');
  });
});
