import { makeFastClock } from './fast-clock.ts';

describe('makeFastClock', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('divides waiting by its speed', () => {
    const clock = makeFastClock(60, Date.now);
    const rung: string[] = [];
    clock.after(120_000, () => rung.push('two minutes'));
    clock.after(60_000, () => rung.push('one minute'));
    jest.advanceTimersByTime(999);
    expect(rung).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(rung).toEqual(['one minute']);
    jest.advanceTimersByTime(1000);
    expect(rung).toEqual(['one minute', 'two minutes']);
    expect(clock.now()).toBe(120_000);
  });

  it('forgets what is cancelled, also by what falls due with it', () => {
    const clock = makeFastClock(1, Date.now);
    const rung: string[] = [];
    const cancels = [() => {}, () => {}];
    clock.after(10, () => {
      rung.push('first');
      for (const cancel of cancels) cancel();
    });
    cancels[0] = clock.after(10, () => rung.push('second'));
    cancels[1] = clock.after(20, () => rung.push('third'));
    jest.advanceTimersByTime(100);
    expect(rung).toEqual(['first']);
  });

  it('jumps to what is due next, and stands there where it is held', () => {
    const clock = makeFastClock(60, Date.now);
    const rung: string[] = [];
    expect(clock.leap()).toBe(false);
    clock.after(3_600_000, () => rung.push('an hour'));
    clock.after(7_200_000, () => rung.push('two hours'));
    clock.holdAt(clock.now());
    expect([clock.leap(), rung, clock.now()]).toEqual([true, ['an hour'], 3_600_000]);
    jest.advanceTimersByTime(1_000_000);
    expect(rung).toEqual(['an hour']);
    clock.holdAt(Number.POSITIVE_INFINITY);
    expect(clock.leap()).toBe(true);
    expect(rung).toEqual(['an hour', 'two hours']);
    jest.advanceTimersByTime(1_000);
    expect(clock.now()).toBe(7_260_000);
  });

  it('stands still where it is held, and goes on at its own speed', () => {
    const clock = makeFastClock(10, Date.now);
    const rung: number[] = [];
    clock.after(60_000, () => rung.push(clock.now()));
    clock.holdAt(30_000);
    jest.advanceTimersByTime(60_000);
    expect([clock.now(), rung]).toEqual([30_000, []]);
    clock.holdAt(90_000);
    expect(clock.now()).toBe(30_000);
    jest.advanceTimersByTime(3000);
    expect([clock.now(), rung]).toEqual([60_000, [60_000]]);
    jest.advanceTimersByTime(60_000);
    expect(clock.now()).toBe(90_000);
    clock.holdAt(Number.POSITIVE_INFINITY);
    jest.advanceTimersByTime(1000);
    expect(clock.now()).toBe(100_000);
  });

  it('never goes back', () => {
    const clock = makeFastClock(1, Date.now);
    jest.advanceTimersByTime(50);
    clock.holdAt(20);
    expect(clock.now()).toBe(50);
  });
});
