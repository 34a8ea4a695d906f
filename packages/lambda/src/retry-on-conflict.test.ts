import { jitter, retryOnConflict } from './retry-on-conflict.ts';

class ConflictError extends Error {}

/** Fails as often as told, then answers. */
function failing(times: number, error: Error = new ConflictError()) {
  let calls = 0;
  return {
    calls: () => calls,
    async work() {
      calls += 1;
      if (calls <= times) throw error;
      return 'done';
    },
  };
}

describe('retryOnConflict', () => {
  it('runs again from the start after a pause, until nobody comes between', async () => {
    const pauses: number[] = [];
    const { work, calls } = failing(3);
    const pause = async (attempt: number) => void pauses.push(attempt);
    expect(await retryOnConflict(ConflictError, work, pause)).toBe('done');
    expect(calls()).toBe(4);
    expect(pauses).toEqual([1, 2, 3]);
  });

  it('gives up after the eighth attempt', async () => {
    const { work, calls } = failing(8);
    await expect(retryOnConflict(ConflictError, work, async () => {})).rejects.toThrow(ConflictError);
    expect(calls()).toBe(8);
  });

  it('throws everything else at once', async () => {
    const { work, calls } = failing(1, new RangeError('no conflict'));
    await expect(retryOnConflict(ConflictError, work)).rejects.toThrow(RangeError);
    expect(calls()).toBe(1);
  });
});

describe('jitter', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it.each([
    [1, 2],
    [2, 4],
    [5, 32],
    [7, 50],
  ])('pauses after attempt %d for at most %d ms', async (attempt, boundMs) => {
    const waited = async (random: number) => {
      const before = Date.now();
      const pausing = jitter(() => random)(attempt);
      await jest.runAllTimersAsync();
      await pausing;
      return Date.now() - before;
    };
    expect(await waited(1)).toBe(boundMs);
    expect(await waited(0.5)).toBe(boundMs / 2);
  });
});
