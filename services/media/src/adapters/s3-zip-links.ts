import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { clientSettings } from '@shutterbus/lambda/aws-client';
import type { ZipLinks } from '../ports.ts';

/** How long a link is valid: to begin with it. What has begun goes on. */
const validForSeconds = 300;

const defaultClient = new S3Client(clientSettings());

/** Presigned GETs from DownloadsBucket: made here, without asking S3. */
export function s3ZipLinks(bucket: string, client: S3Client = defaultClient): ZipLinks {
  return {
    presignZip: ({ key, fileName }) =>
      getSignedUrl(
        client,
        new GetObjectCommand({
          Bucket: bucket,
          Key: key,
          ResponseContentDisposition: `attachment; filename="${fileName}"`,
        }),
        { expiresIn: validForSeconds },
      ),
  };
}
