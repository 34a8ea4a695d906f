import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Bucket } from './bucket-store.ts';

/** A part that an object was put together from. */
export interface ObjectPart {
  sizeBytes: number;
  /** `x-amz-checksum-…` headers. */
  checksums: Record<string, string>;
}

/** What a write knows about an object's bytes and headers. */
export interface ObjectData {
  sizeBytes: number;
  /** Without quotes; hex MD5, of a multipart upload `<hex>-<parts>`. */
  etag: string;
  /** Name of the file that holds the bytes; empty for a delete marker. */
  file: string;
  /** Answered as they are: content-type, cache-control, x-amz-meta-… */
  headers: Record<string, string>;
  /** `x-amz-checksum-…` headers. */
  checksums: Record<string, string>;
  tags: Record<string, string>;
  /** Of a multipart upload; read with {@link ObjectStore.partsOf}. */
  parts?: readonly ObjectPart[];
}

/** One version of an object, or a delete marker. */
export interface ObjectVersion extends ObjectData {
  /** Order of the writes: the greatest of a key is its current version. */
  sequence: number;
  bucket: string;
  key: string;
  /** `null` for what was written without versioning. */
  versionId: string;
  isDeleteMarker: boolean;
  lastModifiedMs: number;
}

/** The rows behind the objects. Every method is synchronous: a write is one transaction of its caller. */
export interface ObjectStore {
  current(bucket: string, key: string): ObjectVersion | undefined;
  version(bucket: string, key: string, versionId: string): ObjectVersion | undefined;
  /** @returns the new version, and the one that it replaces for good (its file can go) */
  insert(
    bucket: Bucket,
    key: string,
    data: ObjectData | 'delete marker',
  ): { written: ObjectVersion; replaced?: ObjectVersion };
  /** None for an object that was written whole. */
  partsOf(version: ObjectVersion): ObjectPart[];
  remove(version: ObjectVersion): void;
  setTags(version: ObjectVersion, tags: Record<string, string>): void;
  /** Current versions from `fromKey` on, by key in UTF-8 order; delete markers left out. @param inclusive with `fromKey` itself */
  currentFrom(bucket: string, fromKey: string, inclusive: boolean): Iterable<ObjectVersion>;
  /** All versions from `fromKey` on, by key, newest first; of `fromKey` itself only those older than `beforeSequence`. */
  versionsFrom(bucket: string, fromKey: string, beforeSequence: number): Iterable<ObjectVersion>;
  isEmpty(bucket: string): boolean;
  /** Names of all files in use. */
  files(): Set<string>;
}

const schema = `
  CREATE TABLE IF NOT EXISTS s3_objects (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    bucket TEXT NOT NULL, key TEXT NOT NULL, version_id TEXT NOT NULL, is_delete_marker INTEGER NOT NULL,
    last_modified INTEGER NOT NULL, size INTEGER NOT NULL, etag TEXT NOT NULL, file TEXT NOT NULL,
    headers TEXT NOT NULL, checksums TEXT NOT NULL, tags TEXT NOT NULL,
    UNIQUE (bucket, key, version_id)
  );
  CREATE TABLE IF NOT EXISTS s3_object_parts (sequence INTEGER PRIMARY KEY, parts TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS s3_objects_by_key ON s3_objects (bucket, key, sequence);
`;
const isCurrent =
  'o.sequence = (SELECT max(i.sequence) FROM s3_objects i WHERE i.bucket = o.bucket AND i.key = o.key)';
const emptyData: ObjectData = { sizeBytes: 0, etag: '', file: '', headers: {}, checksums: {}, tags: {} };

