import type { Fact, WorkName } from '../core/observe.ts';
import { endOf, eventLives } from './event-lives.ts';
import { makeFactRing } from './fact-ring.ts';

const event: WorkName = { kind: 'event', id: 'e' };
const delivery: WorkName = { kind: 'delivery', id: 'e' };
const bus = 'arn:bus';
const [fn, queue, dead] = ['arn:fn', 'arn:queue', 'arn:dead'];

type Untimed<One> = One extends Fact ? Omit<One, 'at'> : never;

/** What is told of these facts. */
function lives(facts: Untimed<Fact>[]) {
  let tell = (_fact: Fact): void => {};
  const ring = makeFactRing({
    listen(listener) {
      tell = listener;
      return () => {};
    },
  });
  for (const [at, fact] of facts.entries()) tell({ ...fact, at } as Fact);
  return eventLives(ring);
}
const accepted: Untimed<Fact> = { fact: 'accepted', work: event, target: bus, content: '{"id":"e"}' };
const matched = (target: string): Untimed<Fact> => ({
  fact: 'matched',
  work: event,
  target,
  ruleArn: 'arn:rule',
});
const ends = (facts: Untimed<Fact>[]) => lives(facts).flatMap(({ targets }) => targets.map(endOf));

describe('eventLives', () => {
  const invocation: WorkName = { kind: 'invocation', id: 'i' };
  const toFunction: Untimed<Fact>[] = [
    accepted,
    matched(fn),
    { fact: 'accepted', work: invocation, target: fn, cause: event },
    { fact: 'handed-over', work: delivery, target: fn, cause: event, became: invocation },
  ];
  const failed = (attempt: number): Untimed<Fact> => ({
    ...{ fact: 'failed', work: invocation, target: fn, attempt, error: { code: 'TypeError', message: 'no' } },
  });

  it('follows an event through its invocation, whatever is told first', () => {
    const [life] = lives([...toFunction, { fact: 'began', work: invocation, target: fn, attempt: 1 }]);
    expect(life).toMatchObject({ id: 'e', at: 0, busArn: bus, text: '{"id":"e"}' });
    expect(life?.targets).toHaveLength(1);
    expect(life?.targets[0]?.facts.map(({ n, fact }) => [n, fact.fact])).toEqual([
      [3, 'accepted'],
      [4, 'handed-over'],
      [5, 'began'],
    ]);
    expect(ends(toFunction)).toEqual([{ is: 'runs' }]);
    const itsEnd: Untimed<Fact> = { fact: 'ended', work: delivery, target: fn, attempt: 1 };
    expect(ends([...toFunction, itsEnd])).toEqual([{ is: 'runs' }]);
  });

  it('tells what waits and why, and what was given up and where it lies', () => {
    const waits: Untimed<Fact> = { fact: 'waits', work: invocation, target: fn, attempt: 2, until: 99 };
    expect(ends([...toFunction, failed(1), waits])).toEqual([
      { is: 'waits', until: 99, error: 'TypeError: no' },
    ]);
    const gaveUp = {
      fact: 'gave-up',
      work: invocation,
      target: fn,
      attempts: 2,
      condition: 'attempts',
    } as const;
    expect(ends([...toFunction, failed(1), { ...gaveUp, dropped: true }])).toEqual([{ is: 'dropped' }]);
    const letter: Untimed<Fact> = { fact: 'dead-lettered', work: invocation, target: fn, to: dead };
    expect(ends([...toFunction, failed(1), { ...gaveUp, dropped: false }, letter])).toEqual([
      { is: 'dead-lettered', to: dead, error: 'TypeError: no' },
    ]);
  });

  it('follows it through a queue into each batch that holds its message', () => {
    const message: WorkName = { kind: 'message', id: 'm' };
    const batch: WorkName = { kind: 'batch', id: 'b' };
    const toQueue: Untimed<Fact>[] = [
      accepted,
      matched(queue),
      { fact: 'accepted', work: message, target: queue, cause: event },
      { fact: 'handed-over', work: delivery, target: queue, cause: event, became: message },
    ];
    expect(ends(toQueue)).toEqual([{ is: 'queued' }]);
    const began: Untimed<Fact> = {
      ...{
        fact: 'began',
        work: batch,
        target: fn,
        attempt: 1,
        of: [{ kind: 'message', id: 'other' }, message],
      },
    };
    expect(ends([...toQueue, began])).toEqual([{ is: 'runs' }]);
    expect(ends([...toQueue, began, { fact: 'ended', work: batch, target: fn, attempt: 1 }])).toEqual([
      { is: 'done' },
    ]);
    const other: Untimed<Fact> = {
      fact: 'began',
      work: { kind: 'batch', id: 'c' },
      target: fn,
      attempt: 1,
      of: [],
    };
    expect(ends([...toQueue, other])).toEqual([{ is: 'queued' }]);
  });

  it('keeps the targets of one event apart, and an event that comes again together', () => {
    const twice = lives([accepted, matched(fn), matched(queue), accepted, matched(fn)]);
    expect(twice.map(({ at, targets }) => [at, targets.map(({ targetArn }) => targetArn)])).toEqual([
      [3, [fn, queue]],
    ]);
  });
});
