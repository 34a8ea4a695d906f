import { CallbackTimeoutError, createRetryStrategy } from '@aws/durable-execution-sdk-js';
import type { Process } from './durable.ts';
import type { Steps } from './steps.ts';

/** Ten attempts in nine hours at most, half of that on average: an outage of an afternoon ends no process. */
const patiently = createRetryStrategy({
  ...{ maxAttempts: 10, backoffRate: 4 },
  ...{ initialDelay: { seconds: 15 }, maxDelay: { hours: 2 } },
});

/** The steps of a durable execution. */
export const durableSteps = (process: Process): Steps => ({
  once: (name, work) => process.step(name, work, { retryStrategy: patiently }),
  pause: (name, seconds) => process.wait(name, { seconds }),
  async word(name, seconds) {
    const [word, token] = await process.createCallback(name, { timeout: { seconds } });
    return {
      token,
      async came() {
        try {
          await word;
          return true;
        } catch (error) {
          if (error instanceof CallbackTimeoutError) return false;
          throw error;
        }
      },
    };
  },
});
