import type { DatabaseSync } from 'node:sqlite';
import { AwsError } from '../../core/aws-error.ts';
import { type Policy, readPolicyOf } from '../../core/policy.ts';
import type { World } from '../../core/world.ts';

/** Settings that a queue can have, as the API names them, with their defaults. All values are strings in the API. */
export const DEFAULT_ATTRIBUTES = {
  VisibilityTimeout: '30',
  DelaySeconds: '0',
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
  /** 1 MiB. @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
  MaximumMessageSize: '1048576',
  SqsManagedSseEnabled: 'true',
};

/** Smallest and largest value of the numeric settings. */
const BOUNDS: Record<string, readonly [number, number]> = {
  VisibilityTimeout: [0, 43_200],
  DelaySeconds: [0, 900],
  MessageRetentionPeriod: [60, 1_209_600],
  ReceiveMessageWaitTimeSeconds: [0, 20],
  MaximumMessageSize: [1024, 1_048_576],
  KmsDataKeyReusePeriodSeconds: [60, 86_400],
};
/** Kept and shown; encryption has no effect here, and nothing is refused by policies yet. */
const FREE_TEXT = ['Policy', 'RedrivePolicy', 'RedriveAllowPolicy', 'KmsMasterKeyId', 'SqsManagedSseEnabled'];

export interface Queue {
  name: string;
  arn: string;
  url: string;
  attributes: Record<string, string>;
  /** The attribute `Policy`, read. */
  policy: Policy | undefined;
  /** Seconds since the epoch. */
  createdAt: number;
  changedAt: number;
}

/** Queues by name; they outlive a restart, so that those made by CreateQueue stay. */
export function makeQueueStore(world: World) {
  const { db } = world;
  db.exec(`CREATE TABLE IF NOT EXISTS sqs_queue (
    name TEXT PRIMARY KEY, attributes TEXT NOT NULL, created_at INTEGER NOT NULL, changed_at INTEGER NOT NULL)`);
  const upsert = db.prepare('INSERT OR REPLACE INTO sqs_queue VALUES (?, ?, ?, ?)');
  const queues = new Map<string, Queue>();
  for (const row of db.prepare('SELECT * FROM sqs_queue').all()) {
    const attributes = JSON.parse(String(row.attributes)) as Record<string, string>;
    queues.set(
      String(row.name),
      make(String(row.name), attributes, Number(row.created_at), Number(row.changed_at)),
    );
  }

  function make(
    name: string,
    attributes: Record<string, string>,
    createdAt: number,
    changedAt: number,
  ): Queue {
    const arn = `arn:aws:sqs:${world.region}:${world.accountId}:${name}`;
    return {
      name,
      arn,
      url: `${world.endpoint}/${world.accountId}/${name}`,
      attributes,
      policy: policyOf(attributes),
      createdAt,
      changedAt,
    };
  }

  /** Replaces the given settings, or all of them when `whole`. */
  function put(name: string, changes: Record<string, string>, whole: boolean): Queue {
    check(name, changes);
    const before = queues.get(name);
    const attributes = { ...(whole ? DEFAULT_ATTRIBUTES : before?.attributes), ...changes };
    if (before && JSON.stringify(before.attributes) === JSON.stringify(attributes)) return before;
    const now = Math.floor(world.now() / 1000);
    const queue = make(name, attributes, before?.createdAt ?? now, now);
    upsert.run(name, JSON.stringify(attributes), queue.createdAt, queue.changedAt);
    queues.set(name, queue);
    return queue;
  }

  return {
    put,
    all: () => [...queues.values()],
    named: (name: string) => queues.get(name),
    byArn: (arn: string) => requireQueue([...queues.values()].find((queue) => queue.arn === arn)),
    /** Only the last part of the URL counts, so any host name of this machine will do. */
    byUrl: (url: unknown) => requireQueue(queues.get(String(url).split('/').at(-1) ?? '')),
    remove(queue: Queue): void {
      queues.delete(queue.name);
      removeRows(db, queue);
    },
    /** Queues that name this one as their dead-letter queue. */
    sourcesOf: (arn: string) => [...queues.values()].filter((queue) => redrivePolicy(queue)?.arn === arn),
  };
}

export type QueueStore = ReturnType<typeof makeQueueStore>;

function removeRows(db: DatabaseSync, queue: Queue): void {
  db.prepare('DELETE FROM sqs_queue WHERE name = ?').run(queue.name);
}

function requireQueue(queue: Queue | undefined): Queue {
  if (queue) return queue;
  throw new AwsError('AWS.SimpleQueueService.NonExistentQueue', 'The specified queue does not exist.');
}

function check(name: string, attributes: Record<string, string>): void {
  if (name.endsWith('.fifo') || attributes.FifoQueue === 'true') {
    throw new AwsError('AWS.SimpleQueueService.UnsupportedOperation', 'The sandbox has no FIFO queues.');
  }
  if (!/^[\w-]{1,80}$/.test(name)) {
    throw new AwsError(
      'InvalidParameterValue',
      'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
    );
  }
  for (const [attribute, value] of Object.entries(attributes)) {
    const bounds = BOUNDS[attribute];
    if (!bounds && !FREE_TEXT.includes(attribute)) {
      throw new AwsError('InvalidAttributeName', `Unknown Attribute ${attribute}.`);
    }
    const number = Number(value);
    if (bounds && !(Number.isInteger(number) && number >= bounds[0] && number <= bounds[1])) {
      throw new AwsError('InvalidAttributeValue', `Invalid value for the parameter ${attribute}.`);
    }
  }
  if (attributes.RedrivePolicy !== undefined && attributes.RedrivePolicy !== '')
    parsePolicy(attributes.RedrivePolicy);
  if (attributes.Policy) readQueuePolicy(attributes.Policy);
}

/** @throws AwsError `InvalidAttributeValue` */
const readQueuePolicy = (text: string): Policy =>
  readPolicyOf(
    'sqs',
    text,
    () => new AwsError('InvalidAttributeValue', 'Invalid value for the parameter Policy.'),
  );

/** One that was stored before policies were read is perhaps none; it lets nobody in. */
function policyOf({ Policy: text }: Record<string, string>): Policy | undefined {
  try {
    return text ? readQueuePolicy(text) : undefined;
  } catch {
    return undefined;
  }
}

export interface RedrivePolicy {
  arn: string;
  maxReceiveCount: number;
}

export function redrivePolicy(queue: Queue): RedrivePolicy | undefined {
  const text = queue.attributes.RedrivePolicy;
  return text === undefined || text === '' ? undefined : parsePolicy(text);
}

function parsePolicy(text: string): RedrivePolicy {
  try {
    const policy = JSON.parse(text) as { deadLetterTargetArn?: unknown; maxReceiveCount?: unknown };
    const maxReceiveCount = Number(policy.maxReceiveCount);
    if (typeof policy.deadLetterTargetArn === 'string' && maxReceiveCount >= 1 && maxReceiveCount <= 1000) {
      return { arn: policy.deadLetterTargetArn, maxReceiveCount };
    }
  } catch {
    // Told below, with what is no policy at all.
  }
  throw new AwsError('InvalidParameterValue', `Value ${text} for parameter RedrivePolicy is invalid.`);
}
