import { eventually } from '../../../../testing/src/eventually.ts';
import { lambdaFixture } from '../../../test/lambda-fixture.ts';

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
  for (let i = 0; i < count; i++) await fixture.lambda.invoker.invokeAsync(name, '{}');
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

  it('counts every handler that computes', async () => {
    await fixture.define(
      'Computing',
      `exports.handler = async () => {
        for (let i = 0; i < 10; i++) {
          for (const end = Date.now() + 20; Date.now() < end; );
          await new Promise(setImmediate);
        }
      };`,
      { Timeout: 60 },
    );
    await events('Computing', 16);
    expect(mostAtOnce('Computing')).toBeLessThanOrEqual(4);
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
    for (let i = 0; i < 6; i++) await fixture.lambda.invoker.invokeAsync('Reserved', '{}');
    await eventually(() => ended('Reserved') === 8);
    expect(mostAtOnce('Reserved')).toBe(2);
  });
});
