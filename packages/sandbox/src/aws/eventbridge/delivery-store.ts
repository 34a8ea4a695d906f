import type { DatabaseSync } from 'node:sqlite';
import type { RetryPolicy } from './registry.ts';
import type { DeliveredEvent } from './target-input.ts';

/** One event on its way to one target: all that is needed to go on after a restart. */
export interface Delivery {
  id: number;
  ruleArn: string;
  targetArn: string;
  input: string;
  event: DeliveredEvent;
  retryPolicy: RetryPolicy;
  deadLetterArn: string | undefined;
  /** Attempts after the first. */
  retries: number;
  /** Milliseconds since the epoch, real time; so is `dueAt`. */
  acceptedAt: number;
  dueAt: number;
}

export type NewDelivery = Omit<Delivery, 'id' | 'retries' | 'dueAt'>;

/** Pending deliveries in SQLite. A row goes when the target has taken the event or it is dead-lettered. */
export function makeDeliveryStore(db: DatabaseSync) {
  db.exec(`CREATE TABLE IF NOT EXISTS events_delivery (
    id INTEGER PRIMARY KEY, delivery TEXT NOT NULL, retries INTEGER NOT NULL DEFAULT 0, due_at INTEGER NOT NULL)`);
  const insert = db.prepare('INSERT INTO events_delivery (delivery, due_at) VALUES (?, ?)');
  const postpone = db.prepare('UPDATE events_delivery SET retries = ?, due_at = ? WHERE id = ?');
  const remove = db.prepare('DELETE FROM events_delivery WHERE id = ?');
  const all = db.prepare('SELECT id, delivery, retries, due_at FROM events_delivery ORDER BY id');

  return {
    add(delivery: NewDelivery): Delivery {
      const { lastInsertRowid } = insert.run(JSON.stringify(delivery), delivery.acceptedAt);
      return { ...delivery, id: Number(lastInsertRowid), retries: 0, dueAt: delivery.acceptedAt };
    },
    postpone: (delivery: Delivery): void => {
      postpone.run(delivery.retries, delivery.dueAt, delivery.id);
    },
    remove: (id: number): void => {
      remove.run(id);
    },
    pending: (): Delivery[] =>
      all.all().map((row) => {
        const stored = JSON.parse(String(row.delivery)) as NewDelivery;
        return { ...stored, id: Number(row.id), retries: Number(row.retries), dueAt: Number(row.due_at) };
      }),
  };
}

export type DeliveryStore = ReturnType<typeof makeDeliveryStore>;
