import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';

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
  /** The bucket policy's document. */
  policy: z.unknown().optional(),
  tags: z.record(z.string(), z.string()).default({}),
  /** What the template last declared, as JSON: what was changed by hand since holds until it declares something else. */
  declared: z.string().default(''),
  declaredPolicy: z.string().default(''),
});
export type BucketSettings = z.infer<typeof settings>;

export interface Bucket extends BucketSettings {
  name: string;
  createdAtMs: number;
}

export const arnOf = ({ name }: Pick<Bucket, 'name'>): string => `arn:aws:s3:::${name}`;

export interface BucketStore {
  find(name: string): Bucket | undefined;
  list(): Bucket[];
  /** Creates the bucket, or changes the named settings of the one that is there. */
  save(name: string, change: Partial<BucketSettings>): Bucket;
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
  const read = (row: Record<string, unknown>): Bucket => ({
    name: String(row.name),
    createdAtMs: Number(row.created_at),
    ...settings.parse(JSON.parse(String(row.settings))),
  });

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
      const standing = find(name);
      const createdAtMs = standing?.createdAtMs ?? now();
      const next = settings.parse({ ...standing, ...change });
      upsert.run(name, createdAtMs, JSON.stringify(next));
      cache.delete(name);
      return { name, createdAtMs, ...next };
    },
    remove(name) {
      remove.run(name);
      cache.delete(name);
    },
  };
}
