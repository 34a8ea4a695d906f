import type { DatabaseSync } from 'node:sqlite';
import type { WorkFailure, WorkName } from '../observe.ts';
import type { Transaction } from '../transaction.ts';

/** A row without its payload. */
export interface StoredWork {
  id: number;
  payloadId: number;
  target: string;
  name: WorkName;
  cause: WorkName | undefined;
  details: unknown;
  failures: number;
  failure: WorkFailure | undefined;
  /** As far as it was counted when the row was written. */
  ageMs: number;
  /** Milliseconds since the epoch. */
  dueAt: number;
}

/** Rows of all work that is not done. A payload is a row of its own, kept until the last work that needs it is gone. */
export function makeWorkStore(db: DatabaseSync, transaction: Pick<Transaction, 'afterCommit' | 'onUndo'>) {
  db.exec(`CREATE TABLE IF NOT EXISTS work_payload (id INTEGER PRIMARY KEY, payload TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS work (
      id INTEGER PRIMARY KEY, kind TEXT NOT NULL, target TEXT NOT NULL, payload INTEGER NOT NULL, about TEXT NOT NULL,
      failures INTEGER NOT NULL, failure TEXT, age_ms INTEGER NOT NULL, due_at INTEGER NOT NULL)`);
  const insertPayload = db.prepare('INSERT INTO work_payload VALUES (?, ?)');
  const selectPayload = db.prepare('SELECT payload FROM work_payload WHERE id = ?');
  const removePayload = db.prepare('DELETE FROM work_payload WHERE id = ?');
  const insert = db.prepare('INSERT INTO work VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const postpone = db.prepare(
    'UPDATE work SET failures = ?, failure = ?, age_ms = ?, due_at = ? WHERE id = ?',
  );
  const remove = db.prepare('DELETE FROM work WHERE id = ?');
  const ofKind = db.prepare('SELECT * FROM work WHERE kind = ? ORDER BY id');

  let lastId = Number(db.prepare('SELECT coalesce(max(id), 0) AS id FROM work').get()?.id);
  let lastPayloadId = Number(db.prepare('SELECT coalesce(max(id), 0) AS id FROM work_payload').get()?.id);
  /** How many works need a payload. */
  const users = new Map<number, number>();
  for (const row of db.prepare('SELECT payload, count(*) AS users FROM work GROUP BY payload').all()) {
    users.set(Number(row.payload), Number(row.users));
  }
  /** Payloads that the open transaction has written. */
  const written = new Map<string, number>();
  const forget = (): void => written.clear();

  function payloadId(payload: string): number {
    const known = written.get(payload);
    if (known !== undefined) return known;
    transaction.onUndo(forget);
    if (written.size === 0) transaction.afterCommit(forget);
    insertPayload.run(++lastPayloadId, payload);
    written.set(payload, lastPayloadId);
    return lastPayloadId;
  }

  function use(payload: number, change: 1 | -1): number {
    const before = users.get(payload);
    const now = (before ?? 0) + change;
    if (now > 0) users.set(payload, now);
    else users.delete(payload);
    transaction.onUndo(() => (before === undefined ? users.delete(payload) : users.set(payload, before)));
    return now;
  }

  return {
    /** In a transaction, since it may write two rows. @returns the ids of work and payload */
    add(kind: string, work: Omit<StoredWork, 'id' | 'payloadId'>, payload: string): [number, number] {
      const { target, name, cause, details, failures, failure, ageMs, dueAt } = work;
      const text = payloadId(payload);
      const about = JSON.stringify({ name, cause, details });
      const error = failure ? JSON.stringify(failure) : null;
      insert.run(++lastId, kind, target, text, about, failures, error, Math.round(ageMs), Math.round(dueAt));
      use(text, 1);
      return [lastId, text];
    },
    postpone({
      id,
      failures,
      failure,
      ageMs,
      dueAt,
    }: Pick<StoredWork, 'id' | 'failures' | 'failure' | 'ageMs' | 'dueAt'>) {
      postpone.run(
        failures,
        failure ? JSON.stringify(failure) : null,
        Math.round(ageMs),
        Math.round(dueAt),
        id,
      );
    },
    remove({ id, payloadId: payload }: Pick<StoredWork, 'id' | 'payloadId'>): void {
      remove.run(id);
      if (use(payload, -1) === 0) removePayload.run(payload);
    },
    payload: (id: number): string => String(selectPayload.get(id)?.payload ?? ''),
    *ofKind(kind: string): Generator<StoredWork> {
      for (const row of ofKind.iterate(kind)) {
        const about = JSON.parse(String(row.about)) as Pick<StoredWork, 'name' | 'cause' | 'details'>;
        yield {
          ...{ id: Number(row.id), payloadId: Number(row.payload), target: String(row.target) },
          ...{ name: about.name, cause: about.cause, details: about.details },
          ...{ failures: Number(row.failures), ageMs: Number(row.age_ms), dueAt: Number(row.due_at) },
          failure: row.failure === null ? undefined : (JSON.parse(String(row.failure)) as WorkFailure),
        };
      }
    },
  };
}

export type WorkStore = ReturnType<typeof makeWorkStore>;
