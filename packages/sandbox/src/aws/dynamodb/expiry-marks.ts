import type { DatabaseSync } from 'node:sqlite';

/**
 * Which stream records are deletes by expiry. The engine cannot say, so the sweeper writes down what it is about to
 * delete, and the sequence numbers of the records once it sees them; both survive a killed sandbox.
 */
export interface ExpiryMarks {
  has(table: string, sequence: string): boolean;
  add(table: string, sequence: string): void;
  /** @param keys the item's key as JSON with sorted members */
  intend(table: string, keys: string): void;
  forget(table: string, keys: string): void;
  intended(table: string): string[];
  /** Readers wait while `work` runs, so that none sees a record before its mark. */
  hold(work: () => Promise<void>): Promise<void>;
  /** Resolves when nothing is held. */
  settled(): Promise<void>;
}

export function makeExpiryMarks(db: DatabaseSync): ExpiryMarks {
  db.exec(`
    CREATE TABLE IF NOT EXISTS dynamodb_expiry_marks (
      table_name TEXT NOT NULL, sequence TEXT NOT NULL, PRIMARY KEY (table_name, sequence)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS dynamodb_expiry_intents (
      table_name TEXT NOT NULL, keys TEXT NOT NULL, PRIMARY KEY (table_name, keys)) WITHOUT ROWID;
  `);
  const find = db.prepare('SELECT 1 FROM dynamodb_expiry_marks WHERE table_name = ? AND sequence = ?');
  const add = db.prepare('INSERT OR IGNORE INTO dynamodb_expiry_marks VALUES (?, ?)');
  const intend = db.prepare('INSERT OR IGNORE INTO dynamodb_expiry_intents VALUES (?, ?)');
  const forget = db.prepare('DELETE FROM dynamodb_expiry_intents WHERE table_name = ? AND keys = ?');
  const intended = db.prepare('SELECT keys FROM dynamodb_expiry_intents WHERE table_name = ?');
  let held: Promise<unknown> = Promise.resolve();

  return {
    has: (table, sequence) => find.get(table, sequence) !== undefined,
    add: (table, sequence) => void add.run(table, sequence),
    intend: (table, keys) => void intend.run(table, keys),
    forget: (table, keys) => void forget.run(table, keys),
    intended: (table) => intended.all(table).map((row) => String(row.keys)),
    hold(work) {
      const result = held.then(work);
      held = result.catch(() => undefined);
      return result;
    },
    settled: async () => void (await held),
  };
}
