import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { unzipSync } from 'fflate';
import type { PackedFile } from '../ports.ts';
import { s3ZipLinks } from './s3-zip-links.ts';
import { s3Zips } from './s3-zips.ts';

const client = new S3Client({
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});
const mock = mockClient(client);
const zips = s3Zips('downloads-bucket', client);
const key = 'downloads/owner/download/1.zip';
const modifiedAt = new Date('2026-11-21T10:00:00.000Z');
const mib = 1024 ** 2;

/** Notes how far ahead of what was sent it was read. */
function files(count: number, sizeBytes: number) {
  const read: string[] = [];
  async function* each(): AsyncGenerator<PackedFile> {
    for (let number = 0; number < count; number += 1) {
      read.push(`${number}`);
      yield { name: `${number}.jpg`, modifiedAt, bytes: new Uint8Array(sizeBytes).fill(number) };
    }
  }
  return { read, each };
}

describe('s3Zips', () => {
  beforeEach(() => {
    mock.reset();
    mock.on(CreateMultipartUploadCommand).resolves({ UploadId: 'upload' });
    mock.on(CompleteMultipartUploadCommand).resolves({});
    mock.on(AbortMultipartUploadCommand).resolves({});
  });

  it('sends a small zip file at once, uncompressed and readable by another program', async () => {
    mock.on(PutObjectCommand).resolves({});
    const sizeBytes = await zips.pack(key, files(3, 1000).each());
    const [sent] = mock.commandCalls(PutObjectCommand).map(({ args: [{ input }] }) => input);
    expect(sent).toMatchObject({ Bucket: 'downloads-bucket', Key: key, ContentType: 'application/zip' });
    const zip = sent?.Body as Uint8Array;
    expect(zip).toHaveLength(sizeBytes);
    expect(sizeBytes).toBeGreaterThan(3000);
    expect(unzipSync(zip)['2.jpg']).toEqual(new Uint8Array(1000).fill(2));
  });

  it('sends a large one in parts, and reads no further ahead than some originals', async () => {
    const { read, each } = files(24, 8 * mib);
    const parts: { number: number; bytes: number; ahead: number }[] = [];
    let sentBytes = 0;
    mock.on(UploadPartCommand).callsFake(async ({ PartNumber, Body }) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      parts.push({ number: PartNumber, bytes: Body.length, ahead: read.length - sentBytes / (8 * mib) });
      sentBytes += Body.length;
      return { ETag: `tag-${PartNumber}` };
    });
    const sizeBytes = await zips.pack(key, each());
    expect(sizeBytes).toBe(sentBytes);
    expect(parts.length).toBeGreaterThan(10);
    expect(Math.max(...parts.map(({ bytes }) => bytes))).toBe(16 * mib);
    expect(Math.max(...parts.map(({ ahead }) => ahead))).toBeLessThan(12);
  });

  it('leaves no half of a file where an original cannot be read', async () => {
    mock.on(UploadPartCommand).resolves({ ETag: 'tag' });
    async function* broken(): AsyncGenerator<PackedFile> {
      yield* files(5, 8 * mib).each();
      throw new Error('S3 is away');
    }
    await expect(zips.pack(key, broken())).rejects.toThrow('S3 is away');
    expect(mock.commandCalls(AbortMultipartUploadCommand)).toHaveLength(1);
    expect(mock.commandCalls(CompleteMultipartUploadCommand)).toHaveLength(0);
  });

  it('removes what lies under a prefix, page by page', async () => {
    mock
      .on(ListObjectsV2Command)
      .resolvesOnce({ Contents: [{ Key: `${key}1` }], IsTruncated: true, NextContinuationToken: 'next' })
      .resolvesOnce({ Contents: [{ Key: `${key}2` }] });
    mock.on(DeleteObjectCommand).resolves({});
    await zips.removeFiles('downloads/owner/');
    expect(mock.commandCalls(DeleteObjectCommand).map(({ args: [{ input }] }) => input.Key)).toEqual([
      `${key}1`,
      `${key}2`,
    ]);
    expect(mock.commandCalls(ListObjectsV2Command)[0]?.args[0].input.Prefix).toBe('downloads/owner/');
  });
});

describe('s3ZipLinks', () => {
  it('signs for five minutes, to be saved under a name', async () => {
    const url = new URL(
      await s3ZipLinks('downloads-bucket', client).presignZip({ key, fileName: 'p-1.zip' }),
    );
    expect(url.pathname).toBe(`/${key}`);
    expect(url.searchParams.get('X-Amz-Expires')).toBe('300');
    expect(url.searchParams.get('response-content-disposition')).toBe('attachment; filename="p-1.zip"');
  });
});
