import { makeFastClock } from './fast-clock.ts';
import { makeJudgingClock } from './judging-clock.ts';

const seconds = 1000;

describe('makeJudgingClock', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const make = () =>
    makeJudgingClock(makeFastClock(60, Date.now), { aheadMs: 15 * seconds, patienceMs: 60_000 }, Date.now);

  it('runs fast, but no more than a little ahead of the work', () => {
    const clock = make();
    jest.advanceTimersByTime(1000);
    expect(clock.now()).toBe(60 * seconds);
    const end = clock.begin('slow');
    jest.advanceTimersByTime(10_000);
    expect(clock.now()).toBe(75 * seconds);
    end();
    jest.advanceTimersByTime(1000);
    expect(clock.now()).toBe(135 * seconds);
  });

  it('goes as far as the oldest work lets it, whatever ends before that', () => {
    const clock = make();
    const [first, second] = [clock.begin('first'), clock.begin('second')];
    second();
    jest.advanceTimersByTime(10_000);
    expect(clock.now()).toBe(15 * seconds);
    const third = clock.begin('third');
    first();
    jest.advanceTimersByTime(10_000);
    expect(clock.now()).toBe(30 * seconds);
    third();
  });

  it('tells when all is measured up to a reading, also that which ends after it', () => {
    const clock = make();
    const told: number[] = [];
    clock.whenMeasured(60 * seconds, () => told.push(clock.now()));
    jest.advanceTimersByTime(900);
    const end = clock.begin('accepted before, ends after');
    jest.advanceTimersByTime(5000);
    expect([clock.measuredTo(), told]).toEqual([54 * seconds, []]);
    const later = clock.begin('accepted after');
    end();
    jest.advanceTimersByTime(1);
    expect(told).toEqual([69 * seconds]);
    later();
  });

  it('waits a minute for what never ends, names it, and goes on', () => {
    const clock = make();
    const givenUp: string[] = [];
    clock.onGivenUp((name) => givenUp.push(name));
    clock.begin('stands in a debugger');
    jest.advanceTimersByTime(30_000);
    clock.begin('younger')();
    const other = clock.begin('younger still');
    jest.advanceTimersByTime(29_000);
    expect([clock.now(), givenUp]).toEqual([15 * seconds, []]);
    jest.advanceTimersByTime(1000);
    expect(givenUp).toEqual(['stands in a debugger']);
    jest.advanceTimersByTime(1000);
    expect(clock.now()).toBe(30 * seconds);
    other();
    jest.advanceTimersByTime(1000);
    expect(clock.now()).toBe(90 * seconds);
  });

  it('is held by others as well', () => {
    const clock = make();
    clock.holdAt(5 * seconds);
    clock.begin('quick')();
    jest.advanceTimersByTime(1000);
    expect(clock.now()).toBe(5 * seconds);
    clock.holdAt(Number.POSITIVE_INFINITY);
    jest.advanceTimersByTime(1000);
    expect(clock.now()).toBe(65 * seconds);
  });
});
