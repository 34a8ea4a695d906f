import { GetObjectCommand, NoSuchKey, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { s3WebPage } from './s3-web-page.ts';

const client = new S3Client({
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});
const mock = mockClient(client);

describe('s3WebPage', () => {
  beforeEach(() => mock.reset());

  it('reads the page that is published, and not again for a minute', async () => {
    mock
      .on(GetObjectCommand)
      .resolves({ Body: { transformToString: async () => '<html>ö</html>' } as never });
    const page = s3WebPage('web-bucket', client);
    expect(await page()).toBe('<html>ö</html>');
    expect(await page()).toBe('<html>ö</html>');
    const calls = mock.commandCalls(GetObjectCommand).map(({ args: [{ input }] }) => input);
    expect(calls).toEqual([{ Bucket: 'web-bucket', Key: 'index.html' }]);
  });

  it('knows that none is published, and no other failure for that', async () => {
    mock.on(GetObjectCommand).rejects(new NoSuchKey({ $metadata: {}, message: 'no' }));
    const page = s3WebPage('web-bucket', client);
    expect(await page()).toBeUndefined();
    mock.on(GetObjectCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDenied' }));
    await expect(page()).rejects.toThrow('no');
  });
});
