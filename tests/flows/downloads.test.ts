import { ListObjectsV2Command, paginateListBuckets, S3Client } from '@aws-sdk/client-s3';
import type { Download, OpenDownload } from '@shutterbus/contracts/routes/downloads';
import type { RunningApp } from '@shutterbus/testing/app';
import { developer } from '@shutterbus/testing/developer';
import { call, mailsTo, Person } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';
import { anyOf, done, mailed } from '@shutterbus/testing/wanted';
import { lookAfter } from '@shutterbus/testing/watched-sandbox';
import { unzipSync } from 'fflate';
import { sharedApp } from './shared-app.ts';

/** Somebody takes their photos along. The steps build on one another and run in order. */
describe('photos to take along', () => {
  let app: RunningApp;
  let anna: Person;
  let ben: Person;
  const sent: Uint8Array[] = [];
  const ids: string[] = [];
  let first: string;

  beforeAll(async () => {
    app = await sharedApp();
    [anna, ben] = await Promise.all([Person.join(app, 'Anna'), Person.join(app, 'Ben')]);
    for (const [index, title] of ['Snow', 'Snow', 'Eis & Öl'].entries()) {
      const bytes = await photoLike(1, index);
      const { id } = await anna.upload(bytes, { title });
      await anna.photoWithStatus(id, 'ready');
      sent.push(new Uint8Array(bytes));
      ids.push(id);
    }
  });

  const ready = (id: string): Promise<OpenDownload> =>
    lookAfter(app, done('PackDownload'), async () => {
      const { body } = await anna.get(`/v1/media/downloads/${id}`);
      expect(body.status).toBe('ready');
      return body;
    });

  async function unpacked({ parts: [part] }: OpenDownload): Promise<[string, Uint8Array][]> {
    const answer = await fetch(part?.url ?? '');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename="shutterbus-photos-[\d-]+-1\.zip"$/,
    );
    const zip = new Uint8Array(await answer.arrayBuffer());
    expect(zip.length).toBe(part?.sizeBytes);
    return Object.entries(unzipSync(zip)).map(([name, bytes]) => [name.replace(/[\d-]{10} /, ''), bytes]);
  }

  it('are packed, byte for byte as they were sent, under their titles', async () => {
    const { status, body } = await anna.post('/v1/media/downloads', {});
    expect([status, body.status]).toEqual([202, 'packing']);
    first = body.id;
    const download = await ready(first);
    expect(download.photos).toBe(3);
    const hours = (Date.parse(download.until ?? '') - Date.now()) / 3_600_000;
    expect([hours > 23.9, hours <= 24]).toEqual([true, true]);
    const files = await unpacked(download);
    expect(files.map(([name]) => name)).toEqual([
      'photos-1/Eis Öl.jpg',
      'photos-1/Snow.jpg',
      'photos-1/Snow (2).jpg',
    ]);
    expect(Buffer.from(files[0]?.[1] ?? []).equals(sent[2] ?? Buffer.of())).toBe(true);
    const sorted = (all: Uint8Array[]) => all.map((bytes) => Buffer.from(bytes).toString('base64')).sort();
    expect(sorted(files.map(([, bytes]) => bytes))).toEqual(sorted(sent));
  });

  it('are told of when they are packed, in the app and by a mail that leads to their page and holds no link to a file', async () => {
    await lookAfter(app, anyOf(done('OnDownloadSettled'), mailed(anna.email)), async () => {
      const { items } = (await anna.get('/v1/notifications')).body;
      expect(items).toContainEqual(
        expect.objectContaining({
          kind: 'download-packed',
          path: `/downloads/${first}`,
          text: 'Your 3 photos are packed, to be taken along for a day.',
        }),
      );
      const mail = (await mailsTo(app, anna.email)).find(
        ({ subject }) => subject === 'Your 3 photos are packed',
      );
      expect(mail?.html).toContain(`/downloads/${first}`);
      expect(JSON.stringify(mail)).not.toContain('X-Amz-Signature');
    });
  });

  it('are those that were chosen, without one that was deleted since', async () => {
    const [kept = '', deleted = ''] = ids;
    const { body } = await anna.post('/v1/media/downloads', { ids: [kept, deleted] });
    await anna.delete(`/v1/media/${deleted}`);
    const { photos } = await ready(body.id);
    expect([1, 2]).toContain(photos);
    const { items } = (await anna.get('/v1/media/downloads')).body;
    expect(items.map(({ id }: Download) => id)).toEqual([body.id, first]);
    expect(JSON.stringify(items)).not.toContain('http');
  });

  it('are nobody else’s', async () => {
    const asked = async (body: unknown) => {
      const { status, body: problem } = await ben.post('/v1/media/downloads', body);
      return [status, problem.code];
    };
    expect(await asked({ ids: [ids[0]] })).toEqual([404, 'photo-not-found']);
    expect(await asked({})).toEqual([409, 'nothing-to-download']);
    expect((await ben.get(`/v1/media/downloads/${first}`)).body.code).toBe('download-not-found');
    expect((await ben.get('/v1/media/downloads')).body.items).toEqual([]);
    expect((await call(app, 'GET', `/v1/media/downloads/${first}`)).status).toBe(401);
    expect((await call(app, 'POST', '/v1/media/downloads', {})).status).toBe(401);
  });

  it('are asked for in words that are understood, and not without end', async () => {
    for (const ids of [[], ['x'], Array.from({ length: 81 }, () => first)])
      expect((await anna.post('/v1/media/downloads', { ids })).body.errors[0].field).toMatch(/^body\.ids/);
    expect((await anna.get('/v1/media/downloads/x')).status).toBe(400);
    await ready((await anna.post('/v1/media/downloads', {})).body.id);
    const { status, body, headers } = await anna.post('/v1/media/downloads', {});
    expect([status, body.code, body.limit]).toEqual([
      429,
      'daily-downloads',
      { name: 'downloadsPerDay', max: 3 },
    ]);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(23 * 3600);
  });

  it('lie in a bucket of their own, three files of hers', async () => {
    const client = new S3Client({ ...developer(app), forcePathStyle: true });
    const { id: userId } = (await anna.get('/v1/users/me')).body;
    const found: string[] = [];
    for await (const { Buckets = [] } of paginateListBuckets({ client }, {}))
      for (const { Name } of Buckets) {
        const page = await client.send(
          new ListObjectsV2Command({ Bucket: Name, Prefix: `downloads/${userId}/` }),
        );
        found.push(...(page.Contents ?? []).map(({ Key = '' }) => `${Name?.includes('downloads')} ${Key}`));
      }
    expect(found).toHaveLength(3);
    for (const one of found) expect(one).toMatch(new RegExp(`^true downloads/${userId}/\\w{26}/1\\.zip$`));
  });
});
