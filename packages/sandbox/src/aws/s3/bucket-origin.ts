import { AwsError } from '../../core/aws-error.ts';
import type { HttpAnswer } from '../../core/http-answer.ts';
import { splitTarget } from '../../core/http-request.ts';
import type { HttpOrigin } from '../../core/ports.ts';
import { arnOf } from './bucket-store.ts';
import { letsOrigin } from './cors.ts';
import { objectAnswer } from './get-object.ts';
import type { S3State } from './operation.ts';
import { policyAllows } from './origin-access.ts';
import { s3Error } from './s3-error.ts';
import { xmlDocument } from './xml.ts';

/**
 * A bucket as a distribution's origin: GET and HEAD of current versions, with range and conditional headers, as far
 * as the bucket's policy lets the distribution that asks. Without s3:ListBucket a key that is not there is 403, as in AWS.
 * @returns nothing when there is no such bucket
 */
export function bucketOrigin(state: S3State, bucketName: string): HttpOrigin | undefined {
  if (!state.buckets.find(bucketName)) return undefined;
  return {
    lets: (origin, method) => letsOrigin(state.buckets.find(bucketName), origin, method),
    async answer(caller, request) {
      try {
        const bucket = state.buckets.find(bucketName);
        if (!bucket) throw s3Error('NoSuchBucket', undefined, { BucketName: bucketName });
        if (request.method !== 'GET' && request.method !== 'HEAD') throw s3Error('MethodNotAllowed');
        const key = decodeURIComponent(splitTarget(request.target)[0].replace(/^\//, ''));
        const may = (action: string, resource: string): boolean =>
          policyAllows(bucket.policy, action, resource, caller);
        const arn = arnOf(bucket);
        state.access.check(caller, 's3:GetObject', `${arn}/${key}`);
        if (!may('s3:GetObject', `${arn}/${key}`)) throw s3Error('AccessDenied');
        const version = state.objects.current(bucketName, key);
        if (!version || version.isDeleteMarker) {
          throw may('s3:ListBucket', arn)
            ? s3Error('NoSuchKey', undefined, { Key: key })
            : s3Error('AccessDenied');
        }
        return objectAnswer(state, request, version, {});
      } catch (error) {
        if (error instanceof AwsError) return errorAnswer(error);
        if (error instanceof URIError) return errorAnswer(s3Error('InvalidArgument'));
        throw error;
      }
    },
  };
}

const errorAnswer = ({ status, code, message }: AwsError): HttpAnswer => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: Buffer.from(xmlDocument('Error', { Code: code, Message: message }, true)),
});
