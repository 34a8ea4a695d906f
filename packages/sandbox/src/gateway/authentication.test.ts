import { mkdtempSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { type Identities, makeIdentities } from '../aws/iam/identities.ts';
import { AwsError } from '../core/aws-error.ts';
import type { Edge } from '../core/edge.ts';
import type { Credentials } from '../core/ports.ts';
import { type Authentication, makeAuthentication } from './authentication.ts';
import { makeFrontDoor } from './front-door.ts';
import { makeGateway } from './gateway.ts';
import { type Listening, listen } from './listen.ts';

type Request = Parameters<Authentication['ofRequest']>[0];

/** The worked examples of AWS's documentation: their inputs, and the signatures that it gives for them. */
describe('AWS’s own examples', () => {
  const keys: Record<string, string> = {
    AKIAIOSFODNN7EXAMPLE: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    AKIDEXAMPLE: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  };
  const at = (timestamp: string): Authentication =>
    makeAuthentication(
      {
        find: (accessKeyId) => ({
          secretAccessKey: keys[accessKeyId] ?? '',
          caller: { arn: 'arn:aws:iam::000000000000:user/reader', accessKeyId },
          revoked: false,
          endsAtMs: Number.POSITIVE_INFINITY,
        }),
      },
      () => Date.parse(timestamp),
    );
  const ofNothing = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
  const signed = (names: string, signature: string, scope: string): string =>
    `AWS4-HMAC-SHA256 Credential=${scope}/aws4_request,SignedHeaders=${names},Signature=${signature}`;
  const s3 = (method: string, url: string, headers: Record<string, string>, signature: string): Request => {
    const all: Record<string, string> = {
      host: 'examplebucket.s3.amazonaws.com',
      'x-amz-content-sha256': ofNothing,
      'x-amz-date': '20130524T000000Z',
      ...headers,
    };
    const names = Object.keys(all).sort().join(';');
    const authorization = signed(names, signature, 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3');
    return { method, url, headers: { ...all, authorization } };
  };

  it.each<[string, Request]>([
    [
      'GET object',
      s3(
        'GET',
        '/test.txt',
        { range: 'bytes=0-9' },
        'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
      ),
    ],
    [
      'PUT object',
      s3(
        'PUT',
        '/test%24file.text',
        {
          date: 'Fri, 24 May 2013 00:00:00 GMT',
          'x-amz-content-sha256': '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
          'x-amz-storage-class': 'REDUCED_REDUNDANCY',
        },
        '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
      ),
    ],
    [
      'GET bucket lifecycle',
      s3('GET', '/?lifecycle', {}, 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543'),
    ],
    [
      'GET bucket',
      s3(
        'GET',
        '/?prefix=J&max-keys=2',
        {},
        '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
      ),
    ],
  ])('are good: %s, signed in the headers for S3', (_name, request) => {
    expect(at('2013-05-24T00:05:00Z').ofRequest(request)).toMatchObject({
      service: 's3',
      caller: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE' },
    });
    const altered = { ...request, url: `${request.url}x` };
    expect(at('2013-05-24T00:05:00Z').ofRequest(altered)).toMatchObject({
      refusal: { code: 'SignatureDoesNotMatch' },
    });
  });

  it('are good: signed in the headers for IAM, with a body that the client says nothing of', () => {
    const headers = {
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      host: 'iam.amazonaws.com',
      'x-amz-date': '20150830T123600Z',
      authorization: signed(
        'content-type;host;x-amz-date',
        '5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
        'AKIDEXAMPLE/20150830/us-east-1/iam',
      ),
    };
    const request = { method: 'GET', url: '/?Action=ListUsers&Version=2010-05-08', headers };
    const authentication = at('2015-08-30T12:36:00Z');
    expect(authentication.ofRequest(request, ofNothing)).toMatchObject({ service: 'iam', caller: {} });
    expect(authentication.ofRequest(request, 'another')).toHaveProperty('refusal');
  });

  it('are good: a presigned URL', () => {
    const query = new URLSearchParams({
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request',
      'X-Amz-Date': '20130524T000000Z',
      'X-Amz-Expires': '86400',
      'X-Amz-SignedHeaders': 'host',
      'X-Amz-Signature': 'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
    });
    const headers = { host: 'examplebucket.s3.amazonaws.com' };
    const request = { method: 'GET', url: `/test.txt?${query}`, headers };
    expect(at('2013-05-24T23:59:00Z').ofRequest(request)).toMatchObject({ service: 's3', caller: {} });
    expect(at('2013-05-25T00:00:01Z').ofRequest(request)).toHaveProperty('refusal.code', 'AccessDenied');
  });

  it('are good: the policy of a form', () => {
    const credential = 'AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request';
    const policy = [
      '{ "expiration": "2015-12-30T12:00:00.000Z",',
      '  "conditions": [',
      '    {"bucket": "sigv4examplebucket"},',
      '    ["starts-with", "$key", "user/user1/"],',
      '    {"acl": "public-read"},',
      '    {"success_action_redirect": "http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html"},',
      '    ["starts-with", "$Content-Type", "image/"],',
      '    {"x-amz-meta-uuid": "14365123651274"},',
      '    {"x-amz-server-side-encryption": "AES256"},',
      '    ["starts-with", "$x-amz-meta-tag", ""],',
      '',
      `    {"x-amz-credential": "${credential}"},`,
      '    {"x-amz-algorithm": "AWS4-HMAC-SHA256"},',
      '    {"x-amz-date": "20151229T000000Z" }',
      '  ]',
      '}',
    ].join('\r\n');
    const fields = new Map([
      ['x-amz-credential', credential],
      ['x-amz-algorithm', 'AWS4-HMAC-SHA256'],
      ['policy', Buffer.from(policy).toString('base64')],
      ['x-amz-signature', '8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e'],
    ]);
    const authentication = at('2015-12-29T12:00:00Z');
    expect(authentication.ofForm(fields)).toMatchObject({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE' });
    fields.set('policy', Buffer.from(policy.replace('user1', 'user2')).toString('base64'));
    expect(() => authentication.ofForm(fields)).toThrow(
      expect.objectContaining({ code: 'SignatureDoesNotMatch' }),
    );
  });
});

const accountId = '000000000000';
const roleArn = `arn:aws:iam::${accountId}:role/Signer`;
const hourMs = 3600 * 1000;

let folder: string;
let db: DatabaseSync;
let nowMs: number;
let roleId: string | undefined;
let identities: Identities;
let authentication: Authentication;
let port: Listening;

/** What a process that starts again on the same state has. */
function restart(): void {
  identities = makeIdentities(
    { db, accountId, now: () => nowMs },
    { idOf: () => roleId, isGone: (_arn, id) => id !== roleId },
  );
  authentication = makeAuthentication(identities, () => nowMs);
}

/** Answers with the access key of whoever has signed, or says no. */
const whoever: Edge = {
  name: 's3',
  operations: [],
  claims: () => true,
  async handle({ caller, response, request }) {
    request.resume();
    response.end(caller?.accessKeyId ?? 'nobody');
  },
};

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'authentication-'));
  db = new DatabaseSync(path.join(folder, 'state.sqlite'));
  nowMs = Date.now();
  roleId = 'AROA1';
  restart();
  port = await listen(0, '--aws-port');
  const current: Authentication = {
    ofRequest: (...given) => authentication.ofRequest(...given),
    ofForm: (...given) => authentication.ofForm(...given),
  };
  port.serve(
    makeGateway({
      world: { report: () => {} },
      authentication: current,
      frontDoor: makeFrontDoor({ webPort: 3000 }),
      edges: [whoever],
    }),
  );
});
afterEach(async () => {
  await port.close();
  db.close();
  rmSync(folder, { recursive: true });
});

const clientOf = (credentials: object): S3Client =>
  new S3Client({
    endpoint: `http://127.0.0.1:${port.port}`,
    region: 'eu-central-2',
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: credentials as Credentials,
  });

/** The code of what is refused, or the access key of who signed. */
async function seen(answer: Promise<Response>): Promise<string> {
  const text = await (await answer).text();
  return /<Code>(\w+)</.exec(text)?.[1] ?? text;
}

/** Something signed, kept to be used now or later, changed or not. */
interface Kept {
  use(): Promise<string>;
  altered(): Promise<string>;
}

const ways: Record<string, (credentials: object) => Promise<Kept>> = {
  async header(credentials) {
    const kept = await signedGet(credentials);
    return {
      use: () => seen(send(kept)),
      altered: () => seen(send({ ...kept, target: kept.target.replace('ann', 'bob') })),
    };
  },
  async query(credentials) {
    const command = new GetObjectCommand({ Bucket: 'photos', Key: 'ann/ü 1.jpg' });
    const url = await getSignedUrl(clientOf(credentials), command, { expiresIn: 6 * 3600 });
    return {
      use: () => seen(fetch(url)),
      altered: () => seen(fetch(url.replace('ann', 'bob'))),
    };
  },
  async form(credentials) {
    const { fields } = await createPresignedPost(clientOf(credentials), { Bucket: 'photos', Key: 'ann/1' });
    const named = new Map(Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value]));
    const check = async (change: [string, string][]): Promise<string> => {
      try {
        return authentication.ofForm(new Map([...named, ...change])).accessKeyId;
      } catch (error) {
        if (error instanceof AwsError) return error.code;
        throw error;
      }
    };
    return {
      use: () => check([]),
      altered: () => check([['policy', Buffer.from('{"expiration":"2099"}').toString('base64')]]),
    };
  },
};

