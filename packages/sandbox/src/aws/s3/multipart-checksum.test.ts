import { createHash } from 'node:crypto';
import {
  type ChecksumAlgorithm,
  type ChecksumType,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { type S3Port, serveS3WithBuckets } from '../../../test/s3-port.ts';
import { checksums } from './checksum.ts';

const Bucket = 'plain';
const first = Buffer.alloc(5 * 1024 * 1024, 'a');
const last = Buffer.from('end');
let port: S3Port;
beforeAll(async () => {
  port = await serveS3WithBuckets();
});
afterAll(() => port.end());

const sha256 = (...chunks: Buffer[]): string =>
  chunks.reduce((hash, chunk) => hash.update(chunk), createHash('sha256')).digest('base64');

const begin = (Key: string, ChecksumAlgorithm?: ChecksumAlgorithm, ChecksumType?: ChecksumType) =>
  port.client.send(new CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm, ChecksumType }));

async function upload(Key: string, ChecksumAlgorithm: ChecksumAlgorithm, ChecksumType?: ChecksumType) {
  const { UploadId } = await begin(Key, ChecksumAlgorithm, ChecksumType);
  const Parts: (CompletedPart & { PartNumber: number })[] = [];
  for (const [index, Body] of [first, last].entries()) {
    const PartNumber = index + 1;
    const sent = await port.client.send(
      new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body, ChecksumAlgorithm }),
    );
    const { ETag, ChecksumSHA256, ChecksumCRC32, ChecksumCRC64NVME } = sent;
    Parts.push({ PartNumber, ETag, ChecksumSHA256, ChecksumCRC32, ChecksumCRC64NVME });
  }
  const complete = (change: object = {}, parts: object[] = Parts) =>
    port.client.send(
      new CompleteMultipartUploadCommand({
        Bucket,
        Key,
        UploadId,
        MultipartUpload: { Parts: parts },
        ...change,
      }),
    );
  return { UploadId, Parts, complete };
}

const head = (Key: string, more: object = {}) =>
  port.client.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED', ...more }));

describe('checksums of multipart uploads', () => {
  it('are those of the parts, put together', async () => {
    const { Parts, complete } = await upload('composite', 'SHA256');
    expect(Parts.map((part) => part.ChecksumSHA256)).toEqual([sha256(first), sha256(last)]);
    const ofParts = [sha256(first), sha256(last)].map((text) => Buffer.from(text, 'base64'));
    const whole = `${sha256(...ofParts)}-2`;
    expect(await complete()).toMatchObject({ ChecksumSHA256: whole, ChecksumType: 'COMPOSITE' });
    expect(await head('composite')).toMatchObject({ ChecksumSHA256: whole, ChecksumType: 'COMPOSITE' });
  });

  it.each<[ChecksumAlgorithm, ChecksumType | undefined, string]>([
    ['CRC32', 'FULL_OBJECT', 'x-amz-checksum-crc32'],
    ['CRC64NVME', undefined, 'x-amz-checksum-crc64nvme'],
  ])('are of the whole object where the algorithm can: %s', async (algorithm, type, header) => {
    const running = checksums[header]?.();
    running?.update(first);
    running?.update(last);
    const name = `Checksum${algorithm}`;
    const { complete } = await upload(`full-${algorithm}`, algorithm, type);
    const expected = { [name]: running?.digest(), ChecksumType: 'FULL_OBJECT' };
    expect(await complete()).toMatchObject(expected);
    expect(await head(`full-${algorithm}`)).toMatchObject(expected);
  });

  it.each<[string, ChecksumAlgorithm | undefined, ChecksumType, RegExp]>([
    ['a type without algorithm', undefined, 'COMPOSITE', /only be used with the x-amz-checksum-algorithm/],
    ['a full SHA-256', 'SHA256', 'FULL_OBJECT', /FULL_OBJECT checksum type cannot be used with the sha256/],
    [
      'a composite CRC-64',
      'CRC64NVME',
      'COMPOSITE',
      /COMPOSITE checksum type cannot be used with the crc64nvme/,
    ],
    ['what is none', 'MD5' as ChecksumAlgorithm, 'COMPOSITE', /algorithm provided is unsupported/],
  ])('refuses %s', async (_what, algorithm, type, message) => {
    await expect(begin('refused', algorithm, type)).rejects.toMatchObject({
      name: 'InvalidRequest',
      message: expect.stringMatching(message),
    });
  });

  it('refuses a completion that says otherwise than the upload', async () => {
    const { UploadId, Parts, complete } = await upload('wrong', 'SHA256');
    const wrong = sha256(Buffer.from('other'));
    const [one, two] = Parts;
    await expect(complete({}, [{ ...one, ChecksumSHA256: wrong }, { ...two }])).rejects.toMatchObject({
      name: 'InvalidPart',
    });
    await expect(complete({}, [{ PartNumber: 1, ETag: one?.ETag }])).rejects.toThrow(/missing for part 1/);
    await expect(complete({ ChecksumType: 'FULL_OBJECT' })).rejects.toThrow(/created using the COMPOSITE/);
    await expect(complete({ ChecksumSHA256: wrong })).rejects.toMatchObject({ name: 'BadDigest' });
    await expect(complete({ MpuObjectSize: 5 })).rejects.toThrow(/header value 5 does not match/);
    const part = { Bucket, Key: 'wrong', UploadId, PartNumber: 3, Body: 'x' };
    await expect(
      port.client.send(new UploadPartCommand({ ...part, ChecksumAlgorithm: 'CRC32' })),
    ).rejects.toThrow(/expected checksum Type: sha256, actual checksum Type: crc32/);
    await expect(
      port.client.send(new UploadPartCommand({ ...part, ChecksumSHA256: wrong })),
    ).rejects.toMatchObject({ name: 'BadDigest' });
    await complete();
  });
});

