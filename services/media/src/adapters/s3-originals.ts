import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  S3Client,
} from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { OriginalStore } from '../ports.ts';

/** How long a permission to send or a link to an original is valid. */
const validForSeconds = 300;

const defaultClient = new S3Client({});

/** Originals in UploadsBucket, which is versioned. */
export function s3Originals(bucket: string, client: S3Client = defaultClient): OriginalStore {
  const purgeVersion = async (key: string, versionId: string): Promise<void> => {
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }));
  };

  return {
    bucket,

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

    async readStart({ key, versionId }, length) {
      const { Body } = await client.send(
        new GetObjectCommand({
          Bucket: bucket,
          Key: key,
          VersionId: versionId,
          Range: `bytes=0-${length - 1}`,
        }),
      );
      return (await Body?.transformToByteArray()) ?? new Uint8Array();
    },

    purgeVersion,

    async purge(key) {
      let start: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
      for (;;) {
        const page: ListObjectVersionsCommandOutput = await client.send(
          new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key, ...start }),
        );
        const { Versions = [], DeleteMarkers = [] } = page;
        for (const { Key, VersionId } of [...Versions, ...DeleteMarkers])
          if (Key === key && VersionId) await purgeVersion(key, VersionId);
        if (!page.IsTruncated) return;
        start = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
      }
    },
  };
}
