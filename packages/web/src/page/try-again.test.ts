import { answered, tryAgainWhenConnected } from './try-again.ts';

class FakePage extends EventTarget {
  hidden = false;
}

describe('tryAgainWhenConnected', () => {
  let page: FakePage;
  let network: EventTarget;
  let online: boolean;
  let again: jest.Mock<void, []>;

  beforeEach(() => {
    jest.useFakeTimers();
    answered();
    page = new FakePage();
    network = new EventTarget();
    online = true;
    again = jest.fn();
  });
  afterEach(() => jest.useRealTimers());

  const start = () =>
    tryAgainWhenConnected(again, {
      page: page as unknown as Document,
      network: network as unknown as Window,
      isOnline: () => online,
    });
  const goOnline = () => {
    online = true;
    network.dispatchEvent(new Event('online'));
  };

  it('tries at once when there is a network again, and once only', () => {
    online = false;
    start();
    jest.advanceTimersByTime(600_000);
    expect(again).not.toHaveBeenCalled();
    goOnline();
    goOnline();
    jest.advanceTimersByTime(600_000);
    expect(again).toHaveBeenCalledTimes(1);
  });

  it('tries by itself where the browser says nothing, ever more rarely until somebody answers', () => {
    const waitMs = () => {
      again.mockClear();
      start();
      let waited = 0;
      while (again.mock.calls.length === 0) {
        jest.advanceTimersByTime(1000);
        waited += 1000;
      }
      return waited;
    };
    expect(Array.from({ length: 8 }, waitMs)).toEqual([1, 2, 4, 8, 16, 32, 60, 60].map((s) => s * 1000));
    answered();
    expect(waitMs()).toBe(1000);
  });

  it('leaves a page alone that nobody sees, until somebody does', () => {
    page.hidden = true;
    start();
    jest.advanceTimersByTime(600_000);
    expect(again).not.toHaveBeenCalled();
    page.hidden = false;
    page.dispatchEvent(new Event('visibilitychange'));
    expect(again).toHaveBeenCalledTimes(1);
  });

  it('ends with the page that asked', () => {
    start()();
    goOnline();
    jest.advanceTimersByTime(600_000);
    expect(again).not.toHaveBeenCalled();
  });
});
