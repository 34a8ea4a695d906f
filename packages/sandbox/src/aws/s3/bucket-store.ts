import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import type { Policy } from '../../core/policy.ts';
import { readBucketPolicy } from './bucket-policy.ts';

const corsRule = z.object({
  id: z.string().optional(),
  allowedOrigins: z.array(z.string()),
  allowedMethods: z.array(z.string()),
  allowedHeaders: z.array(z.string()).default([]),
  exposedHeaders: z.array(z.string()).default([]),
  maxAgeSeconds: z.number().optional(),
});
export type CorsRule = z.infer<typeof corsRule>;

/** What a bucket tells a function, a queue or a topic by itself. */
export const notification = z.object({
  id: z.string(),
  targetArn: z.string(),
  /** `s3:ObjectCreated:*`, `s3:ObjectRemoved:Delete`, … */
  event: z.string(),
  prefix: z.string().default(''),
  suffix: z.string().default(''),
});
export type BucketNotification = z.infer<typeof notification>;

const settings = z.object({
  versioning: z.enum(['Enabled', 'Suspended']).optional(),
  cors: z.array(corsRule).default([]),
  /** Whether writes and deletes are told to the default event bus. */
  eventBridge: z.boolean().default(false),
  notifications: z.array(notification).default([]),
  /** The bucket policy's document; null where it was taken away by hand. */
  policy: z.unknown().optional(),
  tags: z.record(z.string(), z.string()).default({}),
});
export type BucketSettings = z.infer<typeof settings>;

export interface Bucket extends Omit<BucketSettings, 'policy'> {
  policy: Policy | undefined;
  name: string;
  createdAtMs: number;
}

export const arnOf = ({ name }: Pick<Bucket, 'name'>): string => `arn:aws:s3:::${name}`;

export interface BucketStore {
  find(name: string): Bucket | undefined;
  list(): Bucket[];
  /** Creates the bucket, or changes the named settings of the one that is there. @throws AwsError `MalformedPolicy` */
  save(name: string, change: Partial<BucketSettings>): Bucket;
  /** Whether somebody, or the template, has said something of its policy, be it that there is none. */
  knowsPolicy(name: string): boolean;
  remove(name: string): void;
}

export function makeBucketStore(db: DatabaseSync, now: () => number): BucketStore {
  db.exec(
    'CREATE TABLE IF NOT EXISTS s3_buckets (name TEXT PRIMARY KEY, created_at INTEGER NOT NULL, settings TEXT NOT NULL)',
  );
  const select = db.prepare('SELECT * FROM s3_buckets WHERE name = ?');
  const selectAll = db.prepare('SELECT * FROM s3_buckets ORDER BY name');
  const upsert = db.prepare(
    `INSERT INTO s3_buckets VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET settings = excluded.settings`,
  );
  const remove = db.prepare('DELETE FROM s3_buckets WHERE name = ?');
  const settingsOf = (row: Record<string, unknown>): BucketSettings =>
    settings.parse(JSON.parse(String(row.settings)));
  const read = (row: Record<string, unknown>): Bucket => {
    const name = String(row.name);
    const { policy: document, ...rest } = settingsOf(row);
    return { name, createdAtMs: Number(row.created_at), ...rest, policy: storedPolicy(name, document) };
  };

  /** Asked for at every request; dropped when a bucket changes. */
  const cache = new Map<string, Bucket>();
  const find = (name: string): Bucket | undefined => {
    const cached = cache.get(name);
    if (cached) return cached;
    const row = select.get(name);
    if (!row) return undefined;
    const bucket = read(row);
    cache.set(name, bucket);
    return bucket;
  };

  return {
    find,
    list: () => selectAll.all().map(read),
    save(name, change) {
      const row = select.get(name);
      const createdAtMs = row ? Number(row.created_at) : now();
      const { policy: document, ...rest } = settings.parse({ ...(row && settingsOf(row)), ...change });
      const policy = isNone(document) ? undefined : readBucketPolicy(document, arnOf({ name }));
      upsert.run(name, createdAtMs, JSON.stringify({ ...rest, policy: document }));
      cache.delete(name);
      return { name, createdAtMs, ...rest, policy };
    },
    knowsPolicy(name) {
      const row = select.get(name);
      return row !== undefined && settingsOf(row).policy !== undefined;
    },
    remove(name) {
      remove.run(name);
      cache.delete(name);
    },
  };
}

const isNone = (document: unknown): boolean => document === undefined || document === null;

/** One that was stored before policies were read is perhaps none; it lets nobody in. */
function storedPolicy(name: string, document: unknown): Policy | undefined {
  if (isNone(document)) return undefined;
  try {
    return readBucketPolicy(document, arnOf({ name }));
  } catch {
    return undefined;
  }
}