export function makeObjectStore(db: DatabaseSync, now: () => number): ObjectStore {
  db.exec(schema);
  const current = db.prepare(
    'SELECT * FROM s3_objects WHERE bucket = ? AND key = ? ORDER BY sequence DESC LIMIT 1',
  );
  const version = db.prepare('SELECT * FROM s3_objects WHERE bucket = ? AND key = ? AND version_id = ?');
  const insert = db.prepare(
    `INSERT INTO s3_objects (bucket, key, version_id, is_delete_marker, last_modified, size, etag, file, headers,
       checksums, tags) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const deleteRow = db.prepare('DELETE FROM s3_objects WHERE sequence = ?');
  const insertParts = db.prepare('INSERT INTO s3_object_parts VALUES (?, ?)');
  const selectParts = db.prepare('SELECT parts FROM s3_object_parts WHERE sequence = ?');
  const deleteParts = db.prepare('DELETE FROM s3_object_parts WHERE sequence = ?');
  const remove = (sequence: number): void => {
    deleteRow.run(sequence);
    deleteParts.run(sequence);
  };
  const setTags = db.prepare('UPDATE s3_objects SET tags = ? WHERE sequence = ?');
  const any = db.prepare('SELECT 1 FROM s3_objects WHERE bucket = ? LIMIT 1');
  const files = db.prepare("SELECT file FROM s3_objects WHERE file <> ''");
  const one = (row: Record<string, unknown> | undefined): ObjectVersion | undefined => row && read(row);

  return {
    current: (bucket, key) => one(current.get(bucket, key)),
    version: (bucket, key, versionId) => one(version.get(bucket, key, versionId)),

    insert(bucket, key, data) {
      const versionId = bucket.versioning === 'Enabled' ? newVersionId() : 'null';
      const replaced = versionId === 'null' ? one(version.get(bucket.name, key, 'null')) : undefined;
      if (replaced) remove(replaced.sequence);
      const isDeleteMarker = data === 'delete marker';
      const content = isDeleteMarker ? emptyData : data;
      const lastModifiedMs = now();
      const { lastInsertRowid } = insert.run(
        bucket.name,
        key,
        versionId,
        isDeleteMarker ? 1 : 0,
        lastModifiedMs,
        content.sizeBytes,
        content.etag,
        content.file,
        JSON.stringify(content.headers),
        JSON.stringify(content.checksums),
        JSON.stringify(content.tags),
      );
      if (content.parts) insertParts.run(lastInsertRowid, JSON.stringify(content.parts));
      const written = {
        ...content,
        sequence: Number(lastInsertRowid),
        bucket: bucket.name,
        key,
        versionId,
        isDeleteMarker,
        lastModifiedMs,
      };
      return { written, ...(replaced && { replaced }) };
    },

    partsOf({ sequence }) {
      const row = selectParts.get(sequence);
      return row ? (JSON.parse(String(row.parts)) as ObjectPart[]) : [];
    },
    remove: ({ sequence }) => remove(sequence),
    setTags: ({ sequence }, tags) => void setTags.run(JSON.stringify(tags), sequence),

    *currentFrom(bucket, fromKey, inclusive) {
      const rows = db.prepare(
        `SELECT * FROM s3_objects o WHERE bucket = ? AND key ${inclusive ? '>=' : '>'} ? AND ${isCurrent}
           AND is_delete_marker = 0 ORDER BY key`,
      );
      for (const row of rows.iterate(bucket, fromKey)) yield read(row);
    },

    *versionsFrom(bucket, fromKey, beforeSequence) {
      const rows = db.prepare(
        `SELECT * FROM s3_objects WHERE bucket = ?1 AND (key > ?2 OR (key = ?2 AND sequence < ?3))
           ORDER BY key, sequence DESC`,
      );
      for (const row of rows.iterate(bucket, fromKey, beforeSequence)) yield read(row);
    },

    isEmpty: (bucket) => any.get(bucket) === undefined,
    files: () => new Set(files.all().map((row) => String(row.file))),
  };
}

function read(row: Record<string, unknown>): ObjectVersion {
  const map = (column: unknown): Record<string, string> =>
    JSON.parse(String(column)) as Record<string, string>;
  return {
    sequence: Number(row.sequence),
    bucket: String(row.bucket),
    key: String(row.key),
    versionId: String(row.version_id),
    isDeleteMarker: row.is_delete_marker === 1,
    lastModifiedMs: Number(row.last_modified),
    sizeBytes: Number(row.size),
    etag: String(row.etag),
    file: String(row.file),
    headers: map(row.headers),
    checksums: map(row.checksums),
    tags: map(row.tags),
  };
}

/** 32 opaque characters, as S3 makes them. */
const newVersionId = (): string => randomBytes(24).toString('base64url').replaceAll('-', '.');
