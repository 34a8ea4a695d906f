import { createHmac } from 'node:crypto';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import {
  createPresignedPost,
  type PresignedPost,
  type PresignedPostOptions,
} from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { type S3Port, serveS3 } from '../../../test/s3-port.ts';

const temporary = {
  accessKeyId: 'ASIATEMPORARY',
  secretAccessKey: 'temporary-secret',
  sessionToken: 'token+/=',
};
const pageOrigin = 'http://localhost:3000';

let port: S3Port;
beforeAll(async () => {
  port = await serveS3();
  port.keys.set(temporary.accessKeyId, temporary);
  await port.makeBucket('uploads', {
    VersioningConfiguration: { Status: 'Enabled' },
    NotificationConfiguration: { EventBridgeConfiguration: {} },
    CorsConfiguration: {
      CorsRules: [
        {
          AllowedOrigins: [pageOrigin],
          AllowedMethods: ['POST', 'PUT'],
          AllowedHeaders: ['content-*'],
          ExposedHeaders: ['ETag'],
          MaxAge: 300,
        },
      ],
    },
  });
});
afterAll(() => port.end());

const code = async (answer: Response): Promise<[number, string, string]> => {
  const text = await answer.text();
  const element = (name: string) => new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(text)?.[1] ?? '';
  return [answer.status, element('Code'), element('Message').replaceAll('&quot;', '"')];
};

