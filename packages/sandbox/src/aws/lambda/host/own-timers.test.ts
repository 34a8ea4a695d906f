import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { latenessIn, showLateness } from './lateness.ts';
import { ownTimers } from './own-timers.ts';
import { runDelayMs } from './run-delay.ts';

type SetTimeout = (callback: () => void, delay: number) => NodeJS.Timeout;

function timersWhile(late: { ms: number }) {
  const { globals, clear } = ownTimers(() => late.ms);
  return {
    setTimeout: globals.setTimeout as SetTimeout,
    clearTimeout: globals.clearTimeout as typeof clearTimeout,
    clear,
  };
}

const rung = (start: (ring: () => void) => void): Promise<number> => {
  const begun = performance.now();
  return new Promise((resolve) => start(() => resolve(performance.now() - begun)));
};

describe('timers of a function', () => {
  it('go on for as long as the sandbox was late, when they are long', async () => {
    const late = { ms: 500 };
    const timers = timersWhile(late);
    const took = rung((ring) => timers.setTimeout(ring, 1000));
    late.ms += 700;
    expect(await took).toBeGreaterThanOrEqual(1690);
  });

  it('ring in time when it was late before', async () => {
    const took = await rung((ring) => timersWhile({ ms: 60_000 }).setTimeout(ring, 1000));
    expect(took).toBeLessThan(30_000);
  });

  it('ring as usual when they are short', async () => {
    const late = { ms: 0 };
    const took = rung((ring) => timersWhile(late).setTimeout(ring, 20));
    late.ms = 60_000;
    expect(await took).toBeLessThan(30_000);
  });

  it.each(['cleared one by one', 'cleared with their environment'])(
    'end while they go on: %s',
    async (how) => {
      const late = { ms: 0 };
      const timers = timersWhile(late);
      const ring = jest.fn();
      const timer = timers.setTimeout(ring, 1000);
      late.ms = 300;
      await wait(1100);
      if (how === 'cleared one by one') timers.clearTimeout(timer);
      else timers.clear();
      await wait(500);
      expect(ring).not.toHaveBeenCalled();
    },
  );

  it('begin again when they are refreshed', async () => {
    const timers = timersWhile({ ms: 0 });
    const took = await rung((ring) => {
      const timer = timers.setTimeout(ring, 1000);
      setTimeout(() => timer.refresh(), 600);
    });
    expect(took).toBeGreaterThanOrEqual(1590);
  });
});

describe('the lateness of a thread', () => {
  it('is how long it did not get to its timers, also while that lasts', async () => {
    const { shared, end } = showLateness();
    const late = latenessIn(shared);
    const before = late();
    const until = performance.now() + 1000;
    while (performance.now() < until);
    const during = late() - before;
    await wait(300);
    end();
    expect(during).toBeGreaterThanOrEqual(700);
    expect(late() - before).toBeGreaterThanOrEqual(700);
  });

  const counted = existsSync('/proc/thread-self/schedstat') ? it : it.skip;
  // Only Linux says how long a thread waited for a processor.
  counted('is how long it waited for a processor, too', async () => {
    const { shared, end } = showLateness();
    const late = latenessIn(shared);
    const before = late();
    const delayBefore = runDelayMs();
    const neighbours = Array.from(
      { length: 3 * availableParallelism() },
      () => new Worker('for (;;);', { eval: true }),
    );
    // Work in pieces, so that it comes to its timers in between.
    for (const until = performance.now() + 2000; performance.now() < until; await wait(1))
      for (const piece = performance.now() + 20; performance.now() < piece; );
    const delayMs = runDelayMs() - delayBefore;
    await Promise.all(neighbours.map((neighbour) => neighbour.terminate()));
    await wait(200);
    end();
    expect(delayMs).toBeGreaterThan(200);
    expect(late() - before).toBeGreaterThanOrEqual(0.8 * delayMs);
  });
});
