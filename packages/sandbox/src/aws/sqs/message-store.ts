import { randomUUID } from 'node:crypto';
import type { SQLOutputValue } from 'node:sqlite';
import type { LyingMessage } from '../../changes/redrive.ts';
import { AwsError } from '../../core/aws-error.ts';
import type { WorkName } from '../../core/observe.ts';
import type { World } from '../../core/world.ts';
import type { MessageAttribute } from './message-digest.ts';
import { type Queue, type QueueStore, redrivePolicy } from './queue-store.ts';
import type { WakeUps } from './wake-ups.ts';

export interface NewMessage {
  body: string;
  attributes: Record<string, MessageAttribute>;
  /** `AWSTraceHeader`, the only system attribute that senders may set. */
  traceHeader?: string | undefined;
  /** Overrides the queue's. */
  delaySeconds?: number | undefined;
  /** The work that sends it. */
  cause?: WorkName | undefined;
}

export interface ReceiveOptions {
  /** The queue's own unless told. */
  visibilitySeconds?: number | undefined;
  /** A mapping takes it, whose work ends with the sandbox. */
  mapped?: boolean;
}

export interface StoredMessage {
  id: string;
  body: string;
  attributes: Record<string, MessageAttribute>;
  traceHeader: string | undefined;
  receiptHandle: string;
  receiveCount: number;
  /** Milliseconds since the epoch, as the next. */
  sentAt: number;
  firstReceivedAt: number;
  /** The queue that a message in a dead-letter queue comes from. */
  sourceArn: string | undefined;
}

