import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { type S3Port, serveS3WithBuckets } from '../../../test/s3-port.ts';
import { developer } from '../../../test/serve-edge.ts';

let port: S3Port;
beforeAll(async () => {
  port = await serveS3WithBuckets();
});
afterAll(() => port.end());

const Bucket = 'plain';
const exists = (Key: string): Promise<boolean> =>
  port.client.send(new HeadObjectCommand({ Bucket, Key })).then(
    () => true,
    () => false,
  );

/** Sends a command with another body than the SDK would write, signed as its own. */
async function sendXml(command: DeleteObjectsCommand, body: string): Promise<string> {
  const client = port.clientOf(developer);
  client.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { body: string; headers: Record<string, string> };
      request.body = body;
      request.headers['content-length'] = String(Buffer.byteLength(body));
      for (const name of Object.keys(request.headers))
        if (/checksum|content-md5/.test(name)) delete request.headers[name];
      return next(args);
    },
    { step: 'build', priority: 'low' },
  );
  try {
    await client.send(command);
    return 'done';
  } catch (error) {
    return String(error);
  } finally {
    client.destroy();
  }
}
const deleteSome = () => new DeleteObjectsCommand({ Bucket, Delete: { Objects: [] } });

describe('what clients in other languages send', () => {
  it.each([
    ["it's", 'it&#39;s'],
    ['a"b', 'a&#34;b'],
    ['a&b', 'a&amp;b'],
    ['a&lt;b', 'a&amp;lt;b'],
    ['a\rb', 'a&#xD;b'],
    ['ü', '&#252;'],
    ['🎉', '&#x1F389;'],
  ])('names a key by numeric references: %j', async (Key, written) => {
    await port.put(Bucket, Key);
    const body = `<Delete><Quiet>true</Quiet><Object><Key>${written}</Key></Object></Delete>`;
    expect([await sendXml(deleteSome(), body), await exists(Key)]).toEqual(['done', false]);
  });

  it('refuses a reference to no character', async () => {
    const body = '<Delete><Object><Key>&#x110000;</Key></Object></Delete>';
    expect(await sendXml(deleteSome(), body)).toContain('MalformedXML');
  });

  it.each(['"', '&quot;', '&#34;', '&#x22;', ''])('quotes the ETag of a part by %j', async (quote) => {
    const at = { Bucket, Key: 'parts' };
    const { UploadId } = await port.client.send(new CreateMultipartUploadCommand(at));
    const { ETag = '' } = await port.client.send(
      new UploadPartCommand({ ...at, UploadId, PartNumber: 1, Body: 'part' }),
    );
    const url = await getSignedUrl(port.client, new CompleteMultipartUploadCommand({ ...at, UploadId }));
    const etag = `${quote}${ETag.replaceAll('"', '')}${quote}`;
    const body = `<CompleteMultipartUpload><Part><ETag>${etag}</ETag><PartNumber>1</PartNumber></Part></CompleteMultipartUpload>`;
    expect((await fetch(url, { method: 'POST', body })).status).toBe(200);
  });

  it('gets no checksum with an answer that has no body', async () => {
    const { ETag = '' } = await port.put(Bucket, 'cached', 'bytes', { ChecksumAlgorithm: 'SHA256' });
    const url = await getSignedUrl(
      port.client,
      new GetObjectCommand({ Bucket, Key: 'cached', ChecksumMode: 'ENABLED' }),
      {
        unhoistableHeaders: new Set(['x-amz-checksum-mode']),
      },
    );
    const headers = { 'x-amz-checksum-mode': 'ENABLED' };
    const whole = await fetch(url, { headers });
    expect(whole.headers.get('x-amz-checksum-sha256')).toMatch(/=$/);
    expect(whole.headers.get('x-amz-checksum-type')).toBe('FULL_OBJECT');
    const same = await fetch(url, { headers: { ...headers, 'if-none-match': ETag } });
    expect([same.status, same.headers.get('etag')]).toEqual([304, ETag]);
    expect([...same.headers.keys()].filter((name) => name.startsWith('x-amz-checksum'))).toEqual([]);
  });

  it('stores under the name of a file in UTF-8', async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: S3 writes its placeholder so.
    const { url, fields } = await createPresignedPost(port.client, { Bucket, Key: 'named/${filename}' });
    const parts = Object.entries(fields).map(
      ([name, value]) => `--X\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    );
    const file =
      '--X\r\nContent-Disposition: form-data; name="file"; filename="Zürich 日本.png"\r\n\r\nabc\r\n--X--\r\n';
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=X' },
      body: parts.join('') + file,
    });
    expect(answer.status).toBe(204);
    expect(await exists('named/Zürich 日本.png')).toBe(true);
  });
});

describe('a conditional delete', () => {
  const remove = (Key: string, IfMatch: string, at = Bucket) =>
    port.client.send(new DeleteObjectCommand({ Bucket: at, Key, IfMatch }));

  it('deletes what is as the client knows it, and nothing else', async () => {
    const { ETag = '' } = await port.put(Bucket, 'known');
    await expect(remove('known', '"other"')).rejects.toMatchObject({ name: 'PreconditionFailed' });
    expect(await exists('known')).toBe(true);
    await remove('known', ETag);
    expect(await exists('known')).toBe(false);
    await expect(remove('known', '*')).rejects.toMatchObject({ name: 'PreconditionFailed' });
  });

  it('tells of each of many keys', async () => {
    const { ETag = '' } = await port.put(Bucket, 'one');
    await port.put(Bucket, 'two');
    const { Deleted, Errors } = await port.client.send(
      new DeleteObjectsCommand({
        Bucket,
        Delete: { Objects: [{ Key: 'one', ETag }, { Key: 'two', ETag: '"other"' }, { Key: 'none' }] },
      }),
    );
    expect(Deleted?.map(({ Key }) => Key)).toEqual(['one', 'none']);
    expect(Errors).toMatchObject([{ Key: 'two', Code: 'PreconditionFailed' }]);
    expect(await exists('two')).toBe(true);
  });
});
