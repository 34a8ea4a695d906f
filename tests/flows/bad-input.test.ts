import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  GetQueueAttributesCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { Photo } from '@shutterbus/contracts/routes/media';
import { type App, startApp } from '@shutterbus/testing/app';
import { developer } from '@shutterbus/testing/developer';
import { type Answer, call, Person, sendUpload } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';
import { poll } from '@shutterbus/testing/poll';
import { deadLetter, done } from '@shutterbus/testing/wanted';
import { lookAfter } from '@shutterbus/testing/watched-sandbox';
import { tinyFrames } from '../../services/thumbnails/test/corpus/gif.ts';

/** By what the file says of itself: nobody draws its pixels to refuse them. */
const tooLarge = { widthPx: 12_000, heightPx: 8000 };

describe('what bad input gets', () => {
  let app: App;
  let anna: Person;
  let ben: Person;
  let picture: Buffer;

  beforeAll(async () => {
    app = await startApp();
    [anna, ben] = await Promise.all([Person.join(app, 'Anna'), Person.join(app, 'Ben')]);
    picture = await photoLike(1);
  });
  afterAll(() => app?.dispose());

  it('lists each wrong field of a request in a problem document', async () => {
    const { status, body, headers } = await anna.post('/v1/media', {
      title: '',
      contentType: 'image/svg+xml',
      sizeBytes: -1,
      ownerId: 'somebody-else',
    });
    expect(status).toBe(400);
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(body.errors.map(({ field }: { field: string }) => field).sort()).toEqual([
      'body',
      'body.contentType',
      'body.sizeBytes',
      'body.title',
    ]);
    expect(body.correlationId).toBe(headers.get('x-correlation-id'));
  });

  it('answers 400 to half an emoji, as a title that was cut in the middle of one has it', async () => {
    const title = `${'x'.repeat(99)}😀`.slice(0, 100);
    const { status, body } = await anna.requestUpload({ sizeBytes: 1000, title, description: '\ude00' });
    expect(status).toBe(400);
    expect(body.errors).toEqual([
      { field: 'body.title', message: expect.stringMatching(/whole characters/) },
      { field: 'body.description', message: expect.stringMatching(/whole characters/) },
    ]);
  });

  it('answers 400 to a body that is not JSON and 413 to one that is too big', async () => {
    expect((await anna.post('/v1/media', '{"title":')).status).toBe(400);
    expect((await anna.post('/v1/media', `"${'x'.repeat(10 * 1024 * 1024)}"`)).status).toBe(413);
    const tooLong = await anna.requestUpload({ sizeBytes: 25 * 1024 * 1024 + 1 });
    expect(tooLong).toMatchObject({ status: 413, body: { status: 413 } });
  });

  it('gives a repeated request for an upload the same photo, and refuses another one under its key', async () => {
    const photo = { sizeBytes: picture.length, title: 'Once' };
    const first = await anna.requestUpload(photo, undefined, 'key-of-anna');
    expect((await sendUpload(first.body.upload, picture)).ok).toBe(true);
    const repeated = await anna.requestUpload(photo, undefined, 'key-of-anna');
    expect(repeated).toMatchObject({ status: 201, body: { photo: { id: first.body.photo.id } } });
    const other = await anna.requestUpload({ ...photo, title: 'Twice' }, undefined, 'key-of-anna');
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    const bens = await ben.requestUpload({ ...photo, title: 'Twice' }, undefined, 'key-of-anna');
    expect(bens.status).toBe(201);
    expect(bens.body.photo.id).not.toBe(first.body.photo.id);
    const titles = (await anna.get('/v1/media/mine')).body.items.map(({ title }: { title: string }) => title);
    expect(titles.filter((title: string) => title === 'Once')).toHaveLength(1);
  });

  it('answers 429 to more uploads than may wait for their files at once, and names the limit', async () => {
    const carl = await Person.join(app, 'Carl');
    const taken: Answer[] = [];
    // The gateway's own 429, for asking too quickly, has no problem document and is no answer to this.
    const refused = await poll('the gateway takes calls again as time goes by', async () => {
      const answer = await carl.requestUpload({ sizeBytes: picture.length });
      if (answer.status === 201) taken.push(answer);
      expect(answer.body.code).toBeDefined();
      return answer;
    });
    expect(refused).toMatchObject({
      status: 429,
      body: { code: 'open-uploads', limit: { name: 'openUploads', max: 50 } },
    });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(taken).toHaveLength(50);
    expect((await sendUpload(taken[0]?.body.upload, picture)).ok).toBe(true);
    await lookAfter(app, done('OnObjectCreated'), async () =>
      expect((await carl.requestUpload({ sizeBytes: picture.length })).status).toBe(201),
    );
  });

  it('answers 404, and no page, to an API address that is not there', async () => {
    const { status, headers } = await anna.get('/v1/nothing');
    expect(status).toBe(404);
    expect(headers.get('content-type')).toContain('json');
  });

  it('answers 401 without a token, with an altered one, and with an id token', async () => {
    const [head, claims, signature] = anna.accessToken.split('.') as [string, string, string];
    const other = JSON.parse(Buffer.from(claims, 'base64url').toString());
    const forged = Buffer.from(JSON.stringify({ ...other, sub: 'someone' })).toString('base64url');
    const status = async (token?: string) =>
      (await call(app, 'GET', '/v1/media/mine', undefined, token)).status;
    expect(await status(anna.accessToken)).toBe(200);
    expect(await status()).toBe(401);
    expect(await status('nonsense')).toBe(401);
    expect(await status(`${head}.${forged}.${signature}`)).toBe(401);
    expect(await status(anna.idToken)).toBe(401);
  });

  it('hides a private photo of somebody else, and refuses changes to a public one', async () => {
    const hidden = await anna.upload(picture, { visibility: 'private' });
    const shown = await anna.upload(picture, { visibility: 'public' });
    await anna.photoWithStatus(hidden.id, 'ready');
    await anna.photoWithStatus(shown.id, 'ready');
    await lookAfter(app, done('OnThumbnailsGenerated'), async () =>
      expect((await ben.get(`/v1/media/${shown.id}`)).status).toBe(200),
    );
    expect((await ben.get(`/v1/media/${hidden.id}`)).status).toBe(404);
    expect((await ben.patch(`/v1/media/${hidden.id}`, { title: 'Mine' })).status).toBe(404);
    expect((await ben.patch(`/v1/media/${shown.id}`, { title: 'Mine' })).status).toBe(403);
    expect((await ben.delete(`/v1/media/${shown.id}`)).status).toBe(403);
  });

  describe('an upload', () => {
    const ask = async (photo: Record<string, unknown> = {}) =>
      (await anna.requestUpload({ sizeBytes: picture.length, ...photo })).body.upload;
    const refusal = async (response: Response) => ({
      status: response.status,
      code: /<Code>(\w+)<\/Code>/.exec(await response.text())?.[1],
    });

    it('over 25 MiB is refused', async () => {
      const upload = await ask({ sizeBytes: 25 * 1024 * 1024 });
      const answer = await refusal(await sendUpload(upload, Buffer.alloc(25 * 1024 * 1024 + 1)));
      expect(answer).toEqual({ status: 400, code: 'EntityTooLarge' });
    });

    it.each([
      ['of another type', { 'Content-Type': 'image/svg+xml' }],
      ['with another key', { key: 'originals/somebody/else' }],
      ['with an extra field', { acl: 'public-read' }],
    ])('%s is refused', async (_, changes) => {
      const answer = await refusal(await sendUpload(await ask(), picture, changes));
      expect(answer).toEqual({ status: 403, code: 'AccessDenied' });
    });

    it('with an altered policy is refused', async () => {
      const upload = await ask();
      const policy = JSON.parse(Buffer.from(upload.fields.Policy, 'base64').toString());
      policy.expiration = '2099-01-01T00:00:00Z';
      const Policy = Buffer.from(JSON.stringify(policy)).toString('base64');
      expect(await refusal(await sendUpload(upload, picture, { Policy }))).toEqual({
        status: 403,
        code: 'SignatureDoesNotMatch',
      });
    });
  });

  it.each([
    ['is no picture that is taken', async () => Buffer.from('FUJIFILMCCD-RAW 0201'), 'type-mismatch'],
    [
      'is no picture behind its first bytes',
      async () => Buffer.concat([picture.subarray(0, 400), Buffer.alloc(5000)]),
      'unreadable',
    ],
    ['has more pixels than a GIF may have', async () => tinyFrames(tooLarge, 1, tooLarge), 'too-many-pixels'],
  ])('rejects a file that %s, with a reason that its owner reads', async (_, make, code) => {
    const photo: Photo = await anna.upload(await make(), { title: 'Bad file' });
    const rejected = await anna.photoWithStatus(photo.id, 'rejected');
    expect(rejected.rejection?.code).toBe(code);
    expect(rejected.rejection?.message).toMatch(/\.$/);
    await lookAfter(app, done('OnMediaRejected'), async () => {
      const { body } = await anna.get('/v1/notifications');
      const told = body.items.filter(
        ({ kind, path }: { kind: string; path: string }) =>
          kind === 'photo-rejected' && path.includes(photo.id),
      );
      expect(told).toHaveLength(1);
    });
  });

  it('parks an event that no consumer can read in a failure queue, and holds up nobody', async () => {
    const settings = developer(app);
    const { Entries } = await new EventBridgeClient(settings).send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: 'shutterbus',
            Source: 'shutterbus.users',
            DetailType: 'UserProfileUpdated',
            Detail: JSON.stringify({ metadata: { version: 99 }, data: {} }),
          },
        ],
      }),
    );
    expect(Entries?.[0]?.EventId).toBeDefined();
    const good = await anna.upload(picture, { title: 'Not held up' });
    await anna.photoWithStatus(good.id, 'ready');

    const sqs = new SQSClient(settings);
    const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
    await lookAfter(app, deadLetter('DeadLetters'), async () => {
      const bodies: string[] = [];
      for (const QueueUrl of QueueUrls.filter((url) => /dead|failure|dlq/i.test(url))) {
        await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 }),
        );
        bodies.push(...Messages.map(({ Body = '' }) => Body));
      }
      expect(bodies.filter((body) => body.includes('UserProfileUpdated')).length).toBeGreaterThan(0);
    });
  });
});
