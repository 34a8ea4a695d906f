import { readBody } from '../../core/edge.ts';
import { emptyAnswer, type Operation, xmlAnswer } from './operation.ts';
import { s3Error } from './s3-error.ts';
import { readXml } from './xml.ts';

export const headBucket: Operation = (state) => emptyAnswer(200, { 'x-amz-bucket-region': state.region });

export const deleteBucket: Operation = (state, { bucket }) => {
  if (!state.objects.isEmpty(bucket.name))
    throw s3Error('BucketNotEmpty', undefined, { BucketName: bucket.name });
  state.buckets.remove(bucket.name);
  return emptyAnswer(204);
};

/** us-east-1 is told by an empty element. */
export const getLocation: Operation = (state) =>
  xmlAnswer('LocationConstraint', state.region === 'us-east-1' ? '' : state.region);

export const getVersioning: Operation = (_state, { bucket }) =>
  xmlAnswer('VersioningConfiguration', { Status: bucket.versioning });

export const putVersioning: Operation = async (state, { call, bucket }) => {
  const { Status } = readXml(await readBody(call.request), 'VersioningConfiguration', []);
  if (Status !== 'Enabled' && Status !== 'Suspended') throw s3Error('MalformedXML');
  state.buckets.save(bucket.name, { versioning: Status });
  return emptyAnswer();
};
