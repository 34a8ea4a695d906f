import { Readable } from 'node:stream';
import { S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { clientSettings } from '@shutterbus/lambda/aws-client';
import { makeZip } from 'client-zip';
import type { PackedFile, ZipStore } from '../ports.ts';
import { s3ZipRemoval } from './s3-zip-removal.ts';

/** Of these, two are sent while the next one fills. */
const partBytes = 16 * 1024 ** 2;
const partsAtOnce = 2;

const defaultClient = new S3Client(clientSettings({ requestTimeoutMs: 20_000, withinMs: 50_000 }));

/** Zip files in DownloadsBucket. */
export function s3Zips(bucket: string, client: S3Client = defaultClient): ZipStore {
  return {
    async pack(key, files) {
      let sizeBytes = 0;
      async function* counted() {
        // Stored as they are: pictures are packed already.
        for await (const chunk of makeZip(asEntries(files))) {
          sizeBytes += chunk.length;
          yield chunk;
        }
      }
      // Whoever reads sets the pace: without the bound, sixteen originals would wait here.
      const Body = Readable.from(counted(), { highWaterMark: 1 });
      const params = { Bucket: bucket, Key: key, Body, ContentType: 'application/zip' };
      await new Upload({ client, params, partSize: partBytes, queueSize: partsAtOnce }).done();
      return sizeBytes;
    },

    ...s3ZipRemoval(bucket, client),
  };
}

async function* asEntries(files: AsyncIterable<PackedFile>) {
  for await (const { name, modifiedAt, bytes } of files)
    yield { name, lastModified: modifiedAt, input: bytes, size: bytes.length };
}
