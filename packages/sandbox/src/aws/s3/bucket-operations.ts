import { readBody } from '../../core/edge.ts';
import { answerEmpty, answerXml, type Operation } from './operation.ts';
import { s3Error } from './s3-error.ts';
import { readXml } from './xml.ts';

export const headBucket: Operation = (state, { call }) =>
  answerEmpty(call.response, 200, { 'x-amz-bucket-region': state.region });

export const deleteBucket: Operation = (state, { call, bucket }) => {
  if (!state.objects.isEmpty(bucket.name))
    throw s3Error('BucketNotEmpty', undefined, { BucketName: bucket.name });
  state.buckets.remove(bucket.name);
  answerEmpty(call.response, 204);
};

/** us-east-1 is told by an empty element. */
export const getLocation: Operation = (state, { call }) =>
  answerXml(call.response, 'LocationConstraint', state.region === 'us-east-1' ? '' : state.region);

export const getVersioning: Operation = (_state, { call, bucket }) =>
  answerXml(call.response, 'VersioningConfiguration', { Status: bucket.versioning });

export const putVersioning: Operation = async (state, { call, bucket }) => {
  const { Status } = readXml(await readBody(call.request), 'VersioningConfiguration', []);
  if (Status !== 'Enabled' && Status !== 'Suspended') throw s3Error('MalformedXML');
  state.buckets.save(bucket.name, { versioning: Status });
  answerEmpty(call.response);
};

export const getCors: Operation = (_state, { call, bucket }) => {
  if (bucket.cors.length === 0)
    throw s3Error('NoSuchCORSConfiguration', undefined, { BucketName: bucket.name });
  answerXml(call.response, 'CORSConfiguration', {
    CORSRule: bucket.cors.map((rule) => ({
      AllowedOrigin: rule.allowedOrigins,
      AllowedMethod: rule.allowedMethods,
      AllowedHeader: rule.allowedHeaders,
      ExposeHeader: rule.exposedHeaders,
      MaxAgeSeconds: rule.maxAgeSeconds,
    })),
  });
};
