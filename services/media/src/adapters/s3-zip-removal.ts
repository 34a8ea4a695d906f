import { DeleteObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { clientSettings } from '@shutterbus/lambda/aws-client';
import type { ZipStore } from '../ports.ts';

const defaultClient = new S3Client(clientSettings());

/** Apart from s3-zips.ts, since who only removes needs neither zip nor upload. The bucket is not versioned: what is deleted is gone. */
export function s3ZipRemoval(
  bucket: string,
  client: S3Client = defaultClient,
): Pick<ZipStore, 'removeFiles'> {
  return {
    async removeFiles(prefix) {
      for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix }))
        for (const { Key } of page.Contents ?? [])
          await client.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
    },
  };
}