describe('one part of an object', () => {
  it('is sent alone, with its place, its checksum and the number of all', async () => {
    const { complete } = await upload('apart', 'SHA256');
    await complete();
    const { Body, ...answer } = await port.client.send(
      new GetObjectCommand({ Bucket, Key: 'apart', PartNumber: 2, ChecksumMode: 'ENABLED' }),
    );
    expect(await Body?.transformToString()).toBe('end');
    expect(answer).toMatchObject({
      PartsCount: 2,
      ContentRange: `bytes ${first.length}-${first.length + 2}/${first.length + 3}`,
      ChecksumSHA256: sha256(last),
    });
    expect(await head('apart', { PartNumber: 1 })).toMatchObject({
      ContentLength: first.length,
      PartsCount: 2,
    });
    await expect(
      port.client.send(new GetObjectCommand({ Bucket, Key: 'apart', PartNumber: 3 })),
    ).rejects.toMatchObject({ name: 'InvalidPartNumber', ActualPartCount: '2' });
    await expect(
      port.client.send(new GetObjectCommand({ Bucket, Key: 'apart', PartNumber: 1, Range: 'bytes=0-1' })),
    ).rejects.toThrow(/both Range header and partNumber/);
  });

  it('is the whole of an object that was written whole', async () => {
    await port.put(Bucket, 'whole', 'bytes');
    const answer = await port.client.send(new GetObjectCommand({ Bucket, Key: 'whole', PartNumber: 1 }));
    expect(answer).toMatchObject({ ContentRange: 'bytes 0-4/5' });
    expect(answer.PartsCount).toBeUndefined();
    await expect(
      port.client.send(new GetObjectCommand({ Bucket, Key: 'whole', PartNumber: 2 })),
    ).rejects.toMatchObject({ name: 'InvalidPartNumber' });
  });
});

describe('lists of uploads', () => {
  it('come in pages', async () => {
    const { UploadId } = await begin('paged/a', 'CRC32');
    for (const PartNumber of [1, 2, 3])
      await port.client.send(
        new UploadPartCommand({ Bucket, Key: 'paged/a', UploadId, PartNumber, Body: 'x' }),
      );
    const parts = (more: object) =>
      port.client.send(new ListPartsCommand({ Bucket, Key: 'paged/a', UploadId, MaxParts: 2, ...more }));
    const page = await parts({});
    expect(page).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '2', ChecksumAlgorithm: 'CRC32' });
    expect(page.Parts?.[0]?.ChecksumCRC32).toMatch(/==$/);
    const rest = await parts({ PartNumberMarker: page.NextPartNumberMarker });
    expect([rest.IsTruncated, rest.Parts?.map(({ PartNumber }) => PartNumber)]).toEqual([false, [3]]);

    const others = [await begin('paged/a'), await begin('paged/b')].map((one) => one.UploadId);
    const uploads = (more: object) =>
      port.client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: 'paged/', MaxUploads: 2, ...more }));
    const some = await uploads({});
    expect([some.IsTruncated, some.Uploads?.map((one) => one.UploadId)]).toEqual([
      true,
      [UploadId, others[0]],
    ]);
    const more = await uploads({ KeyMarker: some.NextKeyMarker, UploadIdMarker: some.NextUploadIdMarker });
    expect([more.IsTruncated, more.Uploads?.map((one) => one.UploadId)]).toEqual([false, [others[1]]]);
  });
});
