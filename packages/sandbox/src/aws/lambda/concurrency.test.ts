import { eventually } from '../../../../testing/src/eventually.ts';
import { lambdaFixture } from '../../../test/lambda-fixture.ts';
import { someone } from '../../../test/someone.ts';
import { type Concurrency, makeConcurrency } from './concurrency.ts';
import type { Host } from './host.ts';
import type { PooledEnvironment } from './invocation.ts';
import type { LambdaFunction } from './lambda-function.ts';

let fixture: ReturnType<typeof lambdaFixture>;
beforeEach(() => {
  fixture = lambdaFixture({ hosts: 2, backgroundConcurrency: 4 });
  fixture.lambda.start();
});
afterEach(() => fixture.stop());

/** How many invocations were under way at the same time, by the function's log. */
function mostAtOnce(name: string): number {
  let now = 0;
  let most = 0;
  for (const line of fixture.lines(name)) {
    if (line.startsWith('START')) most = Math.max(most, ++now);
    if (line.startsWith('END')) now--;
  }
  return most;
}
const ended = (name: string): number => fixture.lines(name).filter((line) => line.startsWith('END')).length;

async function events(name: string, count: number): Promise<void> {
  for (let i = 0; i < count; i++) await fixture.lambda.invoker.invokeAsync(someone, name, '{}');
  await eventually(() => ended(name) === count);
}

describe('what this machine has time for', () => {
  it('counts no handler that waits: ten sleep at once', async () => {
    await fixture.define('Sleeping', 'exports.handler = () => new Promise((go) => setTimeout(go, 3000));', {
      Timeout: 60,
    });
    await events('Sleeping', 10);
    expect(mostAtOnce('Sleeping')).toBe(10);
  });
});

describe('makeConcurrency', () => {
  const fn = { name: 'Computing' } as LambdaFunction;
  const [computing, waiting] = [{} as Host, {} as Host];
  const make = (hosts = 4): Concurrency =>
    makeConcurrency(
      { concurrency: 1000, backgroundConcurrency: 4, hosts },
      {
        begin() {},
        of: (host) => (host === computing ? 1 : 0.05),
        isBusy: (host) => host === computing,
      },
    );
  /** @param sentAt of the invocation, on the clock that counts from the start of the process */
  const begin = (
    concurrency: Concurrency,
    host: Host,
    count: number,
    sentAt = Number.NEGATIVE_INFINITY,
  ): void => {
    for (let i = 0; i < count; i++) {
      const environment = { host, invocation: { sentAt }, target: { fn } };
      concurrency.begin(environment as unknown as PooledEnvironment);
    }
  };

  it('counts every invocation on a thread that computes, and of those that wait what they take', () => {
    const concurrency = make();
    begin(concurrency, waiting, 40);
    expect(concurrency.hasProcessor(fn)).toBe(true);
    begin(concurrency, computing, 1);
    expect(concurrency.hasProcessor(fn)).toBe(true);
    begin(concurrency, computing, 1);
    expect(concurrency.hasProcessor(fn)).toBe(false);
  });

  it('gives functions on threads no more processors than there are threads, and those in children all', () => {
    const onThreads = make(2);
    begin(onThreads, computing, 2);
    expect(onThreads.hasProcessor(fn)).toBe(false);
    const inChildren = make(2);
    for (let i = 0; i < 3; i++) begin(inChildren, { kind: 'child' } as Host, 1, performance.now());
    expect(inChildren.hasProcessor(fn)).toBe(true);
    begin(inChildren, { kind: 'child' } as Host, 1, performance.now());
    expect(inChildren.hasProcessor(fn)).toBe(false);
  });

  it('counts one that has only begun as one that computes, and looks again', () => {
    jest.useFakeTimers();
    try {
      const concurrency = make();
      const room = jest.fn();
      concurrency.onRoom(room);
      begin(concurrency, waiting, 4, performance.now());
      expect(concurrency.hasProcessor(fn)).toBe(false);
      jest.advanceTimersByTime(60);
      expect(room).toHaveBeenCalled();
      expect(concurrency.hasProcessor(fn)).toBe(true);
    } finally {
      jest.useRealTimers();
    }
  });
});

describe('reserved concurrency', () => {
  it('throttles a caller who waits, and lets events wait in the queue', async () => {
    await fixture.define('Reserved', 'exports.handler = () => new Promise((go) => setTimeout(go, 100));', {
      ReservedConcurrentExecutions: 2,
    });
    const calls = [1, 2, 3].map(() => fixture.call('Reserved').catch((error: unknown) => error));
    const answers = await Promise.all(calls);
    expect(answers.filter((answer) => answer instanceof Error)).toEqual([
      expect.objectContaining({ code: 'TooManyRequestsException', status: 429 }),
    ]);
    for (let i = 0; i < 6; i++) await fixture.lambda.invoker.invokeAsync(someone, 'Reserved', '{}');
    await eventually(() => ended('Reserved') === 8);
    expect(mostAtOnce('Reserved')).toBe(2);
  });
});
