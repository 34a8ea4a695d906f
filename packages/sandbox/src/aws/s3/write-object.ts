import type { Bucket } from './bucket-store.ts';
import type { ObjectData, ObjectVersion } from './object-store.ts';
import type { S3State } from './operation.ts';
import { s3Error } from './s3-error.ts';
import type { Cause, CreationReason, DeletionType } from './write-cause.ts';

/** `If-Match` and `If-None-Match` of a write. */
export interface WriteConditions {
  ifMatch?: string | undefined;
  ifNoneMatch?: string | undefined;
}

/**
 * Makes bytes that are on disk the current version: conditions, row and event in one transaction; the write may be
 * answered when this returns. The file is removed when the write is refused.
 * @throws AwsError `PreconditionFailed`, `NoSuchKey`
 */
export function writeObject(
  state: S3State,
  bucket: Bucket,
  key: string,
  data: ObjectData,
  reason: CreationReason,
  cause: Cause,
  conditions: WriteConditions = {},
  also: () => void = () => undefined,
): ObjectVersion {
  let result: { written: ObjectVersion; replaced?: ObjectVersion };
  try {
    result = state.transaction(() => {
      checkConditions(state.objects.current(bucket.name, key), conditions);
      const outcome = state.objects.insert(bucket, key, data);
      state.events.created(bucket, outcome.written, reason, cause);
      also();
      return outcome;
    });
  } catch (error) {
    state.files.remove(data.file);
    throw error;
  }
  if (result.replaced) state.files.remove(result.replaced.file);
  return result.written;
}

function checkConditions(current: ObjectVersion | undefined, conditions: WriteConditions): void {
  const standing = current?.isDeleteMarker ? undefined : current;
  const { ifMatch, ifNoneMatch } = conditions;
  if (ifNoneMatch !== undefined && standing) {
    throw s3Error('PreconditionFailed', undefined, { Condition: 'If-None-Match' });
  }
  if (ifMatch !== undefined) {
    if (!standing) throw s3Error('NoSuchKey');
    if (ifMatch !== '*' && ifMatch.replaceAll('"', '') !== standing.etag) {
      throw s3Error('PreconditionFailed', undefined, { Condition: 'If-Match' });
    }
  }
}

/** It is the current version that counts, and one that is not there fails. https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html */
function checkDeletion(current: ObjectVersion | undefined, ifMatch: string): void {
  const etag = ifMatch.replaceAll('"', '');
  if (current && !current.isDeleteMarker && (etag === '*' || etag === current.etag)) return;
  throw s3Error('PreconditionFailed', undefined, { Condition: 'If-Match' });
}

export interface Deletion {
  /** The version that is gone, or the marker that was made. */
  versionId?: string;
  isDeleteMarker: boolean;
}

/**
 * Deletes as the bucket's versioning has it; deleting what is not there is no error. The event is on the bus when
 * this returns.
 */
export function deleteObject(
  state: S3State,
  bucket: Bucket,
  key: string,
  versionId: string | undefined,
  cause: Cause,
  ifMatch?: string,
): Deletion {
  const { deletion, files } = state.transaction(() => {
    if (ifMatch !== undefined) checkDeletion(state.objects.current(bucket.name, key), ifMatch);
    const record = (version: ObjectVersion, type: DeletionType): void =>
      state.events.deleted(bucket, version, type, cause);

    if (versionId !== undefined) {
      const version = state.objects.version(bucket.name, key, versionId);
      if (!version) return { deletion: { versionId, isDeleteMarker: false }, files: [] };
      state.objects.remove(version);
      record(version, 'Permanently Deleted');
      return { deletion: { versionId, isDeleteMarker: version.isDeleteMarker }, files: [version.file] };
    }
    if (bucket.versioning === undefined) {
      const version = state.objects.current(bucket.name, key);
      if (!version) return { deletion: { isDeleteMarker: false }, files: [] };
      state.objects.remove(version);
      record(version, 'Permanently Deleted');
      return { deletion: { isDeleteMarker: false }, files: [version.file] };
    }
    const { written, replaced } = state.objects.insert(bucket, key, 'delete marker');
    record(written, 'Delete Marker Created');
    return {
      deletion: { versionId: written.versionId, isDeleteMarker: true },
      files: replaced ? [replaced.file] : [],
    };
  });
  state.files.remove(...files);
  return deletion;
}
