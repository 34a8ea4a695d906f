import { S3Client } from '@aws-sdk/client-s3';
import { s3UploadPermits } from './s3-upload-permits.ts';

const client = new S3Client({
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});
const originals = s3UploadPermits('uploads-bucket', client);
const key = 'originals/owner/photo';

describe('s3UploadPermits', () => {
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
});
