import { GetObjectCommand, NoSuchKey, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { clientSettings } from '@shutterbus/lambda/aws-client';
import { OriginalGoneError } from '../errors.ts';
import type { Originals } from '../ports.ts';

const defaultClient = new S3Client(clientSettings({ requestTimeoutMs: 3_000, withinMs: 8_000 }));

/** The media service's originals; at most 25 MiB each, so one is read into memory whole. */
export function s3Originals(client: S3Client = defaultClient): Originals {
  return {
    async read({ bucket, key, versionId }) {
      try {
        const { Body } = await client.send(
          new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }),
        );
        return (await Body?.transformToByteArray()) ?? new Uint8Array();
      } catch (error) {
        throw isGone(error) ? new OriginalGoneError({ cause: error }) : error;
      }
    },
  };
}

/** The SDK has a class for the one error and only a name for the other. */
const isGone = (error: unknown): boolean =>
  error instanceof NoSuchKey || (error instanceof S3ServiceException && error.name === 'NoSuchVersion');
