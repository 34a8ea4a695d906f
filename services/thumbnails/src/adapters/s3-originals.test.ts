import { GetObjectCommand, NoSuchKey, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { OriginalGoneError } from '../errors.ts';
import { s3Originals } from './s3-originals.ts';

const client = new S3Client({ region: 'us-east-1' });
const mock = mockClient(client);
const originals = s3Originals(client);
const original = { bucket: 'uploads', key: 'originals/a/b', versionId: 'v1' };

describe('s3Originals', () => {
  beforeEach(() => mock.reset());

  it('asks for the version that the event names', async () => {
    mock.on(GetObjectCommand).resolves({});
    await originals.read(original);
    expect(mock.commandCalls(GetObjectCommand)[0]?.args[0].input).toEqual({
      Bucket: 'uploads',
      Key: 'originals/a/b',
      VersionId: 'v1',
    });
  });

  it.each([
    new NoSuchKey({ message: 'gone', $metadata: {} }),
    new S3ServiceException({ name: 'NoSuchVersion', message: 'gone', $metadata: {}, $fault: 'client' }),
  ])('tells when the original is gone (%s)', async (error) => {
    mock.on(GetObjectCommand).rejects(error);
    await expect(originals.read(original)).rejects.toThrow(OriginalGoneError);
  });

  it.each([
    { name: 'SlowDown', $fault: 'server' as const },
    // What S3 says instead, to a role that may not list the bucket: nobody can tell whether the original is gone.
    { name: 'AccessDenied', $fault: 'client' as const },
  ])('passes on what a retry may cure ($name)', async ({ name, $fault }) => {
    const error = new S3ServiceException({ name, message: 'later', $metadata: {}, $fault });
    mock.on(GetObjectCommand).rejects(error);
    await expect(originals.read(original)).rejects.toThrow(error);
  });
});
