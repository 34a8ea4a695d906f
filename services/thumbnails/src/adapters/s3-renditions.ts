import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Visibility } from '@shutterbus/contracts/fields';
import { clientSettings } from '@shutterbus/lambda/aws-client';
import { ConcurrentChangeError } from '../errors.ts';
import type { RenditionStore } from '../ports.ts';
import { linkPreviewKey, renditionKey } from '../rendition-set.ts';

/** How long a link to a private rendition is valid. */
const validForSeconds = 300;

/**
 * A hidden photo has to be gone within a minute, everywhere: caches ask again after half of that. What is private
 * never enters a cache.
 */
const cacheControl: Record<Visibility, string> = {
  public: 'public, max-age=30',
  private: 'private, no-store',
};

const defaultClient = new S3Client(clientSettings({ requestTimeoutMs: 3_000, withinMs: 8_000 }));

/** Renditions in RenditionsBucket. A folder holds a handful of objects, so one page lists it. */
export function s3Renditions(bucket: string, client: S3Client = defaultClient): RenditionStore {
  const put = (key: string, bytes: Uint8Array, contentType: string, visibility: Visibility) =>
    client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: bytes,
        ContentType: contentType,
        CacheControl: cacheControl[visibility],
      }),
    );
  return {
    async write(folder, visibility, files) {
      const puts = files.map(({ name, bytes }) =>
        put(renditionKey(folder, name), bytes, 'image/webp', visibility),
      );
      await Promise.all(puts);
    },

    async writeLinkPreview(folder, visibility, bytes) {
      await put(linkPreviewKey(folder), bytes, 'image/jpeg', visibility);
    },

    async readRendition(folder, name) {
      try {
        const { Body } = await client.send(
          new GetObjectCommand({ Bucket: bucket, Key: renditionKey(folder, name) }),
        );
        return (await Body?.transformToByteArray()) ?? new Uint8Array();
      } catch (error) {
        throw movedOn(error);
      }
    },

    async copy(from, to, visibility, names) {
      const copies = names.map((name) =>
        client.send(
          new CopyObjectCommand({
            Bucket: bucket,
            Key: renditionKey(to, name),
            CopySource: `${bucket}/${renditionKey(from, name)}`,
            MetadataDirective: 'REPLACE',
            ContentType: 'image/webp',
            CacheControl: cacheControl[visibility],
          }),
        ),
      );
      try {
        await Promise.all(copies);
      } catch (error) {
        throw movedOn(error);
      }
    },

    async empty(folder) {
      const { Contents = [] } = await client.send(
        new ListObjectsV2Command({ Bucket: bucket, Prefix: `${folder}/` }),
      );
      const deletions = Contents.map(({ Key }) =>
        client.send(new DeleteObjectCommand({ Bucket: bucket, Key })),
      );
      await Promise.all(deletions);
    },

    presign: (key) =>
      getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: key }), {
        expiresIn: validForSeconds,
      }),
  };
}

/** What we were reading may be deleted, because another delivery has moved the set on. */
const movedOn = (error: unknown): unknown =>
  error instanceof NoSuchKey ? new ConcurrentChangeError() : error;
