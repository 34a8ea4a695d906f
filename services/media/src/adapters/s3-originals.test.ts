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

  it('reads the start of the version that the event names', async () => {
    mock.on(GetObjectCommand).resolves({});
    await originals.readStart({ bucket: 'uploads-bucket', key, versionId: 'v1', sizeBytes: 9 }, 12);
    expect(mock.commandCalls(GetObjectCommand)[0]?.args[0].input).toMatchObject({
      VersionId: 'v1',
      Range: 'bytes=0-11',
    });
  });

  it('says whether a version of the key is there, and means no other key', async () => {
    const answers = [{ Versions: [{ Key: key }] }, { Versions: [{ Key: `${key}-other` }] }, {}];
    const held: boolean[] = [];
    for (const answer of answers) {
      mock.reset();
      mock.on(ListObjectVersionsCommand).resolves(answer);
      held.push(await originals.holds(key));
    }
    expect(held).toEqual([true, false, false]);
  });

  it('says whether anything of a person is there, be it no more than the mark of something deleted', async () => {
    const answers = [{ Versions: [{ Key: key }] }, { DeleteMarkers: [{ Key: key }] }, {}];
    const held: boolean[] = [];
    for (const answer of answers) {
      mock.reset();
      mock.on(ListObjectVersionsCommand).resolves(answer);
      held.push(await originals.holdsAnyOf('owner'));
    }
    expect(held).toEqual([true, true, false]);
    expect(mock.commandCalls(ListObjectVersionsCommand)[0]?.args[0].input).toMatchObject({
      Prefix: 'originals/owner/',
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