interface SignedGet {
  target: string;
  headers: Record<string, string>;
}

/** A request as the SDK signs it, caught before it is sent. @param more headers that it signs as well */
async function signedGet(credentials: object, more: Record<string, string> = {}): Promise<SignedGet> {
  const client = clientOf(credentials);
  let kept: SignedGet | undefined;
  client.middlewareStack.add(
    (next) => async (args) => {
      Object.assign((args.request as SignedGet).headers, more);
      return next(args);
    },
    { step: 'build' },
  );
  client.middlewareStack.addRelativeTo(
    () => async (args: { request?: unknown }) => {
      const { path: sent, query, headers } = args.request as SignedGet & { path: string; query: object };
      kept = { target: `${sent}?${new URLSearchParams(Object.entries(query))}`, headers };
      throw new Error('kept');
    },
    { relation: 'after', toMiddleware: 'httpSigningMiddleware' },
  );
  await client.send(new GetObjectCommand({ Bucket: 'photos', Key: 'ann/1' })).catch(() => undefined);
  if (!kept) throw new Error('nothing was signed');
  return kept;
}

/** Not by `fetch`, which takes a header of ISO 8859-1 for granted and sends some of its own. */
function send({ target, headers }: SignedGet): Promise<Response> {
  return new Promise((resolve, reject) => {
    const to = { host: '127.0.0.1', port: port.port, path: target, headers };
    const request = httpRequest(to, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      resolve(new Response(Buffer.concat(chunks)));
    });
    request.on('error', reject);
    request.end();
  });
}

