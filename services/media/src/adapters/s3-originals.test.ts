import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { s3Originals } from './s3-originals.ts';

const client = new S3Client({
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});
const mock = mockClient(client);
const originals = s3Originals('uploads-bucket', client);
const key = 'originals/owner/photo';

describe('s3Originals', () => {
  beforeEach(() => mock.reset());

  it('permits exactly the promised key, type and size, for five minutes', async () => {
    const now = new Date();
    const { url, fields, expiresAt } = await originals.presignUpload(
      { key, contentType: 'image/jpeg', sizeBytes: 1234 },
      now,
    );
    expect(new URL(url).hostname).toMatch(/^uploads-bucket\.s3\./);
    expect(fields).toMatchObject({ key, 'Content-Type': 'image/jpeg' });
    const policy = JSON.parse(Buffer.from(fields.Policy ?? '', 'base64').toString());
    expect(policy.conditions).toEqual(
      expect.arrayContaining([
        ['content-length-range', 1234, 1234],
        { 'Content-Type': 'image/jpeg' },
        { bucket: 'uploads-bucket' },
        { key },
      ]),
    );
    expect(JSON.stringify(policy.conditions)).not.toContain('starts-with');
    expect(Date.parse(expiresAt) - now.getTime()).toBe(300_000);
    expect(Math.abs(Date.parse(policy.expiration) - Date.parse(expiresAt))).toBeLessThan(2000);
  });

  it('signs a download of one version that is saved, never shown', async () => {
    const url = new URL(
      await originals.presignDownload({ key, versionId: 'v1', fileName: 'First-snow.jpg' }),
    );
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      versionId: 'v1',
      'response-content-disposition': 'attachment; filename="First-snow.jpg"',
      'X-Amz-Expires': '300',
    });
  });

  it('reads the start of the version that the event names', async () => {
    mock.on(GetObjectCommand).resolves({});
    await originals.readStart({ bucket: 'uploads-bucket', key, versionId: 'v1', sizeBytes: 9 }, 12);
    expect(mock.commandCalls(GetObjectCommand)[0]?.args[0].input).toMatchObject({
      VersionId: 'v1',
      Range: 'bytes=0-11',
    });
  });

  it('purges every version and marker of the key, page by page, and of no other key', async () => {
    mock
      .on(ListObjectVersionsCommand)
      .resolvesOnce({
        Versions: [
          { Key: key, VersionId: 'v1' },
          { Key: `${key}-other`, VersionId: 'v9' },
        ],
        IsTruncated: true,
        NextKeyMarker: key,
        NextVersionIdMarker: 'v1',
      })
      .resolvesOnce({ DeleteMarkers: [{ Key: key, VersionId: 'v2' }], IsTruncated: false });
    mock.on(DeleteObjectCommand).resolves({});
    await originals.purge(key);
    const deletions = mock.commandCalls(DeleteObjectCommand).map(({ args: [{ input }] }) => input);
    expect(deletions.map(({ Key, VersionId }) => `${Key}@${VersionId}`)).toEqual([`${key}@v1`, `${key}@v2`]);
    expect(mock.commandCalls(ListObjectVersionsCommand)[1]?.args[0].input).toMatchObject({
      VersionIdMarker: 'v1',
    });
  });
});
