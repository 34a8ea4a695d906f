import { AwsError } from '../../core/aws-error.ts';
import type { HttpOrigin } from '../../core/ports.ts';
import { letsOrigin } from './cors.ts';
import { sendObject } from './get-object.ts';
import type { S3State } from './operation.ts';
import { policyAllows } from './origin-access.ts';
import { s3Error } from './s3-error.ts';
import { xmlDocument } from './xml.ts';

/**
 * A bucket as the distribution's origin: GET and HEAD of current versions, with range and conditional headers, as far
 * as the bucket's policy lets that distribution. Without s3:ListBucket a key that is not there is 403, as in AWS.
 * @returns nothing when there is no such bucket
 */
export function bucketOrigin(
  state: S3State,
  bucketName: string,
  distributionArn: string,
): HttpOrigin | undefined {
  if (!state.buckets.find(bucketName)) return undefined;
  return {
    lets: (origin, method) => letsOrigin(state.buckets.find(bucketName), origin, method),
    async handle(request, response, path) {
      try {
        const bucket = state.buckets.find(bucketName);
        if (!bucket) throw s3Error('NoSuchBucket', undefined, { BucketName: bucketName });
        if (request.method !== 'GET' && request.method !== 'HEAD') throw s3Error('MethodNotAllowed');
        const key = decodeURIComponent(path.split('?', 1)[0]?.replace(/^\//, '') ?? '');
        const may = (action: string, resource: string): boolean =>
          policyAllows(bucket.policy, action, resource, distributionArn);
        const arn = `arn:aws:s3:::${bucketName}`;
        if (!may('s3:GetObject', `${arn}/${key}`)) throw s3Error('AccessDenied');
        const version = state.objects.current(bucketName, key);
        if (!version || version.isDeleteMarker) {
          throw may('s3:ListBucket', arn)
            ? s3Error('NoSuchKey', undefined, { Key: key })
            : s3Error('AccessDenied');
        }
        await sendObject(state, request, response, version, {});
      } catch (error) {
        if (response.headersSent) return void response.destroy();
        const known =
          error instanceof AwsError
            ? error
            : error instanceof URIError
              ? s3Error('InvalidArgument')
              : undefined;
        if (!known) throw error;
        response.writeHead(known.status, { 'content-type': 'application/xml' });
        const body = { Code: known.code, Message: known.message };
        response.end(request.method === 'HEAD' ? '' : xmlDocument('Error', body, true));
      }
    },
  };
}
