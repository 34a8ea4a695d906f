import { createHash } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import { eventually } from '../../../../testing/src/eventually.ts';
import { type S3Port, serveS3WithBuckets } from '../../../test/s3-port.ts';

/** Checksums of the text 123456789, from the catalogue of CRC algorithms. */
const known = {
  CRC32: 'y/Q5Jg==',
  CRC32C: '4waSgw==',
  CRC64NVME: 'rosUhgp5mIg=',
  SHA1: '98O8HYCOBHMq32eZZczDTKeuNEE=',
  SHA256: 'FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=',
};

let port: S3Port;
beforeAll(async () => {
  port = await serveS3WithBuckets();
});
afterAll(() => port.end());

describe('objects', () => {
  it('keeps bytes, type, metadata and cache headers', async () => {
    const { ETag } = await port.put('plain', 'photos/a b+c/é.txt', 'hello', {
      ContentType: 'text/plain',
      CacheControl: 'max-age=60',
      Metadata: { owner: 'ann' },
    });
    const answer = await port.get('plain', 'photos/a b+c/é.txt');
    expect(answer).toMatchObject({
      text: 'hello',
      ContentType: 'text/plain',
      CacheControl: 'max-age=60',
      Metadata: { owner: 'ann' },
      ContentLength: 5,
      ETag,
    });
    expect(ETag).toBe(`"${createHash('md5').update('hello').digest('hex')}"`);
    const head = await port.client.send(
      new HeadObjectCommand({ Bucket: 'plain', Key: 'photos/a b+c/é.txt' }),
    );
    expect(head).toMatchObject({ ContentLength: 5, ETag });
    expect(head.VersionId).toBeUndefined();
  });

  it('takes a stream with a trailing checksum and gives the checksum back', async () => {
    const bytes = Buffer.alloc(300_000, 'stream');
    const answer = await port.client.send(
      new PutObjectCommand({
        Bucket: 'plain',
        Key: 'streamed',
        Body: Readable.from([bytes.subarray(0, 70_001), bytes.subarray(70_001)]),
        ContentLength: bytes.length,
        ChecksumAlgorithm: 'CRC32',
      }),
    );
    expect(answer.ChecksumCRC32).toMatch(/=$/);
    const read = await port.get('plain', 'streamed');
    expect(read.text).toBe(bytes.toString());
    expect(read.ChecksumCRC32).toBe(answer.ChecksumCRC32);
    expect(read.ContentEncoding).toBeUndefined();
  });

  it.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)(
    'verifies %s as the client computes it',
    async (algorithm) => {
      await port.put('plain', `sum-${algorithm}`, '123456789', {
        [`Checksum${algorithm}`]: known[algorithm],
      });
      await expect(
        port.put('plain', `bad-${algorithm}`, '12345678X', { [`Checksum${algorithm}`]: known[algorithm] }),
      ).rejects.toMatchObject({ name: 'BadDigest' });
      await expect(port.get('plain', `bad-${algorithm}`)).rejects.toMatchObject({ name: 'NoSuchKey' });
    },
  );

  it('refuses bytes that differ from Content-MD5, and keeps nothing of them', async () => {
    const before = port.fileCount();
    const ContentMD5 = createHash('md5').update('other').digest('base64');
    await expect(port.put('plain', 'md5', 'bytes', { ContentMD5 })).rejects.toMatchObject({
      name: 'BadDigest',
    });
    expect(port.fileCount()).toBe(before);
  });

  it('keeps nothing of an upload whose client goes away', async () => {
    const before = port.fileCount();
    await new Promise<void>((resolve) => {
      const request = httpRequest(`${port.endpoint}/plain/half`, {
        method: 'PUT',
        headers: {
          'content-length': 1000,
          authorization:
            'AWS4-HMAC-SHA256 Credential=AKIADEVELOPER/20260101/eu-central-1/s3/aws4_request, SignedHeaders=host, Signature=0',
        },
      });
      request.on('error', () => resolve());
      request.write('x'.repeat(500), () => setImmediate(() => request.destroy(new Error('gone'))));
    });
    await expect(port.get('plain', 'half')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await eventually(() => expect(port.fileCount()).toBe(before));
  });

  it('answers ranges', async () => {
    await port.put('plain', 'range', '0123456789');
    expect(await port.get('plain', 'range', { Range: 'bytes=2-4' })).toMatchObject({
      text: '234',
      ContentRange: 'bytes 2-4/10',
    });
    expect((await port.get('plain', 'range', { Range: 'bytes=7-' })).text).toBe('789');
    expect((await port.get('plain', 'range', { Range: 'bytes=-2' })).text).toBe('89');
    expect((await port.get('plain', 'range', { Range: 'bytes=8-100' })).text).toBe('89');
    await expect(port.get('plain', 'range', { Range: 'bytes=10-' })).rejects.toMatchObject({
      name: 'InvalidRange',
    });
    await port.put('plain', 'empty', Buffer.alloc(0), { ContentLength: 0 });
    expect((await port.get('plain', 'empty')).text).toBe('');
  });

  it('answers conditional reads and writes', async () => {
    const { ETag = '' } = await port.put('plain', 'conditional', 'one');
    await expect(port.get('plain', 'conditional', { IfNoneMatch: ETag })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
    await expect(
      port.get('plain', 'conditional', { IfModifiedSince: new Date(Date.now() + 5000) }),
    ).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
    await expect(port.get('plain', 'conditional', { IfMatch: '"other"' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await expect(port.put('plain', 'conditional', 'two', { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await expect(port.put('plain', 'conditional', 'two', { IfMatch: '"other"' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await port.put('plain', 'conditional', 'two', { IfMatch: ETag });
    await port.put('plain', 'conditional-new', 'two', { IfNoneMatch: '*' });
    await expect(port.put('plain', 'conditional-no', 'two', { IfMatch: ETag })).rejects.toMatchObject({
      name: 'NoSuchKey',
    });
    expect((await port.get('plain', 'conditional')).text).toBe('two');
  });

  it('names what is missing', async () => {
    await expect(port.get('plain', 'none')).rejects.toMatchObject({ name: 'NoSuchKey', Key: 'none' });
    await expect(port.get('nowhere', 'none')).rejects.toMatchObject({ name: 'NoSuchBucket' });
    await expect(
      port.client.send(new HeadObjectCommand({ Bucket: 'plain', Key: 'none' })),
    ).rejects.toMatchObject({ name: 'NotFound' });
  });

  it('copies within and between buckets', async () => {
    await port.put('plain', 'source & co', 'copied', { ContentType: 'text/plain', Metadata: { a: '1' } });
    const CopySource = `plain/${encodeURIComponent('source & co')}`;
    await port.client.send(new CopyObjectCommand({ Bucket: 'versioned', Key: 'copy', CopySource }));
    expect(await port.get('versioned', 'copy')).toMatchObject({
      text: 'copied',
      ContentType: 'text/plain',
      Metadata: { a: '1' },
    });
    await port.client.send(
      new CopyObjectCommand({
        Bucket: 'versioned',
        Key: 'copy2',
        CopySource,
        MetadataDirective: 'REPLACE',
        ContentType: 'text/css',
      }),
    );
    expect(await port.get('versioned', 'copy2')).toMatchObject({ ContentType: 'text/css', Metadata: {} });
    expect(port.eventsOf('copy')[0]?.detail).toMatchObject({ reason: 'CopyObject' });
  });

  it('keeps tags', async () => {
    await port.put('plain', 'tagged', 'x', { Tagging: 'a=1' });
    const tags = async () =>
      (await port.client.send(new GetObjectTaggingCommand({ Bucket: 'plain', Key: 'tagged' }))).TagSet;
    expect(await tags()).toEqual([{ Key: 'a', Value: '1' }]);
    const Tagging = { TagSet: [{ Key: 'b', Value: '2=2' }] };
    await port.client.send(new PutObjectTaggingCommand({ Bucket: 'plain', Key: 'tagged', Tagging }));
    expect(await tags()).toEqual([{ Key: 'b', Value: '2=2' }]);
  });

  it('overwrites and deletes without versions, bytes included', async () => {
    const before = port.fileCount();
    await port.put('plain', 'gone', 'one');
    await port.put('plain', 'gone', 'two');
    expect(port.fileCount()).toBe(before + 1);
    await port.client.send(new DeleteObjectCommand({ Bucket: 'plain', Key: 'gone' }));
    await port.client.send(new DeleteObjectCommand({ Bucket: 'plain', Key: 'gone' }));
    expect(port.fileCount()).toBe(before);
    expect(port.eventsOf('gone').map((event) => event['detail-type'])).toEqual([
      'Object Created',
      'Object Created',
      'Object Deleted',
    ]);
  });
});
