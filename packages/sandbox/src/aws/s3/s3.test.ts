import { readdirSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import type { LookupFunction } from 'node:net';
import path from 'node:path';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketVersioningCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  RenameObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { type S3Port, serveS3WithBuckets } from '../../../test/s3-port.ts';
import { developer } from '../../../test/serve-edge.ts';

let port: S3Port;
beforeAll(async () => {
  port = await serveS3WithBuckets();
});
afterAll(() => port.end());

describe('versions', () => {
  it('keeps every version, and a delete marker instead of a delete', async () => {
    const first = await port.put('versioned', 'v', 'one');
    const second = await port.put('versioned', 'v', 'two');
    expect(first.VersionId).toMatch(/^[\w.]{32}$/);
    expect((await port.get('versioned', 'v')).text).toBe('two');
    expect(await port.get('versioned', 'v', { VersionId: first.VersionId })).toMatchObject({
      text: 'one',
      VersionId: first.VersionId,
    });

    const marker = await port.client.send(new DeleteObjectCommand({ Bucket: 'versioned', Key: 'v' }));
    expect(marker).toMatchObject({ DeleteMarker: true });
    await expect(port.get('versioned', 'v')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(port.get('versioned', 'v', { VersionId: marker.VersionId })).rejects.toMatchObject({
      name: 'MethodNotAllowed',
    });
    await expect(port.get('versioned', 'v', { VersionId: 'unknown' })).rejects.toMatchObject({
      name: 'NoSuchVersion',
    });
    const listed = await port.client.send(
      new ListObjectVersionsCommand({ Bucket: 'versioned', Prefix: 'v' }),
    );
    expect(listed.Versions?.map((version) => [version.VersionId, version.IsLatest])).toEqual([
      [second.VersionId, false],
      [first.VersionId, false],
    ]);
    expect(listed.DeleteMarkers?.map((version) => [version.VersionId, version.IsLatest])).toEqual([
      [marker.VersionId, true],
    ]);

    const remove = (VersionId: string | undefined) =>
      port.client.send(new DeleteObjectCommand({ Bucket: 'versioned', Key: 'v', VersionId }));
    expect(await remove(marker.VersionId)).toMatchObject({ DeleteMarker: true, VersionId: marker.VersionId });
    expect((await port.get('versioned', 'v')).text).toBe('two');
    const before = port.fileCount();
    await remove(second.VersionId);
    expect(port.fileCount()).toBe(before - 1);
    expect((await port.get('versioned', 'v')).text).toBe('one');
  });

  it('pages through versions', async () => {
    for (const key of ['page/a', 'page/a', 'page/b']) await port.put('versioned', key, 'x');
    const seen: unknown[] = [];
    let marker: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
    for (let page = 0; page < 5; page++) {
      const answer = await port.client.send(
        new ListObjectVersionsCommand({ Bucket: 'versioned', Prefix: 'page/', MaxKeys: 1, ...marker }),
      );
      seen.push(...(answer.Versions ?? []).map((version) => version.Key));
      if (!answer.IsTruncated) break;
      marker = { KeyMarker: answer.NextKeyMarker, VersionIdMarker: answer.NextVersionIdMarker };
    }
    expect(seen).toEqual(['page/a', 'page/a', 'page/b']);
  });

  it('has a null version from before versioning', async () => {
    await port.makeBucket('later');
    await port.put('later', 'k', 'old');
    await port.makeBucket('later', { VersioningConfiguration: { Status: 'Enabled' } });
    await port.put('later', 'k', 'new');
    expect((await port.get('later', 'k', { VersionId: 'null' })).text).toBe('old');
    expect(await port.client.send(new GetBucketVersioningCommand({ Bucket: 'later' }))).toMatchObject({
      Status: 'Enabled',
    });
    await port.makeBucket('later');
    expect((await port.put('later', 'k', 'suspended')).VersionId).toBe('null');
    await expect(port.get('later', 'k', { VersionId: 'null' })).resolves.toMatchObject({ text: 'suspended' });
  });
});

describe('events', () => {
  it('are published before the write is answered, in the shape of S3', async () => {
    const { VersionId, ETag } = await port.put('versioned', 'ev ent/ä', 'bytes');
    const [event] = port.eventsOf('ev ent/ä');
    expect(event).toEqual({
      source: 'aws.s3',
      'detail-type': 'Object Created',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      resources: ['arn:aws:s3:::versioned'],
      detail: {
        version: '0',
        bucket: { name: 'versioned' },
        object: {
          key: 'ev ent/ä',
          size: 5,
          etag: ETag?.replaceAll('"', ''),
          'version-id': VersionId,
          sequencer: expect.stringMatching(/^[0-9A-F]{16}$/),
        },
        'request-id': expect.any(String),
        requester: '000000000000',
        'source-ip-address': '127.0.0.1',
        reason: 'PutObject',
      },
    });
  });

  it('tell deletes, with sequencers that grow', async () => {
    const { VersionId } = await port.put('versioned', 'order');
    await port.client.send(new DeleteObjectCommand({ Bucket: 'versioned', Key: 'order' }));
    await port.client.send(new DeleteObjectCommand({ Bucket: 'versioned', Key: 'order', VersionId }));
    const details = port
      .eventsOf('order')
      .map((event) => event.detail as { object: { sequencer: string }; 'deletion-type'?: string });
    expect(details.map((detail) => detail['deletion-type'])).toEqual([
      undefined,
      'Delete Marker Created',
      'Permanently Deleted',
    ]);
    const sequencers = details.map((detail) => detail.object.sequencer);
    expect(sequencers).toEqual([...sequencers].sort());
    expect(new Set(sequencers).size).toBe(3);
  });

  it('are silent for a bucket without EventBridge', async () => {
    await port.put('quiet', 'silent');
    expect(port.eventsOf('silent')).toEqual([]);
  });

  it('and their write are kept together or not at all', async () => {
    const { ETag } = await port.put('versioned', 'both', 'old');
    const files = port.fileCount();
    port.refuseEvents(new Error('disk full'));
    await expect(port.put('versioned', 'both', 'new')).rejects.toThrow();
    await expect(
      port.client.send(new DeleteObjectCommand({ Bucket: 'versioned', Key: 'both' })),
    ).rejects.toThrow();
    port.refuseEvents(undefined);
    expect(await port.get('versioned', 'both')).toMatchObject({ ETag, text: 'old' });
    expect([port.fileCount(), port.eventsOf('both').length]).toEqual([files, 1]);
  });

  it('leave no stray bytes of a write that was cut off', () => {
    const stray = path.join(port.world.folder, 's3', 'stray');
    writeFileSync(stray, 'half');
    port.s3.start();
    expect(readdirSync(path.join(port.world.folder, 's3'))).not.toContain('stray');
  });
});

describe('buckets', () => {
  it('are made, found and removed when empty', async () => {
    await port.client.send(new CreateBucketCommand({ Bucket: 'own-bucket' }));
    await port.client.send(new HeadBucketCommand({ Bucket: 'own-bucket' }));
    const { LocationConstraint } = await port.client.send(
      new GetBucketLocationCommand({ Bucket: 'own-bucket' }),
    );
    expect(LocationConstraint).toBe('eu-central-1');
    await port.put('own-bucket', 'k');
    const remove = () => port.client.send(new DeleteBucketCommand({ Bucket: 'own-bucket' }));
    await expect(remove()).rejects.toMatchObject({ name: 'BucketNotEmpty' });
    const deleted = await port.client.send(
      new DeleteObjectsCommand({
        Bucket: 'own-bucket',
        Delete: { Objects: [{ Key: 'k' }, { Key: 'none' }] },
      }),
    );
    expect(deleted.Deleted?.map((one) => one.Key)).toEqual(['k', 'none']);
    await remove();
    const { Buckets } = await port.client.send(new ListBucketsCommand({}));
    expect(Buckets?.map((bucket) => bucket.Name)).toContain('plain');
    expect(Buckets?.map((bucket) => bucket.Name)).not.toContain('own-bucket');
  });

  it('get their name and attributes from the template', async () => {
    const [provider] = port.s3.resources;
    const made = await provider.apply({
      logicalId: 'UploadsBucket',
      stackName: 'shop-Media',
      physicalName: 'shop-Media-UploadsBucket',
      properties: provider.properties.parse({ Tags: [] }),
    });
    expect(made).toMatchObject({
      ref: 'shop-media-uploadsbucket',
      attributes: {
        Arn: 'arn:aws:s3:::shop-media-uploadsbucket',
        RegionalDomainName: 'shop-media-uploadsbucket.s3.eu-central-1.amazonaws.com',
      },
    });
    const refused = provider.properties.safeParse({ WebsiteConfiguration: {} });
    expect(refused.error?.issues[0]).toMatchObject({ keys: ['WebsiteConfiguration'] });
  });

  it('are reached by their name before localhost, too', async () => {
    const lookup: LookupFunction = (_host, options, done) =>
      done(null, options.all ? [{ address: '127.0.0.1', family: 4 }] : '127.0.0.1', 4);
    const client = new S3Client({
      endpoint: `http://localhost:${port.port}`,
      region: port.world.region,
      credentials: developer,
      requestHandler: { httpAgent: new Agent({ lookup }) },
    });
    await client.send(new PutObjectCommand({ Bucket: 'plain', Key: 'by/host', Body: 'bytes' }));
    expect((await port.get('plain', 'by/host')).text).toBe('bytes');
    await port.client.send(new DeleteObjectCommand({ Bucket: 'plain', Key: 'by/host' }));
    client.destroy();
  });

  it('refuse an operation that is not there by its name', async () => {
    const lifecycle = new GetBucketLifecycleConfigurationCommand({ Bucket: 'plain' });
    await expect(port.client.send(lifecycle)).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining('GET lifecycle'),
      $metadata: { httpStatusCode: 501 },
    });
  });

  it('take none that they do not know for a plain one', async () => {
    const rename = new RenameObjectCommand({ Bucket: 'plain', Key: 'renamed', RenameSource: 'a.txt' });
    await expect(port.client.send(rename)).rejects.toMatchObject({ name: 'NotImplemented' });
    await expect(port.get('plain', 'renamed')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('refuse unsigned requests', async () => {
    for (const address of ['/', '/plain', '/plain/a.txt']) {
      const answer = await fetch(port.endpoint + address);
      expect([answer.status, await answer.text()]).toEqual([
        403,
        expect.stringContaining('<Code>AccessDenied</Code>'),
      ]);
    }
  });
});
