import { keepLooking } from './keep-looking.ts';

class FakePage extends EventTarget {
  hidden = false;

  turn(hidden: boolean): void {
    this.hidden = hidden;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

describe('keepLooking', () => {
  const minutes = (count: number) => jest.advanceTimersByTimeAsync(count * 60_000);
  let page: FakePage;
  let end: (() => void) | undefined;

  beforeEach(() => {
    jest.useFakeTimers();
    page = new FakePage();
  });
  afterEach(() => {
    end?.();
    jest.useRealTimers();
  });

  function start(look: () => Promise<boolean>) {
    const surroundings = { page: page as unknown as Document, nowMs: Date.now, random: () => 0.5 };
    end = keepLooking(look, surroundings);
  }

  it('looks at once, then ever more rarely while nothing is new, and in the end every five minutes', async () => {
    const look = jest.fn(async () => false);
    start(look);
    expect(look).toHaveBeenCalledTimes(1);
    // After 30, 60, 120 and 240 seconds more.
    await minutes(8);
    expect(look).toHaveBeenCalledTimes(5);
    await minutes(60);
    expect(look).toHaveBeenCalledTimes(5 + 12);
  });

  it('looks every half minute while there is news', async () => {
    const look = jest.fn(async () => true);
    start(look);
    await minutes(10);
    expect(look).toHaveBeenCalledTimes(21);
  });

  it('does not hammer what does not answer', async () => {
    const look = jest.fn(() => Promise.reject(new Error('no answer')));
    start(look);
    await minutes(68);
    expect(look).toHaveBeenCalledTimes(17);
  });

  it('never looks while the page is hidden, and at once when it is seen again', async () => {
    const look = jest.fn(async () => false);
    start(look);
    page.turn(true);
    await minutes(600);
    expect(look).toHaveBeenCalledTimes(1);
    page.turn(false);
    expect(look).toHaveBeenCalledTimes(2);
  });

  it('does not start while the page is hidden', async () => {
    page.hidden = true;
    const look = jest.fn(async () => false);
    start(look);
    await minutes(60);
    expect(look).not.toHaveBeenCalled();
  });

  it('looks once in half a minute, however often somebody turns to the page', async () => {
    const look = jest.fn(async () => false);
    start(look);
    for (let second = 0; second < 29; second += 1) {
      page.turn(true);
      page.turn(false);
      await jest.advanceTimersByTimeAsync(1000);
    }
    expect(look).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(1000);
    expect(look).toHaveBeenCalledTimes(2);
  });

  it('looks when somebody does something after a while', async () => {
    const look = jest.fn(async () => false);
    start(look);
    await minutes(10);
    const before = look.mock.calls.length;
    page.dispatchEvent(new Event('keydown'));
    expect(look).toHaveBeenCalledTimes(before + 1);
    page.dispatchEvent(new Event('pointerdown'));
    expect(look).toHaveBeenCalledTimes(before + 1);
  });

  it('ends', async () => {
    const look = jest.fn(async () => false);
    start(look);
    end?.();
    page.turn(true);
    page.turn(false);
    await minutes(60);
    expect(look).toHaveBeenCalledTimes(1);
  });
});
