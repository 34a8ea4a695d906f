import { makeAccess } from '../core/access.ts';
import type { Fact, WorkName } from '../core/observe.ts';
import { roleSession, servicePrincipal } from '../core/principal.ts';
import { makeEdgeCounts } from './edge-counts.ts';

const events = 'arn:aws:events:eu-central-2:000000000000';
const rule = (name: string) => `${events}:rule/${name}`;
const [fn, queue, table, dead] = ['arn:fn:live', 'arn:queue', 'arn:table/stream/1', 'arn:dead'];
const error = { code: 'TypeError', message: 'no' };

type Untimed<One> = One extends Fact ? Omit<One, 'at'> : never;

/** What is counted of these facts, each edge in words. */
function counted(facts: Untimed<Fact>[], most?: number): string[] {
  let tell = (_fact: Fact, _n: number): void => {};
  const counts = makeEdgeCounts(
    {
      listen(listener) {
        tell = listener;
        return () => {};
      },
    },
    { listen: () => () => {}, functionArn: () => undefined },
    most,
  );
  for (const [at, fact] of facts.entries()) tell({ ...fact, at } as Fact, at + 1);
  return counts
    .list()
    .map(({ from, to, passed, failed }) => `${from} → ${to}: ${passed}, ${failed}`.replaceAll(events, ''));
}
const event = (id: string): WorkName => ({ kind: 'event', id });
const matched = (id: string, ruleArn: string, target: string): Untimed<Fact> => ({
  ...{ fact: 'matched', work: event(id), target, ruleArn },
});
const failed = (id: string, target: string, attempt = 1): Untimed<Fact> => ({
  ...{
    fact: 'failed',
    work: { kind: 'invocation', id: `i-${id}` },
    target,
    attempt,
    error,
    cause: event(id),
  },
});
const batch = (fact: 'began' | 'ended', source: string, givesBack?: true): Untimed<Fact> => ({
  ...{
    fact,
    work: { kind: 'batch', id: 'b' },
    target: fn,
    source,
    attempt: 1,
    ...(givesBack && { givesBack }),
  },
});

describe('makeEdgeCounts', () => {
  it('counts events from the bus by the rule to each target, and each attempt that fails on that way', () => {
    const onPaid = rule('shop/on-paid');
    expect(
      counted([
        ...[matched('1', onPaid, fn), matched('1', onPaid, queue), matched('2', onPaid, fn)],
        ...[failed('1', fn), failed('1', fn, 2)],
      ]),
    ).toEqual([
      ':event-bus/shop → :rule/shop/on-paid: 2, 2',
      ':rule/shop/on-paid → arn:fn:live: 2, 2',
      ':rule/shop/on-paid → arn:queue: 1, 0',
    ]);
  });

  it('tells rules of one target apart, and the default bus from others', () => {
    const facts = [matched('1', rule('stored'), fn), matched('2', rule('shop/on-paid'), fn), failed('2', fn)];
    expect(counted(facts)).toEqual([
      ':event-bus/default → :rule/stored: 1, 0',
      ':rule/stored → arn:fn:live: 1, 0',
      ':event-bus/shop → :rule/shop/on-paid: 1, 1',
      ':rule/shop/on-paid → arn:fn:live: 1, 1',
    ]);
  });

  it('counts an event that is delivered again on the way from its rule alone', () => {
    const again = matched('1', rule('shop/on-paid'), fn);
    expect(counted([again, again])).toEqual([
      ':event-bus/shop → :rule/shop/on-paid: 1, 0',
      ':rule/shop/on-paid → arn:fn:live: 2, 0',
    ]);
  });

  it('counts batches by their source, as failed also those of which something is given back', () => {
    const broken = { ...batch('ended', table), fact: 'failed', error } as Untimed<Fact>;
    expect(
      counted([
        ...[batch('began', queue), batch('ended', queue), batch('began', queue), batch('ended', queue, true)],
        ...[batch('began', table), broken],
      ]),
    ).toEqual(['arn:queue → arn:fn:live: 2, 1', 'arn:table/stream/1 → arn:fn:live: 1, 1']);
  });

  it('counts what is given up on the way to where it goes', () => {
    const letter: Untimed<Fact> = { fact: 'dead-lettered', work: event('1'), target: fn, to: dead };
    expect(counted([letter])).toEqual(['arn:fn:live → arn:dead: 0, 1']);
  });

  it('forgets the oldest events, and blames no rule for what it does not know', () => {
    const onPaid = rule('shop/on-paid');
    const two = [matched('1', onPaid, fn), matched('2', onPaid, fn)];
    const way = (failures: number) => [
      `:event-bus/shop → :rule/shop/on-paid: 3, ${failures}`,
      `:rule/shop/on-paid → arn:fn:live: 3, ${failures}`,
    ];
    expect(counted([...two, matched('3', onPaid, fn), failed('2', fn)], 1)).toEqual(way(1));
    expect(counted([...two, matched('3', onPaid, fn), failed('1', fn)], 1)).toEqual(way(0));
  });

  it('counts what the code of a function calls on the way to what holds it, and nothing that others call for it', () => {
    const access = makeAccess();
    const functionArn = (name: string) => (name === 'shop-Pay' ? 'arn:fn' : undefined);
    const counts = makeEdgeCounts({ listen: () => () => {} }, { listen: access.listen, functionArn });
    const session = (name: string) => roleSession('arn:aws:iam::0:role/pay', name);
    const code = { ...session('shop-Pay'), accessKeyId: 'ASIA1' };
    const somebody = { ...session('somebody'), accessKeyId: 'ASIA2' };
    const bills = 'arn:aws:dynamodb:x:0:table/bills';
    access.check(code, 'events:PutEvents', `${events}:event-bus/shop`);
    access.check(code, 'dynamodb:PutItem', bills);
    access.check(code, 'dynamodb:Query', `${bills}/index/byDay`);
    access.check(code, 's3:PutObject', 'arn:aws:s3:::receipts/2026/11/1.pdf');
    access.check(session('shop-Pay'), 'sqs:ReceiveMessage', queue);
    access.check(somebody, 'dynamodb:PutItem', bills);
    access.check(servicePrincipal('events', 'arn:rule', '0'), 'sqs:SendMessage', queue);
    expect(counts.list()).toEqual([
      { from: 'arn:fn', to: `${events}:event-bus/shop`, passed: 1, failed: 0 },
      { from: 'arn:fn', to: bills, passed: 2, failed: 0 },
      { from: 'arn:fn', to: 'arn:aws:s3:::receipts', passed: 1, failed: 0 },
    ]);
  });
});
