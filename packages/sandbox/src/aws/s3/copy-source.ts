import type { AwsError } from '../../core/aws-error.ts';
import type { Call } from '../../core/edge.ts';
import { absence } from './absence.ts';
import { arnOf } from './bucket-store.ts';
import type { ObjectVersion } from './object-store.ts';
import type { S3State } from './operation.ts';
import { requiredAction } from './required-actions.ts';
import { s3Error } from './s3-error.ts';

/**
 * The version that `x-amz-copy-source` names, as `[/]bucket/key[?versionId=…]`, encoded. Whoever copies has to be allowed to read it.
 * @throws AwsError `NoSuchBucket`, `NoSuchKey`, `NoSuchVersion`, `InvalidArgument`; `AccessDenied` to a caller who is not to know
 */
export function findSource(state: S3State, { caller, request }: Call): ObjectVersion {
  const header = String(request.headers['x-amz-copy-source']);
  const [path = '', query = ''] = header.replace(/^\//, '').split('?', 2);
  const [bucket = '', ...rest] = path.split('/');
  let key: string;
  try {
    key = decodeURIComponent(rest.join('/'));
  } catch {
    throw s3Error('InvalidArgument', 'Invalid copy source encoding.');
  }
  if (!state.buckets.find(bucket)) throw s3Error('NoSuchBucket', undefined, { BucketName: bucket });
  const versionId = new URLSearchParams(query).get('versionId');
  const action = requiredAction('GetObject', versionId !== null);
  state.access.check(caller, action, `${arnOf({ name: bucket })}/${key}`);
  const source =
    versionId === null ? state.objects.current(bucket, key) : state.objects.version(bucket, key, versionId);
  const absent = (error: AwsError): AwsError => absence(state, caller, { bucket, key }, error);
  if (!source && versionId !== null) throw absent(s3Error('NoSuchVersion'));
  if (!source || source.isDeleteMarker) throw absent(s3Error('NoSuchKey', undefined, { Key: key }));
  return source;
}
