import { CopyObjectCommand, GetObjectCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type S3Port, serveS3WithBuckets } from '../../../test/s3-port.ts';

const roleArn = 'arn:aws:iam::000000000000:role/reader';
const lists = (Condition?: unknown) => ({
  Statement: [{ Effect: 'Allow', Action: ['s3:ListBucket'], Resource: 'arn:aws:s3:::versioned', Condition }],
});
const byPrefix = { StringLike: { 's3:prefix': 'originals/*' } };

let port: S3Port;
let reader: S3Client;
beforeAll(async () => {
  port = await serveS3WithBuckets();
  const credentials = { accessKeyId: 'ASIAREADER', secretAccessKey: 'secret', sessionToken: 'token' };
  port.keys.set(credentials.accessKeyId, { ...credentials, roleArn });
  reader = port.clientOf(credentials);
});
afterAll(async () => {
  reader.destroy();
  await port.end();
});

/** Names of the errors that the role gets, for a key, a version and a source that are not there. */
async function learns(key: string, ...policies: unknown[]): Promise<string[]> {
  port.policies.set(roleArn, policies);
  const missing = { Bucket: 'versioned', Key: key };
  const failures = [
    reader.send(new GetObjectCommand(missing)),
    reader.send(new GetObjectCommand({ ...missing, VersionId: 'gone' })),
    reader.send(new CopyObjectCommand({ Bucket: 'quiet', Key: 'copy', CopySource: `versioned/${key}` })),
    reader.send(new HeadObjectCommand(missing)),
  ];
  return (await Promise.allSettled(failures)).map((one) => one.status === 'rejected' && one.reason.name);
}

describe('what is not there', () => {
  it('is told to who may list the bucket, or the part of it in which the key lies', async () => {
    const told = ['NoSuchKey', 'NoSuchVersion', 'NoSuchKey', 'NotFound'];
    expect(await learns('originals/a', lists())).toEqual(told);
    expect(await learns('originals/a', lists(byPrefix))).toEqual(told);
  });

  it('is kept from everybody else', async () => {
    const refused = ['AccessDenied', 'AccessDenied', 'AccessDenied', 'Unknown'];
    expect(await learns('originals/a')).toEqual(refused);
    expect(await learns('others/a', lists(byPrefix))).toEqual(refused);
    expect(await learns('originals/a', lists({ StringNotLike: { 's3:prefix': 'others/*' } }))).toEqual(
      refused,
    );
  });

  it('is told to the developer', async () => {
    await expect(port.get('versioned', 'originals/a')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});
