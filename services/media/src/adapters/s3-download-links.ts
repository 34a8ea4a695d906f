import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { clientSettings } from '@shutterbus/lambda/aws-client';
import type { DownloadLinks } from '../ports.ts';

/** How long a link to an original is valid. */
const validForSeconds = 300;

const defaultClient = new S3Client(clientSettings());

/** Presigned GETs from UploadsBucket: made here, without asking S3. */
export function s3DownloadLinks(bucket: string, client: S3Client = defaultClient): DownloadLinks {
  return {
    presignDownload: ({ key, versionId, fileName }) =>
      getSignedUrl(
        client,
        new GetObjectCommand({
          Bucket: bucket,
          Key: key,
          VersionId: versionId,
          ResponseContentDisposition: `attachment; filename="${fileName}"`,
        }),
        { expiresIn: validForSeconds },
      ),
  };
}
