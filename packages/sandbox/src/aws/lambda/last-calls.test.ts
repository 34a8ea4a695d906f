import type { Environments } from './environments.ts';
import type { Job, Outcome } from './invocation.ts';
import { rememberCalls } from './last-calls.ts';

const answers: (Outcome | Error)[] = [];
const pool = {
  async run() {
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  },
} as unknown as Environments;
const job = (requestId: string, payload: string, more = {}): Job => ({
  ...{ requestId, payload },
  target: { fn: { name: 'pay', ...more }, version: '1', invokedArn: 'arn:pay:live' } as Job['target'],
});

describe('rememberCalls', () => {
  it('keeps what a function was called with last, and what it answered, as far as that is short', async () => {
    const { environments, lastCall } = rememberCalls(pool, () => 5);
    answers.push({ payload: '1', failed: false }, { payload: '"no"', failed: true });
    await environments.run(job('a', '{}'));
    await environments.run(job('b', '{"n":2}'));
    expect(lastCall('pay')).toEqual({
      ...{ requestId: 'b', target: 'arn:pay:live', at: 5 },
      ...{ input: '{"n":2}', answer: '"no"', failed: true },
    });
    expect(lastCall('rest')).toBeUndefined();
    answers.push({ payload: `"${'x'.repeat(300_000)}"`, failed: false });
    await environments.run(job('c', `"${'x'.repeat(300_000)}"`));
    expect(lastCall('pay')).toMatchObject({ requestId: 'c', input: undefined, answer: undefined });
  });

  it('keeps nothing of a durable function, whose turns nobody can call again', async () => {
    const { environments, lastCall } = rememberCalls(pool, () => 5);
    answers.push({ payload: '{}', failed: false });
    await environments.run(job('a', '{"CheckpointToken":"t"}', { durable: { retentionDays: 1 } }));
    expect(lastCall('pay')).toBeUndefined();
  });

  it('keeps no answer of a call that was refused', async () => {
    const { environments, lastCall } = rememberCalls(pool, () => 5);
    answers.push(new Error('429'));
    await expect(environments.run(job('a', '{}'))).rejects.toThrow('429');
    expect(lastCall('pay')?.failed).toBeUndefined();
  });
});
