import { ownPerformance } from './own-clock.ts';

describe('the clock of a function', () => {
  const clock = () => {
    const lost = { late: 1000, delay: 500 };
    const own = ownPerformance(
      () => lost.late,
      () => lost.delay,
    );
    return { lost, own };
  };

  it.each(['late', 'delay'] as const)('stands still for as long as it was kept: %s', (what) => {
    const { lost, own } = clock();
    const real = performance.now();
    const before = own.now();
    lost[what] += 400;
    const until = performance.now() + 500;
    while (performance.now() < until);
    const passed = own.now() - before;
    expect(passed).toBeGreaterThanOrEqual(90);
    expect(passed).toBeLessThanOrEqual(performance.now() - real - 400);
  });

  it('never goes back', () => {
    const { lost, own } = clock();
    const before = own.now();
    lost.late += 60_000;
    expect(own.now()).toBeGreaterThanOrEqual(before);
  });

  it('is the time of day with its origin, whatever was lost', () => {
    const { lost, own } = clock();
    lost.late += 60_000;
    const before = performance.timeOrigin + performance.now();
    const told = own.timeOrigin + own.now();
    expect(told).toBeGreaterThanOrEqual(before - 1);
    expect(told).toBeLessThanOrEqual(performance.timeOrigin + performance.now() + 1);
  });

  it('is performance in all else', () => {
    const { own } = clock();
    expect(own.mark('here').name).toBe('here');
  });
});
