import { DatabaseSync } from 'node:sqlite';
import { type Fact, makeObserve } from './observe.ts';
import { makeTransaction } from './transaction.ts';

const fact: Fact = { fact: 'began', at: 1, work: { kind: 'invocation', id: 'r' }, target: 'arn', attempt: 1 };

function fixture() {
  const transaction = makeTransaction(new DatabaseSync(':memory:'));
  const broken: unknown[] = [];
  return { transaction, broken, observe: makeObserve(transaction, (error) => broken.push(error)) };
}

describe('makeObserve', () => {
  it('builds no fact while nobody listens', () => {
    const { observe } = fixture();
    const build = jest.fn(() => fact);
    observe.tell?.(build());
    const stop = observe.listen(() => {});
    observe.tell?.(build());
    stop();
    observe.tell?.(build());
    expect(build).toHaveBeenCalledTimes(1);
  });

  it('passes on what is told in a transaction when that is kept', () => {
    const { observe, transaction } = fixture();
    const heard: Fact[] = [];
    observe.listen((one) => heard.push(one));
    transaction(() => {
      observe.tell?.(fact);
      expect(heard).toEqual([]);
    });
    expect(heard).toEqual([fact]);
    expect(() =>
      transaction(() => {
        observe.tell?.(fact);
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(heard).toEqual([fact]);
  });

  it('goes on when a listener throws', () => {
    const { observe, broken } = fixture();
    const heard: Fact[] = [];
    const error = new Error('deaf');
    observe.listen(() => {
      throw error;
    });
    observe.listen((one) => heard.push(one));
    observe.tell?.(fact);
    expect([heard, broken]).toEqual([[fact], [error]]);
  });
});
