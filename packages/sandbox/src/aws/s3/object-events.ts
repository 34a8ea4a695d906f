import type { DatabaseSync } from 'node:sqlite';
import type { BusEvent, EventBuses } from '../../core/ports.ts';
import type { Bucket } from './bucket-store.ts';
import type { ObjectVersion } from './object-store.ts';

type ObjectEvent = Omit<BusEvent, 'id' | 'account' | 'region'>;

export type CreationReason = 'PutObject' | 'POST Object' | 'CopyObject' | 'CompleteMultipartUpload';
export type DeletionType = 'Permanently Deleted' | 'Delete Marker Created';

/** Who caused a write: S3 tells it in the event. */
export interface Cause {
  requestId: string;
  sourceIp: string;
}

/**
 * Events of buckets with EventBridge enabled. `record…` belongs into the transaction of the write; `publish` runs
 * after it and before the answer; what a killed sandbox did not get to publish goes out at the next start.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
export interface ObjectEvents {
  recordCreated(bucket: Bucket, version: ObjectVersion, reason: CreationReason, cause: Cause): void;
  recordDeleted(bucket: Bucket, version: ObjectVersion, type: DeletionType, cause: Cause): void;
  /** Hands everything that was recorded to the bus, in order. */
  publish(): Promise<void>;
}

export function makeObjectEvents(
  db: DatabaseSync,
  buses: EventBuses,
  requester: string,
  now: () => number,
): ObjectEvents {
  db.exec(
    'CREATE TABLE IF NOT EXISTS s3_events (sequence INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL)',
  );
  const insert = db.prepare('INSERT INTO s3_events (event) VALUES (?)');
  const select = db.prepare('SELECT sequence, event FROM s3_events ORDER BY sequence');
  const remove = db.prepare('DELETE FROM s3_events WHERE sequence = ?');

  let lastSequencer = 0n;
  /** Greater with every call, also after a restart: microseconds of the clock, 16 hex digits. */
  const sequencer = (): string => {
    const time = BigInt(now()) * 1000n;
    lastSequencer = time > lastSequencer ? time : lastSequencer + 1n;
    return lastSequencer.toString(16).toUpperCase().padStart(16, '0');
  };

  const record = (
    bucket: Bucket,
    detailType: string,
    object: Record<string, unknown>,
    cause: Cause,
    more: Record<string, unknown>,
  ): void => {
    if (!bucket.eventBridge) return;
    const event: ObjectEvent = {
      source: 'aws.s3',
      'detail-type': detailType,
      time: `${new Date(now()).toISOString().slice(0, 19)}Z`,
      resources: [`arn:aws:s3:::${bucket.name}`],
      detail: {
        version: '0',
        bucket: { name: bucket.name },
        object: { ...object, sequencer: sequencer() },
        'request-id': cause.requestId,
        requester,
        'source-ip-address': cause.sourceIp,
        ...more,
      },
    };
    insert.run(JSON.stringify(event));
  };
  const versionOf = (version: ObjectVersion): Record<string, string> =>
    version.versionId === 'null' ? {} : { 'version-id': version.versionId };

  /** One publisher at a time: two would send the same rows twice. */
  let publishing: Promise<void> = Promise.resolve();
  const publishAll = async (): Promise<void> => {
    for (const row of select.all()) {
      await buses.publish('default', JSON.parse(String(row.event)) as ObjectEvent);
      remove.run(Number(row.sequence));
    }
  };

  return {
    recordCreated: (bucket, version, reason, cause) =>
      record(
        bucket,
        'Object Created',
        { key: version.key, size: version.sizeBytes, etag: version.etag, ...versionOf(version) },
        cause,
        { reason },
      ),
    recordDeleted: (bucket, version, type, cause) =>
      record(
        bucket,
        'Object Deleted',
        { key: version.key, ...(version.etag && { etag: version.etag }), ...versionOf(version) },
        cause,
        { reason: 'DeleteObject', 'deletion-type': type },
      ),
    publish() {
      const result = publishing.then(publishAll);
      publishing = result.catch(() => undefined);
      return result;
    },
  };
}