describe.each(Object.keys(ways))('a signature in the %s', (way) => {
  const keep = (credentials: object): Promise<Kept> => {
    const make = ways[way];
    if (!make) throw new Error(way);
    return make(credentials);
  };

  it('tells who calls: the developer, or a role', async () => {
    const developers = await keep(identities.developerKey);
    expect(await developers.use()).toBe(identities.developerKey.accessKeyId);
    const session = identities.assume(roleArn, 'function');
    expect(await (await keep(session)).use()).toBe(session.accessKeyId);
    expect(identities.find(session.accessKeyId)?.caller).toEqual({
      arn: `arn:aws:sts::${accountId}:assumed-role/Signer/function`,
      accessKeyId: session.accessKeyId,
      roleArn,
    });
  });

  it('is refused for a stranger, a wrong secret, and what was altered', async () => {
    expect(await (await keep({ accessKeyId: 'AKIASTRANGER', secretAccessKey: 'x' })).use()).toBe(
      'InvalidAccessKeyId',
    );
    expect(await (await keep({ ...identities.developerKey, secretAccessKey: 'wrong' })).use()).toBe(
      'SignatureDoesNotMatch',
    );
    expect(await (await keep(identities.developerKey)).altered()).toBe('SignatureDoesNotMatch');
  });

  it('is refused with a token that is missing, wrong, or stray', async () => {
    const session = identities.assume(roleArn, 'function');
    for (const credentials of [
      { ...session, sessionToken: undefined },
      { ...session, sessionToken: 'other' },
      { ...identities.developerKey, sessionToken: 'stray' },
    ]) {
      expect(await (await keep(credentials)).use()).toBe('InvalidToken');
    }
  });

  it('is refused once the role is gone, or another has its name', async () => {
    const kept = await keep(identities.assume(roleArn, 'function'));
    roleId = 'AROA2';
    expect(await kept.use()).toBe('InvalidAccessKeyId');
    roleId = undefined;
    expect(await kept.use()).toBe('InvalidAccessKeyId');
    roleId = 'AROA1';
    expect(await kept.use()).not.toBe('InvalidAccessKeyId');
  });

  it('of a session with an end is refused after it', async () => {
    const session = identities.assume(roleArn, 'shell', 900);
    const kept = await keep(session);
    nowMs += 899_000;
    expect(await kept.use()).toBe(session.accessKeyId);
    nowMs += 1_000;
    expect(await kept.use()).toBe('ExpiredToken');
  });
});

