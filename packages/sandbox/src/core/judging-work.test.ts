import { judgeWork } from './judging-work.ts';
import type { Fact, Observe } from './observe.ts';

type Happening = Partial<Pick<Fact, 'fact'>> & Record<string, unknown>;

function watched() {
  const underWay = new Set<string>();
  let listener: (fact: Fact) => void = () => {};
  const observe: Observe = {
    tell: undefined,
    listen(given) {
      listener = given;
      return () => {};
    },
  };
  judgeWork(observe, {
    begin(name) {
      underWay.add(name);
      return () => underWay.delete(name);
    },
  });
  return (...happenings: Happening[]) => {
    for (const happening of happenings)
      listener({ at: 0, work: { kind: 'invocation', id: 'a' }, target: 'fn', ...happening } as Fact);
    return [...underWay];
  };
}

describe('judgeWork', () => {
  it('lets the clock wait for what waits for room or is tried', () => {
    const tell = watched();
    expect(tell({ fact: 'accepted' })).toEqual(['fn']);
    expect(tell({ fact: 'waits', attempt: 1 }, { fact: 'began', attempt: 1 })).toEqual(['fn']);
    expect(tell({ fact: 'ended', attempt: 1 })).toEqual([]);
  });

  it('lets it go on while work waits for its next attempt, and when it was given up', () => {
    const tell = watched();
    const failed = { fact: 'failed', attempt: 1, error: { code: 'Error', message: '' } } as const;
    expect(tell({ fact: 'accepted' }, failed, { fact: 'waits', attempt: 2, until: 60_000 })).toEqual([]);
    expect(tell({ fact: 'began', attempt: 2 })).toEqual(['fn']);
    expect(tell(failed, { fact: 'gave-up' }, { fact: 'dead-lettered', to: 'queue' })).toEqual([]);
  });

  it('waits for no event, batch or message itself', () => {
    const tell = watched();
    for (const kind of ['event', 'batch', 'message'])
      expect(tell({ fact: 'accepted', work: { kind, id: 'b' } })).toEqual([]);
  });
});
