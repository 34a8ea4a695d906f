import { S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { clientSettings } from '@shutterbus/lambda/aws-client';
import type { UploadPermits } from '../ports.ts';

/** How long a permission to send an original is valid. */
const validForSeconds = 300;

const defaultClient = new S3Client(clientSettings());

/** Presigned POSTs into UploadsBucket: made here, without asking S3. */
export function s3UploadPermits(bucket: string, client: S3Client = defaultClient): UploadPermits {
  return {
    async presignUpload({ key, contentType, sizeBytes }, now) {
      // `Fields` become exact conditions. The length is exact, too: the client has said how many bytes it has.
      const { url, fields } = await createPresignedPost(client, {
        Bucket: bucket,
        Key: key,
        Fields: { 'Content-Type': contentType },
        Conditions: [['content-length-range', sizeBytes, sizeBytes]],
        Expires: validForSeconds,
      });
      return { url, fields, expiresAt: new Date(now.getTime() + validForSeconds * 1000).toISOString() };
    },
  };
}
