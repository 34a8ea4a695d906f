import type { Fact } from '../core/observe.ts';
import { makeFactRing } from './fact-ring.ts';

const began = (id: string): Fact => ({
  ...{ fact: 'began', at: 1, work: { kind: 'invocation', id }, target: 'arn:fn', attempt: 1 },
});
const accepted = (content: string): Fact => ({
  ...{ fact: 'accepted', at: 1, work: { kind: 'event', id: 'e' }, target: 'arn:bus', content },
});

function fixture(limits: { facts: number; bytes: number }) {
  let tell = (_fact: Fact): void => {};
  const ring = makeFactRing(
    {
      listen(listener) {
        tell = listener;
        return () => {};
      },
    },
    limits,
  );
  return {
    ring,
    tell: (fact: Fact) => tell(fact),
    numbers: (n?: number) => [...ring.from(n)].map((one) => one.n),
  };
}

describe('makeFactRing', () => {
  it('keeps the last facts, numbered from 1', () => {
    const { ring, tell, numbers } = fixture({ facts: 3, bytes: 1e6 });
    expect([ring.first, ring.next, numbers()]).toEqual([1, 1, []]);
    for (const id of ['a', 'b', 'c', 'd', 'e']) tell(began(id));
    expect([ring.first, ring.next, numbers(), numbers(5), numbers(9)]).toEqual([3, 6, [3, 4, 5], [5], []]);
    expect([...ring.from()].map(({ fact }) => fact.work.id)).toEqual(['c', 'd', 'e']);
  });

  it('keeps fewer where they weigh more, and counts again what it lets go', () => {
    const { tell, numbers } = fixture({ facts: 100, bytes: 10_000 });
    for (let i = 0; i < 50; i++) tell(accepted('x'.repeat(1_000)));
    expect(numbers()).toEqual([47, 48, 49, 50]);
    for (let i = 0; i < 50; i++) tell(began('a'));
    expect(numbers()).toHaveLength(25);
  });

  it('tells each further one with its number, until nobody wants it', () => {
    const { ring, tell } = fixture({ facts: 3, bytes: 1e6 });
    tell(began('a'));
    const heard: [string, number][] = [];
    const stop = ring.listen((fact, n) => heard.push([fact.work.id, n]));
    tell(began('b'));
    stop();
    tell(began('c'));
    expect(heard).toEqual([['b', 2]]);
  });
});
