import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

export interface Upload {
  uploadId: string;
  bucket: string;
  key: string;
  headers: Record<string, string>;
  tags: Record<string, string>;
  /** What the object's checksum is made with; absent when the client named none. */
  checksum?: ChecksumPlan;
  initiatedMs: number;
}

export interface ChecksumPlan {
  /** `x-amz-checksum-sha256` */
  header: string;
  /** Over the checksums of the parts, or over all bytes. */
  type: 'COMPOSITE' | 'FULL_OBJECT';
}

export interface Part {
  number: number;
  etag: string;
  sizeBytes: number;
  file: string;
  /** `x-amz-checksum-…` headers. */
  checksums: Record<string, string>;
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
    CREATE TABLE IF NOT EXISTS s3_upload (
      upload_id TEXT PRIMARY KEY, bucket TEXT NOT NULL, key TEXT NOT NULL, headers TEXT NOT NULL, tags TEXT NOT NULL,
      initiated INTEGER NOT NULL, checksum TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS s3_upload_part (
      upload_id TEXT NOT NULL, number INTEGER NOT NULL, etag TEXT NOT NULL, size INTEGER NOT NULL, file TEXT NOT NULL,
      last_modified INTEGER NOT NULL, checksums TEXT NOT NULL, PRIMARY KEY (upload_id, number)) WITHOUT ROWID;
  `);
  const insert = db.prepare('INSERT INTO s3_upload VALUES (?, ?, ?, ?, ?, ?, ?)');
  const find = db.prepare('SELECT * FROM s3_upload WHERE upload_id = ? AND bucket = ? AND key = ?');
  const list = db.prepare('SELECT * FROM s3_upload WHERE bucket = ? ORDER BY key, initiated');
  const parts = db.prepare('SELECT * FROM s3_upload_part WHERE upload_id = ? ORDER BY number');
  const part = db.prepare('SELECT file FROM s3_upload_part WHERE upload_id = ? AND number = ?');
  const savePart = db.prepare('INSERT OR REPLACE INTO s3_upload_part VALUES (?, ?, ?, ?, ?, ?, ?)');
  const removeParts = db.prepare('DELETE FROM s3_upload_part WHERE upload_id = ?');
  const remove = db.prepare('DELETE FROM s3_upload WHERE upload_id = ?');
  const files = db.prepare('SELECT file FROM s3_upload_part');
  const planOf = (row: Record<string, unknown>) => JSON.parse(String(row.checksum)) as ChecksumPlan | null;
  const read = (row: Record<string, unknown>): Upload => ({
    uploadId: String(row.upload_id),
    bucket: String(row.bucket),
    key: String(row.key),
    headers: JSON.parse(String(row.headers)) as Record<string, string>,
    tags: JSON.parse(String(row.tags)) as Record<string, string>,
    initiatedMs: Number(row.initiated),
    ...(planOf(row) && { checksum: planOf(row) as ChecksumPlan }),
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
        JSON.stringify(upload.checksum ?? null),
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
        checksums: JSON.parse(String(row.checksums)) as Record<string, string>,
      })),
    savePart(uploadId, { number, etag, sizeBytes, file, checksums }) {
      const replaced = part.get(uploadId, number);
      savePart.run(uploadId, number, etag, sizeBytes, file, now(), JSON.stringify(checksums));
      return replaced && String(replaced.file);
    },
    remove(uploadId) {
      removeParts.run(uploadId);
      remove.run(uploadId);
    },
    files: () => new Set(files.all().map((row) => String(row.file))),
  };
}
