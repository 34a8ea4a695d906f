import { mkdtempSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { someone } from '../../test/someone.ts';
import { type Identities, makeIdentities } from '../aws/iam/identities.ts';
import { makeAccess } from '../core/access.ts';
import { AwsError } from '../core/aws-error.ts';
import type { Edge } from '../core/edge.ts';
import type { Credentials } from '../core/ports.ts';
import { type Authentication, makeAuthentication } from './authentication.ts';
import { makeFrontDoor } from './front-door.ts';
import { makeGateway } from './gateway.ts';
import { type Listening, listen } from './listen.ts';

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
    { db, accountId, now: () => nowMs, access: makeAccess() },
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
    response.end('accessKeyId' in caller ? caller.accessKeyId : 'nobody');
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
    const session = identities.assume(someone, roleArn, 'function');
    expect(await (await keep(session)).use()).toBe(session.accessKeyId);
    expect(identities.find(session.accessKeyId)?.caller).toEqual({
      kind: 'role',
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
    const session = identities.assume(someone, roleArn, 'function');
    for (const credentials of [
      { ...session, sessionToken: undefined },
      { ...session, sessionToken: 'other' },
      { ...identities.developerKey, sessionToken: 'stray' },
    ]) {
      expect(await (await keep(credentials)).use()).toBe('InvalidToken');
    }
  });

  it('is refused once the role is gone, or another has its name', async () => {
    const kept = await keep(identities.assume(someone, roleArn, 'function'));
    roleId = 'AROA2';
    expect(await kept.use()).toBe('InvalidAccessKeyId');
    roleId = undefined;
    expect(await kept.use()).toBe('InvalidAccessKeyId');
    roleId = 'AROA1';
    expect(await kept.use()).not.toBe('InvalidAccessKeyId');
  });

  it('of a session with an end is refused after it', async () => {
    const session = identities.assume(someone, roleArn, 'shell', 900);
    const kept = await keep(session);
    nowMs += 899_000;
    expect(await kept.use()).toBe(session.accessKeyId);
    nowMs += 1_000;
    expect(await kept.use()).toBe('ExpiredToken');
  });
});

describe.each(['query', 'form'])('a link by %s', (way) => {
  it('outlives its environment and the process, and ends twelve hours after them', async () => {
    const session = identities.assume(someone, roleArn, 'function');
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
    const session = identities.assume(someone, roleArn, 'function');
    const kept = await ways[way]?.(session);
    restart();
    nowMs += hourMs;
    expect(await kept?.use()).toBe(session.accessKeyId);
  });
});

describe('a call', () => {
  it('of an environment that has ended is refused, also after a restart', async () => {
    const [ended, killed] = [
      identities.assume(someone, roleArn, 'a'),
      identities.assume(someone, roleArn, 'b'),
    ];
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
