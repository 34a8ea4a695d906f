import { backoff, pause } from './backoff.ts';

describe('backoff', () => {
  it('grows up to its bound', () => {
    const waits = backoff({ firstMs: 100, factor: 2, maxMs: 500 });
    expect(Array.from({ length: 5 }, () => waits.next().value)).toEqual([100, 200, 400, 500, 500]);
  });
});

describe('pause', () => {
  it('ends early when its signal is aborted', async () => {
    const controller = new AbortController();
    const waiting = pause(60_000, controller.signal);
    controller.abort(new Error('left the page'));
    await expect(waiting).rejects.toThrow('left the page');
  });
});
