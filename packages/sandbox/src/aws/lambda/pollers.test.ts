import { makePollers } from './pollers.ts';

function pollers(maximum: number) {
  let now = 0;
  const pass = (ms: number): void => {
    now += ms;
  };
  return { ...makePollers(() => now, maximum), pass };
}

describe('makePollers', () => {
  it('begins with five, and adds five a second while messages wait', () => {
    const { allowed, idle, pass } = pollers(1000);
    pass(60_000);
    idle();
    expect(allowed()).toBe(5);
    pass(2000);
    expect(allowed()).toBe(15);
  });

  it('stays below the maximum', () => {
    const { allowed, pass } = pollers(7);
    pass(60_000);
    expect(allowed()).toBe(7);
    expect(pollers(2).allowed()).toBe(2);
  });

  it('polls for what the function takes once it was refused, and tries one more each minute', () => {
    const { allowed, refused, restForMs, pass } = pollers(1000);
    refused(2, 30_000);
    expect([allowed(), restForMs()]).toEqual([2, 30_000]);
    pass(59_000);
    expect([allowed(), restForMs()]).toEqual([2, 0]);
    pass(1000);
    expect(allowed()).toBe(3);
    refused(0, 30_000);
    expect(allowed()).toBe(1);
  });
});
