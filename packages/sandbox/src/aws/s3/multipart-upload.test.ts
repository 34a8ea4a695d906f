import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { type S3Port, serveS3WithBuckets } from '../../../test/s3-port.ts';

let port: S3Port;
beforeAll(async () => {
  port = await serveS3WithBuckets();
});
afterAll(() => port.end());

describe('multipart uploads', () => {
  it('join the parts, and are one object with one event', async () => {
    const Bucket = 'versioned';
    const Key = 'large';
    const before = port.fileCount();
    const { UploadId } = await port.client.send(
      new CreateMultipartUploadCommand({ Bucket, Key, ContentType: 'text/plain' }),
    );
    const first = Buffer.alloc(5 * 1024 * 1024, 'a');
    const sent = [];
    for (const [index, Body] of [first, Buffer.from('end')].entries()) {
      const PartNumber = index + 1;
      const { ETag } = await port.client.send(
        new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }),
      );
      sent.push({ PartNumber, ETag });
    }
    const complete = (Parts: { PartNumber: number; ETag: string | undefined }[]) =>
      port.client.send(
        new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
      );
    await expect(complete([{ PartNumber: 1, ETag: '"other"' }])).rejects.toMatchObject({
      name: 'InvalidPart',
    });
    await expect(complete([...sent].reverse())).rejects.toMatchObject({ name: 'InvalidPartOrder' });
    const done = await complete(sent);
    expect(done.ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
    const answer = await port.get(Bucket, Key, { Range: 'bytes=-4' });
    expect([answer.text, answer.ContentType]).toEqual(['aend', 'text/plain']);
    expect(port.eventsOf(Key).map((event) => event.detail)).toMatchObject([
      { reason: 'CompleteMultipartUpload', object: { size: first.length + 3 } },
    ]);
    expect(port.fileCount()).toBe(before + 1);
  });

  it('take parts from an object that is there', async () => {
    const at = { Bucket: 'plain', Key: 'copied' };
    const CopySource = `quiet/${encodeURIComponent('source+ü')}`;
    await port.put('quiet', 'source+ü', 'abcdef');
    const before = port.fileCount();
    const { UploadId } = await port.client.send(new CreateMultipartUploadCommand(at));
    const copy = (CopySourceRange?: string, PartNumber = 1) =>
      port.client.send(
        new UploadPartCopyCommand({ ...at, UploadId, PartNumber, CopySource, CopySourceRange }),
      );
    await copy();
    const { CopyPartResult } = await copy('bytes=2-4');
    for (const range of ['bytes=2-6', 'bytes=4-2', 'bytes=2-', 'none'])
      await expect(copy(range)).rejects.toMatchObject({ name: 'InvalidArgument' });
    await expect(copy(undefined, 10_001)).rejects.toMatchObject({ name: 'InvalidArgument' });
    const Parts = [{ PartNumber: 1, ETag: CopyPartResult?.ETag }];
    await port.client.send(
      new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload: { Parts } }),
    );
    expect((await port.get('plain', 'copied')).text).toBe('cde');
    expect(port.fileCount()).toBe(before + 1);
  });

  it('are forgotten with their parts when aborted', async () => {
    const at = { Bucket: 'plain', Key: 'aborted' };
    const before = port.fileCount();
    const { UploadId } = await port.client.send(new CreateMultipartUploadCommand(at));
    await port.client.send(new UploadPartCommand({ ...at, UploadId, PartNumber: 1, Body: 'x' }));
    expect(port.fileCount()).toBe(before + 1);
    await port.client.send(new AbortMultipartUploadCommand({ ...at, UploadId }));
    expect(port.fileCount()).toBe(before);
    await expect(
      port.client.send(new UploadPartCommand({ ...at, UploadId, PartNumber: 1, Body: 'x' })),
    ).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });
});
