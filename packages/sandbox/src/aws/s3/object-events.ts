import type { EventBuses } from '../../core/ports.ts';
import { servicePrincipal } from '../../core/principal.ts';
import { arnOf, type Bucket } from './bucket-store.ts';
import type { Notifier } from './notifications.ts';
import type { ObjectVersion } from './object-store.ts';
import type { Cause, CreationReason, DeletionType } from './write-cause.ts';

/**
 * What buckets tell of their writes, in the transaction of the write: the bus, where EventBridge is enabled, and the
 * targets of their own notifications.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
export interface ObjectEvents {
  created(bucket: Bucket, version: ObjectVersion, reason: CreationReason, cause: Cause): void;
  deleted(bucket: Bucket, version: ObjectVersion, type: DeletionType, cause: Cause): void;
}

export function makeObjectEvents(
  buses: EventBuses,
  notifier: Notifier,
  accountId: string,
  now: () => number,
): ObjectEvents {
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
    buses.publish(servicePrincipal('s3', arnOf(bucket), accountId), 'default', {
      source: 'aws.s3',
      'detail-type': detailType,
      time: `${new Date(now()).toISOString().slice(0, 19)}Z`,
      resources: [arnOf(bucket)],
      detail: {
        version: '0',
        bucket: { name: bucket.name },
        object,
        'request-id': cause.requestId,
        requester: accountId,
        'source-ip-address': cause.sourceIp,
        ...more,
      },
    });
  };
  const numbered = (version: ObjectVersion): boolean => version.versionId !== 'null';

  return {
    created(bucket, version, reason, cause) {
      const { key, sizeBytes: size, etag, versionId } = version;
      const order = sequencer();
      const own = numbered(version);
      if (bucket.eventBridge) {
        const object = { key, size, etag, ...(own && { 'version-id': versionId }), sequencer: order };
        publish(bucket, 'Object Created', object, cause, { reason });
      }
      notifier.tell(
        bucket,
        reason,
        { key, size, eTag: etag, ...(own && { versionId }), sequencer: order },
        cause,
      );
    },
    deleted(bucket, version, type, cause) {
      const { key, etag, versionId } = version;
      const order = sequencer();
      const own = numbered(version);
      if (bucket.eventBridge) {
        const object = {
          key,
          ...(etag && { etag }),
          ...(own && { 'version-id': versionId }),
          sequencer: order,
        };
        publish(bucket, 'Object Deleted', object, cause, { reason: 'DeleteObject', 'deletion-type': type });
      }
      notifier.tell(bucket, type, { key, ...(own && { versionId }), sequencer: order }, cause);
    },
  };
}
