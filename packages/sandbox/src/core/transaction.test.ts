import { DatabaseSync } from 'node:sqlite';
import { makeTransaction } from './transaction.ts';

function fixture() {
  const db = new DatabaseSync(':memory:');
  db.exec('CREATE TABLE notes (note TEXT)');
  const insert = db.prepare('INSERT INTO notes VALUES (?)');
  const said: string[] = [];
  return {
    transaction: makeTransaction(db),
    note: (text: string) => void insert.run(text),
    notes: () =>
      db
        .prepare('SELECT note FROM notes ORDER BY rowid')
        .all()
        .map(({ note }) => note),
    said,
    say: (text: string) => () => void said.push(text),
  };
}

function fail(): never {
  throw new Error('no');
}

describe('makeTransaction', () => {
  it('keeps all writes or none, and lets a part fail alone', () => {
    const { transaction, note, notes } = fixture();
    transaction(() => {
      note('outer');
      transaction(() => note('inner'));
      expect(() =>
        transaction(() => {
          note('lost');
          fail();
        }),
      ).toThrow('no');
    });
    expect(notes()).toEqual(['outer', 'inner']);
    expect(() =>
      transaction(() => {
        transaction(() => note('lost with the outer one'));
        fail();
      }),
    ).toThrow('no');
    expect(notes()).toEqual(['outer', 'inner']);
    expect(transaction.open).toBe(false);
  });

  it('calls back once all is kept, and never for what is undone', () => {
    const { transaction, said, say } = fixture();
    transaction.afterCommit(say('at once'));
    transaction(() => {
      transaction.afterCommit(say('first'));
      expect(() =>
        transaction(() => {
          transaction.afterCommit(say('never'));
          transaction.onUndo(say('undone'));
          transaction.onUndo(say('undone before'));
          fail();
        }),
      ).toThrow('no');
      transaction(() => transaction.afterCommit(say('second')));
      transaction.onUndo(say('never'));
      expect(said).toEqual(['at once', 'undone before', 'undone']);
    });
    expect(said).toEqual(['at once', 'undone before', 'undone', 'first', 'second']);
    expect(() =>
      transaction(() => {
        transaction.afterCommit(say('never'));
        transaction.onUndo(say('whole'));
        fail();
      }),
    ).toThrow('no');
    expect(said.slice(5)).toEqual(['whole']);
  });

  it('lets a callback write in a transaction of its own', () => {
    const { transaction, note, notes } = fixture();
    transaction(() => transaction.afterCommit(() => transaction(() => note('later'))));
    expect(notes()).toEqual(['later']);
  });

  it('refuses work that is not done when it returns', () => {
    const { transaction, note, notes } = fixture();
    expect(() => transaction(async () => note('lost'))).toThrow('A transaction ends before a promise does.');
    expect(notes()).toEqual([]);
  });
});
