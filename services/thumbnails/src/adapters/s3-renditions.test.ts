import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { ConcurrentChangeError } from '../errors.ts';
import { s3Renditions } from './s3-renditions.ts';

const client = new S3Client({
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});
const mock = mockClient(client);
const store = s3Renditions('renditions-bucket', client);

describe('s3Renditions', () => {
  beforeEach(() => mock.reset());

  it('lets caches keep a public rendition for half a minute and a private one not at all', async () => {
    mock.on(PutObjectCommand).resolves({});
    await store.write('renditions/r', 'public', [{ name: 'w160', bytes: new Uint8Array([1]) }]);
    await store.write('private/p', 'private', [{ name: 'w160', bytes: new Uint8Array([1]) }]);
    expect(mock.commandCalls(PutObjectCommand).map(({ args: [{ input }] }) => input)).toEqual([
      {
        Bucket: 'renditions-bucket',
        Key: 'renditions/r/w160.webp',
        Body: new Uint8Array([1]),
        ContentType: 'image/webp',
        CacheControl: 'public, max-age=30',
      },
      expect.objectContaining({ Key: 'private/p/w160.webp', CacheControl: 'private, no-store' }),
    ]);
  });

  it('gives a copy the cache time of its new place', async () => {
    mock.on(CopyObjectCommand).resolves({});
    await store.copy('renditions/r', 'private/p', 'private', ['w160']);
    expect(mock.commandCalls(CopyObjectCommand)[0]?.args[0].input).toMatchObject({
      CopySource: 'renditions-bucket/renditions/r/w160.webp',
      Key: 'private/p/w160.webp',
      MetadataDirective: 'REPLACE',
      CacheControl: 'private, no-store',
    });
  });

  it('writes the picture for link previews as JPEG, beside the renditions', async () => {
    mock.on(PutObjectCommand).resolves({});
    await store.writeLinkPreview('renditions/r', 'public', new Uint8Array([1]));
    expect(mock.commandCalls(PutObjectCommand)[0]?.args[0].input).toMatchObject({
      Key: 'renditions/r/link-preview.jpg',
      ContentType: 'image/jpeg',
      CacheControl: 'public, max-age=30',
    });
  });

  it('takes a rendition that vanished before it was read for a concurrent change', async () => {
    mock.on(GetObjectCommand).rejects(new NoSuchKey({ message: 'gone', $metadata: {} }));
    await expect(store.readRendition('renditions/r', 'w160')).rejects.toThrow(ConcurrentChangeError);
  });

  it('takes a vanished source for a concurrent change', async () => {
    mock.on(CopyObjectCommand).rejects(new NoSuchKey({ message: 'gone', $metadata: {} }));
    await expect(store.copy('a', 'b', 'private', ['w160'])).rejects.toThrow(ConcurrentChangeError);
  });

  it('empties one folder and not the one whose name begins alike', async () => {
    mock.on(ListObjectsV2Command).resolves({ Contents: [{ Key: 'renditions/r/w160.webp' }] });
    mock.on(DeleteObjectCommand).resolves({});
    await store.empty('renditions/r');
    expect(mock.commandCalls(ListObjectsV2Command)[0]?.args[0].input.Prefix).toBe('renditions/r/');
    expect(mock.commandCalls(DeleteObjectCommand)[0]?.args[0].input.Key).toBe('renditions/r/w160.webp');
  });

  it('signs a link for five minutes', async () => {
    const url = new URL(await store.presign('private/p/w160.webp'));
    expect(url.pathname).toBe('/private/p/w160.webp');
    expect(url.searchParams.get('X-Amz-Expires')).toBe('300');
  });
});
