import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  NoSuchKey,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { clientSettings } from '@shutterbus/lambda/aws-client';
import { originalsOf } from '../original.ts';
import type { OriginalStore } from '../ports.ts';

const defaultClient = new S3Client(clientSettings({ requestTimeoutMs: 3_000, withinMs: 8_000 }));

/** Originals in UploadsBucket, which is versioned. */
export function s3Originals(bucket: string, client: S3Client = defaultClient): OriginalStore {
  const purgeVersion = async (key: string, versionId: string): Promise<void> => {
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }));
  };

  return {
    bucket,

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

    async readWhole({ key, versionId }) {
      try {
        const { Body } = await client.send(
          new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }),
        );
        return await Body?.transformToByteArray();
      } catch (error) {
        if (isGone(error)) return undefined;
        throw error;
      }
    },

    async holds(key) {
      const { Versions = [] } = await client.send(
        new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key, MaxKeys: 1 }),
      );
      return Versions.some(({ Key }) => Key === key);
    },

    async holdsAnyOf(ownerId) {
      const { Versions = [], DeleteMarkers = [] } = await client.send(
        new ListObjectVersionsCommand({ Bucket: bucket, Prefix: originalsOf(ownerId), MaxKeys: 1 }),
      );
      return Versions.length + DeleteMarkers.length > 0;
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

/** S3 says so to who may list the prefix. The SDK has a class for the one error and only a name for the other. */
const isGone = (error: unknown): boolean =>
  error instanceof NoSuchKey || (error instanceof S3ServiceException && error.name === 'NoSuchVersion');