/** Messages in SQLite; each method is one statement or one transaction, so none is lost or seen half done. */
export function makeMessageStore(
  world: World,
  queues: QueueStore,
  wakeUps: Pick<WakeUps, 'arrived' | 'hidden'>,
) {
  const { db } = world;
  db.exec(`CREATE TABLE IF NOT EXISTS sqs_message (
    seq INTEGER PRIMARY KEY, queue TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, attributes TEXT NOT NULL,
    trace TEXT, sent_at INTEGER NOT NULL, visible_at INTEGER NOT NULL, receive_count INTEGER NOT NULL DEFAULT 0,
    first_received_at INTEGER, receipt TEXT, source TEXT, mapped INTEGER NOT NULL DEFAULT 0);
    CREATE INDEX IF NOT EXISTS sqs_message_by_visibility ON sqs_message (queue, visible_at);
    CREATE INDEX IF NOT EXISTS sqs_message_by_receipt ON sqs_message (receipt)`);
  const insert = db.prepare(
    'INSERT INTO sqs_message (queue, id, body, attributes, trace, sent_at, visible_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const visible = db.prepare(
    'SELECT * FROM sqs_message WHERE queue = ? AND visible_at <= ? ORDER BY visible_at, seq LIMIT ?',
  );
  const take =
    db.prepare(`UPDATE sqs_message SET visible_at = ?, receipt = ?, mapped = ?, receive_count = receive_count + 1,
    first_received_at = coalesce(first_received_at, ?) WHERE seq = ?`);
  const bury = db.prepare(
    'UPDATE sqs_message SET queue = ?, source = ?, visible_at = ?, receipt = NULL WHERE seq = ?',
  );
  const redrive = db.prepare(`UPDATE sqs_message SET queue = ?, id = ?, source = NULL, receipt = NULL,
    receive_count = 0, first_received_at = NULL, sent_at = ?, visible_at = ? WHERE seq = ?`);
  const removeByReceipt = db.prepare('DELETE FROM sqs_message WHERE queue = ? AND receipt = ?');
  const hide = db.prepare('UPDATE sqs_message SET visible_at = ? WHERE queue = ? AND receipt = ?');
  /** ?1 is now, ?2 the speed of the fast clock. */
  const hurry = 'visible_at = CAST(?1 + (visible_at - ?1) / ?2 AS INTEGER), mapped = 0';
  const giveBack = db.prepare(
    `UPDATE sqs_message SET ${hurry} WHERE queue = ?3 AND receipt = ?4 AND visible_at > ?1`,
  );
  const reveal = db.prepare(
    'UPDATE sqs_message SET visible_at = ?1 WHERE queue = ?2 AND id = ?3 AND receipt IS NULL AND visible_at > ?1',
  );
  const giveUpMapped = db.prepare(`UPDATE sqs_message SET ${hurry} WHERE mapped = 1 AND visible_at > ?1`);
  const expire = db.prepare('DELETE FROM sqs_message WHERE queue = ? AND sent_at <= ?');
  const lying = db.prepare('SELECT * FROM sqs_message WHERE queue = ? ORDER BY sent_at, seq');
  const removeById = db.prepare('DELETE FROM sqs_message WHERE queue = ? AND id = ?');
  const clear = db.prepare('DELETE FROM sqs_message WHERE queue = ?');
  const next = db.prepare('SELECT min(visible_at) AS at FROM sqs_message WHERE queue = ? AND visible_at > ?');
  const oldest = db.prepare('SELECT min(sent_at) AS at FROM sqs_message WHERE queue = ?');
  const count = db.prepare(`SELECT coalesce(sum(visible_at <= ?1), 0) AS visible,
    coalesce(sum(visible_at > ?1 AND receipt IS NOT NULL), 0) AS hidden,
    coalesce(sum(visible_at > ?1 AND receipt IS NULL), 0) AS delayed FROM sqs_message WHERE queue = ?2`);

  // The functions that worked on these ended with the sandbox that called them.
  giveUpMapped.run(world.now(), world.fastClock.speed);

  function seconds(queue: Queue, attribute: string): number {
    return Number(queue.attributes[attribute] ?? 0);
  }

  const delayMs = (queue: Queue, { delaySeconds }: NewMessage): number =>
    (delaySeconds ?? seconds(queue, 'DelaySeconds')) * 1000;

  function dropExpired(queue: Queue): void {
    expire.run(queue.arn, world.now() - seconds(queue, 'MessageRetentionPeriod') * 1000);
  }

  /** Moves a message that was received often enough. @returns false when it stays. */
  function buried(queue: Queue, row: Record<string, SQLOutputValue>): boolean {
    const policy = redrivePolicy(queue);
    if (!policy || Number(row.receive_count) < policy.maxReceiveCount) return false;
    if (!queues.all().some(({ arn }) => arn === policy.arn)) return false;
    bury.run(policy.arn, queue.arn, world.now(), Number(row.seq));
    wakeUps.arrived(policy.arn);
    const work = { kind: 'message' as const, id: String(row.id) };
    const told = { at: world.now(), work, target: queue.arn };
    const attempts = Number(row.receive_count);
    world.observe.tell?.({ ...told, fact: 'gave-up', attempts, condition: 'attempts', dropped: false });
    world.observe.tell?.({ ...told, fact: 'dead-lettered', to: policy.arn });
    return true;
  }

  return {
    /** For how long nobody receives it. */
    delayMs,
    /** @returns the message's id */
    send(queue: Queue, message: NewMessage): string {
      const id = randomUUID();
      const now = world.now();
      const { body, attributes, traceHeader = null, cause } = message;
      const visibleAt = now + delayMs(queue, message);
      insert.run(queue.arn, id, body, JSON.stringify(attributes), traceHeader, now, visibleAt);
      wakeUps.arrived(queue.arn);
      const work = { kind: 'message' as const, id };
      world.observe.tell?.({ at: now, work, target: queue.arn, fact: 'accepted', ...(cause && { cause }) });
      return id;
    },
    receive(
      queue: Queue,
      max: number,
      { visibilitySeconds = seconds(queue, 'VisibilityTimeout'), mapped = false }: ReceiveOptions = {},
    ): StoredMessage[] {
      const now = world.now();
      const hiddenUntil = now + visibilitySeconds * 1000;
      const taken: StoredMessage[] = [];
      world.transaction(() => {
        dropExpired(queue);
        while (taken.length < max) {
          const rows = visible.all(queue.arn, now, max - taken.length);
          if (rows.length === 0) break;
          let moved = 0;
          for (const row of rows) {
            if (buried(queue, row)) {
              moved++;
              continue;
            }
            const receiptHandle = Buffer.from(`${row.id}:${randomUUID()}`).toString('base64');
            take.run(hiddenUntil, receiptHandle, Number(mapped), now, Number(row.seq));
            taken.push(received(row, receiptHandle, now));
          }
          if (moved === 0) break;
        }
      });
      if (taken.length > 0) wakeUps.hidden(queue.arn);
      return taken;
    },
    /** An old handle, of a message received again since, deletes nothing. @throws AwsError `ReceiptHandleIsInvalid` */
    delete(queue: Queue, receiptHandle: string): void {
      checkHandle(receiptHandle);
      removeByReceipt.run(queue.arn, receiptHandle);
    },
    /** Ends a mapping's work: see the port. A message that is visible already, or somebody else's, stays as it is. */
    settle(queue: Queue, done: readonly string[], failed: readonly string[]): void {
      const now = world.now();
      world.transaction(() => {
        for (const handle of done) removeByReceipt.run(queue.arn, handle);
        for (const handle of failed) giveBack.run(now, world.fastClock.speed, queue.arn, handle);
      });
      if (failed.length > 0) wakeUps.hidden(queue.arn);
    },
    /** @throws AwsError `ReceiptHandleIsInvalid`, `InvalidParameterValue`, `…MessageNotInflight` */
    changeVisibility(queue: Queue, receiptHandle: string, visibilitySeconds: number): void {
      checkHandle(receiptHandle);
      if (!Number.isInteger(visibilitySeconds) || visibilitySeconds < 0 || visibilitySeconds > 43_200) {
        throw new AwsError('InvalidParameterValue', 'VisibilityTimeout must be between 0 and 43200.');
      }
      const now = world.now();
      const { changes } = hide.run(now + visibilitySeconds * 1000, queue.arn, receiptHandle);
      if (Number(changes) === 0) {
        throw new AwsError('AWS.SimpleQueueService.MessageNotInflight', 'The message is not in flight.');
      }
      if (visibilitySeconds === 0) wakeUps.arrived(queue.arn);
      else wakeUps.hidden(queue.arn);
    },
    /** Ends the delay of a message that nobody has received yet. */
    reveal(queue: Queue, id: string): void {
      reveal.run(world.now(), queue.arn, id);
      wakeUps.arrived(queue.arn);
    },
    /** All of them, the oldest first, as they lie there. */
    peek: (queue: Queue): LyingMessage[] => lying.all(queue.arn).map((row) => lyingMessage(row, world.now())),
    remove: (queue: Queue, id: string): void => void removeById.run(queue.arn, id),
    purge: (queue: Queue): void => {
      clear.run(queue.arn);
    },
    /** Moves the visible messages of a dead-letter queue as new ones. @returns how many; others had nowhere to go */
    moveAll(queue: Queue, destination: (sourceArn: string | undefined) => Queue | undefined): number {
      const now = world.now();
      const arrived = new Set<string>();
      const moved = world.transaction(() => {
        let sum = 0;
        for (const row of visible.all(queue.arn, now, -1)) {
          const target = destination(row.source === null ? undefined : String(row.source));
          if (!target) continue;
          redrive.run(target.arn, randomUUID(), now, now, Number(row.seq));
          arrived.add(target.arn);
          sum++;
        }
        return sum;
      });
      for (const arn of arrived) wakeUps.arrived(arn);
      return moved;
    },
    /** When the first message becomes visible that was hidden or delayed at a time; both in milliseconds since the epoch. */
    nextVisibleAt(queueArn: string, since: number): number | undefined {
      const at = next.get(queueArn, since)?.at;
      return typeof at === 'number' ? at : undefined;
    },
    /** When the oldest message was sent that is not deleted; milliseconds since the epoch. */
    oldestSentAt(queue: Queue): number | undefined {
      const at = oldest.get(queue.arn)?.at;
      return typeof at === 'number' ? at : undefined;
    },
    counts(queue: Queue): Record<string, string> {
      dropExpired(queue);
      const row = count.get(world.now(), queue.arn);
      return {
        ApproximateNumberOfMessages: String(row?.visible),
        ApproximateNumberOfMessagesNotVisible: String(row?.hidden),
        ApproximateNumberOfMessagesDelayed: String(row?.delayed),
      };
    },
  };
}

