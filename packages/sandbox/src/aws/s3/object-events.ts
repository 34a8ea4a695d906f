import type { EventBuses } from '../../core/ports.ts';
import type { Bucket } from './bucket-store.ts';
import type { ObjectVersion } from './object-store.ts';

export type CreationReason = 'PutObject' | 'POST Object' | 'CopyObject' | 'CompleteMultipartUpload';
export type DeletionType = 'Permanently Deleted' | 'Delete Marker Created';

/** Who caused a write: S3 tells it in the event. */
export interface Cause {
  requestId: string;
  sourceIp: string;
}

/**
 * Events of buckets with EventBridge enabled, put on the bus in the transaction of the write.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
export interface ObjectEvents {
  created(bucket: Bucket, version: ObjectVersion, reason: CreationReason, cause: Cause): void;
  deleted(bucket: Bucket, version: ObjectVersion, type: DeletionType, cause: Cause): void;
}

export function makeObjectEvents(buses: EventBuses, requester: string, now: () => number): ObjectEvents {
  let lastSequencer = 0n;
  /** Greater with every call, also after a restart: microseconds of the clock, 16 hex digits. */
  const sequencer = (): string => {
    const time = BigInt(now()) * 1000n;
    lastSequencer = time > lastSequencer ? time : lastSequencer + 1n;
    return lastSequencer.toString(16).toUpperCase().padStart(16, '0');
  };

  const publish = (
    bucket: Bucket,
    detailType: string,
    object: Record<string, unknown>,
    cause: Cause,
    more: Record<string, unknown>,
  ): void => {
    if (!bucket.eventBridge) return;
    buses.publish('default', {
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
    });
  };
  const versionOf = (version: ObjectVersion): Record<string, string> =>
    version.versionId === 'null' ? {} : { 'version-id': version.versionId };

  return {
    created: (bucket, version, reason, cause) =>
      publish(
        bucket,
        'Object Created',
        { key: version.key, size: version.sizeBytes, etag: version.etag, ...versionOf(version) },
        cause,
        { reason },
      ),
    deleted: (bucket, version, type, cause) =>
      publish(
        bucket,
        'Object Deleted',
        { key: version.key, ...(version.etag && { etag: version.etag }), ...versionOf(version) },
        cause,
        { reason: 'DeleteObject', 'deletion-type': type },
      ),
  };
}
