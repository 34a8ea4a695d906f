import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { WorkFailure, WorkName } from '../observe.ts';
import type { Transaction } from '../transaction.ts';

/** A row without its payload. */
export interface StoredWork {
  id: number;
  /** Of the work that holds its payload; its own, unless another had the same. */
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

/** The kind of a row that is done, but holds the payload of others. */
const holder = '';

/**
 * Rows of all work that is not done, in one table, since each page that a commit touches costs more than all that is
 * written to it. Of several works with the same payload the first holds it; its row stays until the last is done.
 */
export function makeWorkStore(db: DatabaseSync, transaction: Pick<Transaction, 'afterCommit' | 'onUndo'>) {
  db.exec(`CREATE TABLE IF NOT EXISTS work (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, target TEXT NOT NULL, payload TEXT, payload_of INTEGER NOT NULL,
    about TEXT NOT NULL, failures INTEGER NOT NULL, failure TEXT, age_ms INTEGER NOT NULL, due_at INTEGER NOT NULL)`);
  const insert = db.prepare('INSERT INTO work VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const selectPayload = db.prepare('SELECT payload FROM work WHERE id = ?');
  const postpone = db.prepare(
    'UPDATE work SET failures = ?, failure = ?, age_ms = ?, due_at = ? WHERE id = ?',
  );
  const remove = db.prepare('DELETE FROM work WHERE id = ?');
  const keepPayload = db.prepare('UPDATE work SET kind = ? WHERE id = ?');
  const ofAllKinds = db.prepare('SELECT * FROM work WHERE kind <> ? ORDER BY due_at, id');
  const ofKind = db.prepare('SELECT * FROM work WHERE kind = ? ORDER BY id');

  let lastId = Number(db.prepare('SELECT coalesce(max(id), 0) AS id FROM work').get()?.id);
  /** Works that share the payload of the work with this id, where they are more than one or not that work itself. */
  const sharers = new Map<number, number>();
  const shared = db.prepare(
    'SELECT payload_of, count(*) AS works FROM work WHERE kind <> ? AND payload_of IN (SELECT payload_of FROM work WHERE payload_of <> id) GROUP BY payload_of',
  );
  for (const row of shared.all(holder)) sharers.set(Number(row.payload_of), Number(row.works));
  /** Payloads that the open transaction has written, with the works that hold them. */
  const written = new Map<string, number>();
  const forget = (): void => written.clear();

  function holderOf(payload: string): number | undefined {
    const known = written.get(payload);
    if (known !== undefined) {
      share(known, (sharers.get(known) ?? 1) + 1);
      return known;
    }
    transaction.onUndo(forget);
    if (written.size === 0) transaction.afterCommit(forget);
    written.set(payload, lastId);
    return undefined;
  }

  function share(id: number, works: number): void {
    const before = sharers.get(id);
    if (works > 0) sharers.set(id, works);
    else sharers.delete(id);
    transaction.onUndo(() => (before === undefined ? sharers.delete(id) : sharers.set(id, before)));
  }

  return {
    /** In a transaction, whose works share equal payloads. @returns the ids of the work and of the payload's holder */
    add(kind: string, work: Omit<StoredWork, 'id' | 'payloadId'>, payload: string): [number, number] {
      const { target, name, cause, details, failures, failure, ageMs, dueAt } = work;
      const id = ++lastId;
      const shared = holderOf(payload);
      const payloadId = shared ?? id;
      const about = JSON.stringify({ name, cause, details });
      const error = failure ? JSON.stringify(failure) : null;
      const text = shared === undefined ? payload : null;
      const [age, due] = [Math.round(ageMs), Math.round(dueAt)];
      insert.run(id, kind, target, text, payloadId, about, failures, error, age, due);
      return [id, payloadId];
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
    remove({ id, payloadId }: Pick<StoredWork, 'id' | 'payloadId'>): void {
      const works = sharers.get(payloadId);
      if (works !== undefined) share(payloadId, works - 1);
      const left = works === undefined ? 0 : works - 1;
      if (left > 0 && id === payloadId) {
        keepPayload.run(holder, id);
        return;
      }
      remove.run(id);
      if (left === 0 && id !== payloadId) remove.run(payloadId);
    },
    payload: (payloadId: number): string => String(selectPayload.get(payloadId)?.payload ?? ''),
    ofKind: (kind: string): Generator<StoredWork> => read(ofKind.iterate(kind)),
    /** The next due first. */
    all: (): Generator<StoredWork> => read(ofAllKinds.iterate(holder)),
  };

  function* read(rows: Iterable<Record<string, SQLOutputValue>>): Generator<StoredWork> {
    for (const row of rows) {
      const about = JSON.parse(String(row.about)) as Pick<StoredWork, 'name' | 'cause' | 'details'>;
      yield {
        ...{ id: Number(row.id), payloadId: Number(row.payload_of), target: String(row.target) },
        ...{ name: about.name, cause: about.cause, details: about.details },
        ...{ failures: Number(row.failures), ageMs: Number(row.age_ms), dueAt: Number(row.due_at) },
        failure: row.failure === null ? undefined : (JSON.parse(String(row.failure)) as WorkFailure),
      };
    }
  }
}

export type WorkStore = ReturnType<typeof makeWorkStore>;