export type MessageStore = ReturnType<typeof makeMessageStore>;

function received(row: Record<string, SQLOutputValue>, receiptHandle: string, now: number): StoredMessage {
  return {
    id: String(row.id),
    body: String(row.body),
    attributes: JSON.parse(String(row.attributes)) as Record<string, MessageAttribute>,
    traceHeader: row.trace === null ? undefined : String(row.trace),
    receiptHandle,
    receiveCount: Number(row.receive_count) + 1,
    sentAt: Number(row.sent_at),
    firstReceivedAt: row.first_received_at === null ? now : Number(row.first_received_at),
    sourceArn: row.source === null ? undefined : String(row.source),
  };
}

function lyingMessage(row: Record<string, SQLOutputValue>, now: number): LyingMessage {
  const attributes = JSON.parse(String(row.attributes)) as Record<string, MessageAttribute>;
  const visibleAt = Number(row.visible_at);
  return {
    ...{ id: String(row.id), body: String(row.body), sentAt: Number(row.sent_at) },
    receiveCount: Number(row.receive_count),
    attributes: Object.fromEntries(
      Object.entries(attributes).flatMap(([name, { StringValue }]) =>
        StringValue === undefined ? [] : [[name, StringValue]],
      ),
    ),
    ...(visibleAt > now && { hiddenUntil: visibleAt }),
    ...(row.source !== null && { sourceArn: String(row.source) }),
  };
}

function checkHandle(receiptHandle: string): void {
  if (!/^[\w-]{36}:[\w-]{36}$/.test(Buffer.from(receiptHandle, 'base64').toString())) {
    throw new AwsError('ReceiptHandleIsInvalid', 'The input receipt handle is invalid.');
  }
}
