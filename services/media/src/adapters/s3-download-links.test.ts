import { S3Client } from '@aws-sdk/client-s3';
import { s3DownloadLinks } from './s3-download-links.ts';

const client = new S3Client({
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});
const originals = s3DownloadLinks('uploads-bucket', client);
const key = 'originals/owner/photo';

describe('s3DownloadLinks', () => {
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
});