describe('presigned POST', () => {
  const presign = (options: Partial<PresignedPostOptions> = {}, client = port.client) =>
    createPresignedPost(client, {
      Bucket: 'uploads',
      Key: 'media/ann/1',
      Fields: { 'Content-Type': 'image/jpeg' },
      Conditions: [
        ['content-length-range', 5, 100],
        ['eq', '$Content-Type', 'image/jpeg'],
      ],
      Expires: 300,
      ...options,
    });
  const send = (
    { url, fields }: PresignedPost,
    { body = 'some bytes', change = {}, drop = [] as string[], fileFirst = false, headers = {} } = {},
  ) => {
    const form = new FormData();
    const file = (): void => form.append('file', new Blob([body]), 'photo.jpg');
    if (fileFirst) file();
    for (const [name, value] of Object.entries({ ...fields, ...change })) {
      if (!drop.includes(name)) form.append(name, value);
    }
    if (!fileFirst) file();
    return fetch(url, { method: 'POST', body: form, headers });
  };

  it('stores the file under the key of the policy, versioned, with an event', async () => {
    const answer = await send(await presign());
    expect(answer.status).toBe(204);
    expect(port.calls.at(-1)?.caller).toMatchObject({ accessKeyId: 'AKIADEVELOPER' });
    const stored = await port.get('uploads', 'media/ann/1');
    expect(stored).toMatchObject({ text: 'some bytes', ContentType: 'image/jpeg' });
    expect(answer.headers.get('x-amz-version-id')).toBe(stored.VersionId);
    expect(answer.headers.get('etag')).toBe(stored.ETag);
    expect(port.eventsOf('media/ann/1').map((event) => event.detail)).toMatchObject([
      { reason: 'POST Object', object: { size: 10, 'version-id': stored.VersionId } },
    ]);
  });

  it('answers 201 with a document, or redirects, when the policy says so', async () => {
    const created = await send(
      await presign({
        Fields: { 'Content-Type': 'image/jpeg', success_action_status: '201', 'x-amz-meta-title': 'Sea' },
      }),
    );
    expect([created.status, await created.text()]).toEqual([
      201,
      expect.stringContaining('<Key>media/ann/1</Key>'),
    ]);
    expect((await port.get('uploads', 'media/ann/1')).Metadata).toEqual({ title: 'Sea' });
    const { url, fields } = await presign({
      Fields: { 'Content-Type': 'image/jpeg', success_action_redirect: 'http://localhost:3000/done?x=1' },
    });
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', new Blob(['some bytes']));
    const redirect = await fetch(url, { method: 'POST', body: form, redirect: 'manual' });
    expect(redirect.status).toBe(303);
    expect(redirect.headers.get('location')).toContain(
      'http://localhost:3000/done?x=1&bucket=uploads&key=media',
    );
  });

  it('puts the file’s name into the key', async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: S3 writes its placeholder so.
    const answer = await send(await presign({ Key: 'media/ann/${filename}' }));
    expect(answer.status).toBe(204);
    expect((await port.get('uploads', 'media/ann/photo.jpg')).text).toBe('some bytes');
  });

  it.each<[string, Parameters<typeof send>[1], [number, string, RegExp]]>([
    [
      'another key',
      { change: { key: 'media/bob/1' } },
      [
        403,
        'AccessDenied',
        /^Invalid according to Policy: Policy Condition failed: \["eq", "\$key", "media\/ann\/1"\]$/,
      ],
    ],
    [
      'another type',
      { change: { 'Content-Type': 'image/svg+xml' } },
      [403, 'AccessDenied', /Policy Condition failed: \["eq", "\$Content-Type", "image\/jpeg"\]/],
    ],
    ['no type', { drop: ['Content-Type'] }, [403, 'AccessDenied', /Policy Condition failed/]],
    [
      'a field that the policy does not name',
      { change: { acl: 'public-read' } },
      [403, 'AccessDenied', /Extra input fields: acl/],
    ],
    ['too many bytes', { body: 'x'.repeat(101) }, [400, 'EntityTooLarge', /maximum allowed size/]],
    ['far too many bytes', { body: 'x'.repeat(3_000_000) }, [400, 'EntityTooLarge', /maximum allowed size/]],
    ['too few bytes', { body: 'x' }, [400, 'EntityTooSmall', /minimum allowed size/]],
    [
      'another signature',
      { change: { 'X-Amz-Signature': '0'.repeat(64) } },
      [403, 'SignatureDoesNotMatch', /./],
    ],
    ['no signature', { drop: ['X-Amz-Signature'] }, [400, 'InvalidArgument', /X-Amz-Signature/]],
    ['no policy', { drop: ['Policy'] }, [403, 'AccessDenied', /./]],
    [
      'an unknown key id',
      { change: { 'X-Amz-Credential': 'AKIANOBODY/20260101/eu-central-1/s3/aws4_request' } },
      [403, 'InvalidAccessKeyId', /./],
    ],
    [
      'another region',
      { change: { 'X-Amz-Credential': 'AKIADEVELOPER/20260101/us-east-1/s3/aws4_request' } },
      [403, 'SignatureDoesNotMatch', /./],
    ],
    [
      'another service',
      { change: { 'X-Amz-Credential': 'AKIADEVELOPER/20260101/eu-central-1/sqs/aws4_request' } },
      [400, 'AuthorizationQueryParametersError', /./],
    ],
    ['the file before the fields', { fileFirst: true }, [400, 'InvalidArgument', /field named 'key'/]],
  ])('refuses %s', async (_name, change, [status, errorCode, message]) => {
    const before = port.fileCount();
    const seen = port.events.length;
    expect(await code(await send(await presign(), change))).toEqual([
      status,
      errorCode,
      expect.stringMatching(message),
    ]);
    expect(port.fileCount()).toBe(before);
    expect(port.events).toHaveLength(seen);
  });

  it('refuses an altered policy', async () => {
    const post = await presign();
    const policy = JSON.parse(Buffer.from(post.fields.Policy ?? '', 'base64').toString()) as {
      conditions: unknown[];
    };
    policy.conditions = policy.conditions.map((one) =>
      Array.isArray(one) && one[0] === 'content-length-range' ? ['content-length-range', 0, 1e9] : one,
    );
    const change = { Policy: Buffer.from(JSON.stringify(policy)).toString('base64') };
    expect(await code(await send(post, { change }))).toEqual([
      403,
      'SignatureDoesNotMatch',
      expect.any(String),
    ]);
  });

  it('refuses another bucket', async () => {
    await port.makeBucket('other');
    const post = await presign();
    const answer = await send({ ...post, url: post.url.replace('/uploads', '/other') });
    expect(await code(answer)).toEqual([
      403,
      'AccessDenied',
      expect.stringContaining('["eq", "$bucket", "uploads"]'),
    ]);
  });

  it('refuses after the expiration', async () => {
    const post = await presign({ Expires: 300 });
    port.world.pass(301_000);
    expect(await code(await send(post))).toEqual([
      403,
      'AccessDenied',
      'Invalid according to Policy: Policy expired.',
    ]);
    port.world.pass(-301_000);
    expect((await send(post)).status).toBe(204);
  });

  it('checks starts-with, also where the expected text is empty', async () => {
    const Conditions: PresignedPostOptions['Conditions'] = [
      ['starts-with', '$key', 'media/ann/'],
      ['starts-with', '$x-amz-meta-title', ''],
      ['starts-with', '$Content-Type', 'image/'],
    ];
    // biome-ignore lint/suspicious/noTemplateCurlyInString: S3 writes its placeholder so.
    const post = await presign({ Key: 'media/ann/${filename}', Conditions, Fields: {} });
    const fitting = { key: 'media/ann/x', 'x-amz-meta-title': 'Any', 'Content-Type': 'image/png' };
    expect((await send(post, { change: fitting })).status).toBe(204);
    for (const change of [{ key: 'media/bob/x' }, { 'Content-Type': 'image/png, text/html' }]) {
      const answer = await send(post, { change: { ...fitting, ...change } });
      expect(await code(answer)).toEqual([403, 'AccessDenied', expect.stringContaining('starts-with')]);
    }
  });

  it('refuses a form without a file, and a body that is no form', async () => {
    const { url, fields } = await presign();
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    expect(await code(await fetch(url, { method: 'POST', body: form }))).toEqual([
      400,
      'InvalidArgument',
      'POST requires exactly one file upload per request.',
    ]);
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    expect(await code(await fetch(url, { method: 'POST', body: 'nonsense', headers }))).toEqual([
      400,
      'MalformedPOSTRequest',
      expect.any(String),
    ]);
    expect(
      (
        await code(
          await fetch(url, { method: 'POST', body: '', headers: { 'content-type': 'multipart/form-data' } }),
        )
      )[0],
    ).toBe(400);
  });

  it('checks the session token of temporary credentials, and their end', async () => {
    const client = port.clientOf(temporary);
    const post = await presign({}, client);
    expect((await send(post)).status).toBe(204);
    expect(await code(await send(post, { change: { 'X-Amz-Security-Token': 'other' } }))).toEqual([
      400,
      'InvalidToken',
      expect.any(String),
    ]);
    port.keys.delete(temporary.accessKeyId);
    expect(await code(await send(post))).toEqual([403, 'InvalidAccessKeyId', expect.any(String)]);
    port.keys.set(temporary.accessKeyId, temporary);
  });

  it('refuses a policy that is signed but unreadable', async () => {
    const post = await presign();
    const Policy = Buffer.from('{').toString('base64');
    const [, date = '', region = ''] = (post.fields['X-Amz-Credential'] ?? '').split('/');
    const step = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
    const key = step(step(step(step('AWS4developer-secret', date), region), 's3'), 'aws4_request');
    const change = { Policy, 'X-Amz-Signature': step(key, Policy).toString('hex') };
    expect(await code(await send(post, { change }))).toEqual([
      400,
      'InvalidPolicyDocument',
      expect.any(String),
    ]);
  });

  it('lets the page read the answer, and errors too', async () => {
    const headers = { origin: pageOrigin };
    const stored = await send(await presign(), { headers });
    expect(stored.headers.get('access-control-allow-origin')).toBe(pageOrigin);
    expect(stored.headers.get('access-control-expose-headers')).toBe('ETag');
    const refused = await send(await presign(), { headers, body: 'x' });
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([400, pageOrigin]);
    const foreign = await send(await presign(), { headers: { origin: 'http://localhost:9999' } });
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('presigned URLs', () => {
  const read = (Key = 'media/ann/ü 1', more = {}, client = port.client) =>
    getSignedUrl(client, new GetObjectCommand({ Bucket: 'uploads', Key, ...more }), { expiresIn: 300 });
  beforeAll(async () => {
    await port.put('uploads', 'media/ann/ü 1', 'private');
  });

  it('read an object, with the headers that they ask for', async () => {
    const answer = await fetch(
      await read('media/ann/ü 1', {
        ResponseContentDisposition: 'attachment; filename="a b.jpg"',
        ResponseContentType: 'image/jpeg',
      }),
    );
    expect([answer.status, await answer.text()]).toEqual([200, 'private']);
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="a b.jpg"');
    expect(answer.headers.get('content-type')).toBe('image/jpeg');
  });

  it('are refused when altered', async () => {
    const url = await read();
    for (const altered of [
      url.replace('media/ann', 'media/bob'),
      url.replace('X-Amz-Expires=300', 'X-Amz-Expires=3000'),
      `${url}&response-content-type=text%2Fhtml`,
      url.replace(/X-Amz-Signature=\w{4}/, 'X-Amz-Signature=0000'),
      `${url}0`,
    ]) {
      expect((await code(await fetch(altered))).slice(0, 2)).toEqual([403, 'SignatureDoesNotMatch']);
    }
    expect((await code(await fetch(url, { method: 'DELETE' })))[1]).toBe('SignatureDoesNotMatch');
  });

  it('are refused after their time', async () => {
    const url = await read();
    port.world.pass(301_000);
    expect(await code(await fetch(url))).toEqual([403, 'AccessDenied', 'Request has expired']);
    port.world.pass(-301_000);
    expect((await fetch(url)).status).toBe(200);
    expect((await code(await fetch(url.replace('X-Amz-Expires=300', 'X-Amz-Expires=900000'))))[1]).toBe(
      'AuthorizationQueryParametersError',
    );
  });

  it('end with the credentials that signed them', async () => {
    const url = await read('media/ann/ü 1', {}, port.clientOf(temporary));
    expect((await fetch(url)).status).toBe(200);
    expect(port.calls.at(-1)?.caller).toMatchObject({ accessKeyId: temporary.accessKeyId });
    port.keys.delete(temporary.accessKeyId);
    expect((await code(await fetch(url)))[1]).toBe('InvalidAccessKeyId');
    port.keys.set(temporary.accessKeyId, { ...temporary, sessionToken: 'renewed' });
    expect((await code(await fetch(url)))[1]).toBe('InvalidToken');
    port.keys.set(temporary.accessKeyId, temporary);
  });

  it('write an object, with the type that was signed', async () => {
    const command = new PutObjectCommand({ Bucket: 'uploads', Key: 'written', ContentType: 'text/plain' });
    const url = await getSignedUrl(port.client, command, { signableHeaders: new Set(['content-type']) });
    const send = (type: string) =>
      fetch(url, { method: 'PUT', body: 'by url', headers: { 'content-type': type } });
    expect((await code(await send('text/html')))[1]).toBe('SignatureDoesNotMatch');
    expect((await send('text/plain')).status).toBe(200);
    expect(await port.get('uploads', 'written')).toMatchObject({ text: 'by url', ContentType: 'text/plain' });
  });
});

describe('CORS preflight', () => {
  const preflight = (origin: string, method: string, headers = '') =>
    fetch(`${port.endpoint}/uploads`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': method,
        ...(headers && { 'access-control-request-headers': headers }),
      },
    });

  it('allows what the bucket’s rules allow', async () => {
    const answer = await preflight(pageOrigin, 'POST', 'content-type');
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': pageOrigin,
      'access-control-allow-methods': 'POST, PUT',
      'access-control-allow-headers': 'content-type',
      'access-control-max-age': '300',
    });
  });

  it.each([
    ['another origin', 'http://evil.example.com', 'POST', ''],
    ['another method', pageOrigin, 'DELETE', ''],
    ['another header', pageOrigin, 'POST', 'x-other'],
  ])('refuses %s', async (_name, origin, method, headers) => {
    expect(await code(await preflight(origin, method, headers))).toEqual([
      403,
      'AccessForbidden',
      expect.stringContaining('not allowed'),
    ]);
  });
});
