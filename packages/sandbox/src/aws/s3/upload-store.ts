import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

export interface Upload {
  uploadId: string;
  bucket: string;
  key: string;
  headers: Record<string, string>;
  tags: Record<string, string>;
  initiatedMs: number;
}

export interface Part {
  number: number;
  etag: string;
  sizeBytes: number;
  file: string;
  lastModifiedMs: number;
}

/** Multipart uploads under way. */
export interface UploadStore {
  create(upload: Omit<Upload, 'uploadId' | 'initiatedMs'>): Upload;
  find(bucket: string, key: string, uploadId: string): Upload | undefined;
  list(bucket: string): Upload[];
  parts(uploadId: string): Part[];
  /** @returns the file of a part with this number that is replaced */
  savePart(uploadId: string, part: Omit<Part, 'lastModifiedMs'>): string | undefined;
  /** Forgets the upload and its parts, whose files the caller removes. */
  remove(uploadId: string): void;
  files(): Set<string>;
}

export function makeUploadStore(db: DatabaseSync, now: () => number): UploadStore {
  db.exec(`
    CREATE TABLE IF NOT EXISTS s3_uploads (
      upload_id TEXT PRIMARY KEY, bucket TEXT NOT NULL, key TEXT NOT NULL, headers TEXT NOT NULL, tags TEXT NOT NULL,
      initiated INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS s3_parts (
      upload_id TEXT NOT NULL, number INTEGER NOT NULL, etag TEXT NOT NULL, size INTEGER NOT NULL, file TEXT NOT NULL,
      last_modified INTEGER NOT NULL, PRIMARY KEY (upload_id, number)) WITHOUT ROWID;
  `);
  const insert = db.prepare('INSERT INTO s3_uploads VALUES (?, ?, ?, ?, ?, ?)');
  const find = db.prepare('SELECT * FROM s3_uploads WHERE upload_id = ? AND bucket = ? AND key = ?');
  const list = db.prepare('SELECT * FROM s3_uploads WHERE bucket = ? ORDER BY key, initiated');
  const parts = db.prepare('SELECT * FROM s3_parts WHERE upload_id = ? ORDER BY number');
  const part = db.prepare('SELECT file FROM s3_parts WHERE upload_id = ? AND number = ?');
  const savePart = db.prepare('INSERT OR REPLACE INTO s3_parts VALUES (?, ?, ?, ?, ?, ?)');
  const removeParts = db.prepare('DELETE FROM s3_parts WHERE upload_id = ?');
  const remove = db.prepare('DELETE FROM s3_uploads WHERE upload_id = ?');
  const files = db.prepare('SELECT file FROM s3_parts');
  const read = (row: Record<string, unknown>): Upload => ({
    uploadId: String(row.upload_id),
    bucket: String(row.bucket),
    key: String(row.key),
    headers: JSON.parse(String(row.headers)) as Record<string, string>,
    tags: JSON.parse(String(row.tags)) as Record<string, string>,
    initiatedMs: Number(row.initiated),
  });

  return {
    create(upload) {
      const created = { ...upload, uploadId: randomBytes(24).toString('base64url'), initiatedMs: now() };
      insert.run(
        created.uploadId,
        upload.bucket,
        upload.key,
        JSON.stringify(upload.headers),
        JSON.stringify(upload.tags),
        created.initiatedMs,
      );
      return created;
    },
    find(bucket, key, uploadId) {
      const row = find.get(uploadId, bucket, key);
      return row && read(row);
    },
    list: (bucket) => list.all(bucket).map(read),
    parts: (uploadId) =>
      parts.all(uploadId).map((row) => ({
        number: Number(row.number),
        etag: String(row.etag),
        sizeBytes: Number(row.size),
        file: String(row.file),
        lastModifiedMs: Number(row.last_modified),
      })),
    savePart(uploadId, { number, etag, sizeBytes, file }) {
      const replaced = part.get(uploadId, number);
      savePart.run(uploadId, number, etag, sizeBytes, file, now());
      return replaced && String(replaced.file);
    },
    remove(uploadId) {
      removeParts.run(uploadId);
      remove.run(uploadId);
    },
    files: () => new Set(files.all().map((row) => String(row.file))),
  };
}
