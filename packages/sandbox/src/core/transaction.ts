import type { DatabaseSync } from 'node:sqlite';

/** The one way in which services write several rows together. */
export interface Transaction {
  /**
   * Runs `work`, which must be synchronous: all of its writes are kept or none. Inside another transaction it is a part
   * of that one that can fail alone, so that the writes of several services join into one commit.
   */
  <Result>(work: () => Result): Result;
  /**
   * Calls back when what is being written is kept, in the order of the calls: at once outside of a transaction, after the
   * outermost one otherwise, and never when it, or the part in which this was called, is undone.
   */
  afterCommit(callback: () => void): void;
  /** Calls back, the latest first, when the transaction or the part in which this was called is undone. */
  onUndo(callback: () => void): void;
  /** Whether a transaction is open. */
  readonly open: boolean;
}

export function makeTransaction(db: DatabaseSync): Transaction {
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const rollback = db.prepare('ROLLBACK');
  const save = db.prepare('SAVEPOINT part');
  const release = db.prepare('RELEASE part');
  const backToSave = db.prepare('ROLLBACK TO part');
  let open = false;
  let kept: (() => void)[] = [];
  const undone: (() => void)[] = [];

  function undoFrom(first: number): void {
    for (const callback of undone.splice(first).reverse()) callback();
  }

  function outermost<Result>(work: () => Result): Result {
    let result: Result;
    begin.run();
    open = true;
    try {
      result = synchronous(work());
      commit.run();
    } catch (error) {
      rollback.run();
      kept = [];
      undoFrom(0);
      throw error;
    } finally {
      open = false;
    }
    const callbacks = kept;
    kept = [];
    undone.length = 0;
    for (const callback of callbacks) callback();
    return result;
  }

  function part<Result>(work: () => Result): Result {
    const [firstKept, firstUndone] = [kept.length, undone.length];
    save.run();
    try {
      const result = synchronous(work());
      release.run();
      return result;
    } catch (error) {
      backToSave.run();
      release.run();
      kept.length = firstKept;
      undoFrom(firstUndone);
      throw error;
    }
  }

  const transaction = <Result>(work: () => Result): Result => (open ? part(work) : outermost(work));
  Object.defineProperty(transaction, 'open', { get: () => open });
  return Object.assign(transaction as typeof transaction & Pick<Transaction, 'open'>, {
    afterCommit(callback: () => void): void {
      if (open) kept.push(callback);
      else callback();
    },
    onUndo(callback: () => void): void {
      if (open) undone.push(callback);
    },
  });
}

function synchronous<Result>(result: Result): Result {
  if (result instanceof Promise) throw new Error('A transaction ends before a promise does.');
  return result;
}
