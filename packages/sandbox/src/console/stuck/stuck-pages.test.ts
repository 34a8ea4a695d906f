import type { StuckView } from './stuck-page.ts';
import { makeStuckPages } from './stuck-pages.ts';

const clear: StuckView = { now: 10_000, works: [], queues: [], alarms: [] };
const guide = {
  correlation: 'trace',
  runbook: (description: string) => (description === 'book#dead' ? 'Look <there>.' : undefined),
};
const show = async (view: StuckView, path = '/_sandbox/stuck') =>
  String((await makeStuckPages(() => view, guide).get(path, new URLSearchParams()))?.body);

describe('makeStuckPages', () => {
  it('says when all is well', async () => {
    expect(await show(clear)).toContain('Nothing waits');
  });

  it('shows what waits and for what, and what failed', async () => {
    const text = await show({
      ...clear,
      works: [
        {
          ...{
            target: 'arn:aws:lambda:x:0:function:pay',
            name: { kind: 'invocation', id: 'i' },
            failures: 1,
          },
          ...{
            cause: { kind: 'event', id: 'e' },
            failure: { code: 'TypeError', message: '<no>' },
            dueAt: 20_000,
          },
        },
      ],
    });
    expect(text).toMatch(/pay.*href="\/_sandbox\/events\/e".*number 2 at.*TypeError: &lt;no&gt;/s);
  });

  it('shows a dead letter with its reason and its story, and offers a redrive', async () => {
    const body = JSON.stringify({ trace: 't/1' });
    const attributes = { RULE_ARN: 'arn:r', TARGET_ARN: 'arn:aws:sqs:x:0:bills', ERROR_CODE: 'NO_RESOURCE' };
    const text = await show({
      ...clear,
      queues: [
        {
          ...{ arn: 'arn:aws:sqs:x:0:dead', isForDeadLetters: true },
          messages: [{ id: 'm', body, attributes, sentAt: 5_000, receiveCount: 0 }],
        },
      ],
    });
    expect(text).toMatch(/bills.*NO_RESOURCE.*href="\/_sandbox\/story\/t%2F1"/s);
    expect(text).toContain('name="queue" value="arn:aws:sqs:x:0:dead"');
    expect(text).not.toContain('Nothing waits');
  });

  it('shows alarms that ring, with what the application says to do', async () => {
    const ringing = { state: 'ALARM', reason: '2 > 1' };
    const alarms = [
      { ...ringing, name: 'Letters', description: 'book#dead' },
      { ...ringing, name: 'Other', description: 'elsewhere' },
      { name: 'Calm', state: 'OK', reason: '' },
    ];
    const text = await show({ ...clear, alarms });
    expect(text).toContain('Look &lt;there&gt;.');
    expect(text).toContain('elsewhere');
    expect(text).not.toContain('Calm');
    expect(JSON.parse(await show({ ...clear, alarms }, '/_sandbox/v1/stuck.json'))).toMatchObject({
      version: 1,
      alarms,
    });
  });
});