describe.each(['query', 'form'])('a link by %s', (way) => {
  it('outlives its environment and the process, and ends twelve hours after them', async () => {
    const session = identities.assume(roleArn, 'function');
    const kept = await ways[way]?.(session);
    identities.revoke(session.accessKeyId);
    expect(await kept?.use()).toBe(session.accessKeyId);
    restart();
    nowMs += 5 * hourMs;
    expect(await kept?.use()).toBe(session.accessKeyId);
    nowMs += 8 * hourMs;
    expect(await kept?.use()).not.toBe(session.accessKeyId);
    restart();
    expect(identities.find(session.accessKeyId)).toBeUndefined();
  });

  it('of an environment that was killed with its process lives on', async () => {
    const session = identities.assume(roleArn, 'function');
    const kept = await ways[way]?.(session);
    restart();
    nowMs += hourMs;
    expect(await kept?.use()).toBe(session.accessKeyId);
  });
});

describe('a call', () => {
  it('of an environment that has ended is refused, also after a restart', async () => {
    const [ended, killed] = [identities.assume(roleArn, 'a'), identities.assume(roleArn, 'b')];
    const calls = [await ways.header?.(ended), await ways.header?.(killed)];
    identities.revoke(ended.accessKeyId);
    expect(await Promise.all(calls.map((call) => call?.use()))).toEqual(['ExpiredToken', killed.accessKeyId]);
    restart();
    expect(await Promise.all(calls.map((call) => call?.use()))).toEqual(['ExpiredToken', 'ExpiredToken']);
  });

  it('is refused when its clock is off by more than a quarter of an hour, either way', async () => {
    const call = await ways.header?.(identities.developerKey);
    nowMs += 16 * 60_000;
    expect(await call?.use()).toBe('RequestTimeTooSkewed');
    nowMs -= 32 * 60_000;
    expect(await call?.use()).toBe('RequestTimeTooSkewed');
    nowMs += 16 * 60_000;
    expect(await call?.use()).toBe(identities.developerKey.accessKeyId);
  });

  it('is refused with a header of AWS that is not signed, and with two signatures', async () => {
    const url = await getSignedUrl(
      clientOf(identities.developerKey),
      new GetObjectCommand({ Bucket: 'photos', Key: '1' }),
    );
    const refused = await fetch(url, { headers: { 'x-amz-acl': 'public-read' } });
    expect(await refused.text()).toContain('which were not signed');
    const authorization =
      'AWS4-HMAC-SHA256 Credential=A/20260101/r/s3/aws4_request, SignedHeaders=host, Signature=0';
    expect(await seen(fetch(url, { headers: { authorization } }))).toBe('InvalidArgument');
  });

  it('is refused by a link whose time has not come', async () => {
    const link = await ways.query?.(identities.developerKey);
    nowMs -= 16 * 60_000;
    expect(await link?.use()).toBe('AccessDenied');
  });

  it('may hold any character of ISO 8859-1 in a header, one byte each, and is refused when it is sent as UTF-8', async () => {
    const signed = await signedGet(identities.developerKey, { 'x-amz-meta-name': 'Zürich' });
    expect(await seen(send(signed))).toBe(identities.developerKey.accessKeyId);
    const asUtf8 = Buffer.from('Zürich').toString('latin1');
    const headers = { ...signed.headers, 'x-amz-meta-name': asUtf8 };
    expect(await seen(send({ ...signed, headers }))).toBe('SignatureDoesNotMatch');
  });
});
