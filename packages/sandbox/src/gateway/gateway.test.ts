import { mkdtempSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { EventBridgeClient, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { someone } from '../../test/someone.ts';
import { type Identities, makeIdentities } from '../aws/iam/identities.ts';
import { makeAccess } from '../core/access.ts';
import type { Call, Edge } from '../core/edge.ts';
import { readBody } from '../core/edge.ts';
import { anonymous } from '../core/principal.ts';
import { makeAuthentication } from './authentication.ts';
import { makeFrontDoor } from './front-door.ts';
import { makeGateway } from './gateway.ts';
import { type Listening, listen } from './listen.ts';
import { readAuthorization } from './sigv4.ts';

const accountId = '000000000000';
const roles = { idOf: () => undefined, isGone: () => false };
let folder: string;
let db: DatabaseSync;
let identities: Identities;
const access = makeAccess();
let port: Listening;
let nowMs = 0;
let calls: (Pick<Call, 'caller' | 'signedFor'> & { body: string })[];
let lines: string[];

/** Answers anything but paths that begin with /unclaimed, and fails at /broken. */
const echo: Edge = {
  name: 'echo',
  operations: [],
  claims: ({ url }) => !url.pathname.startsWith('/unclaimed'),
  async handle({ request, response, caller, signedFor, url }) {
    if (url.pathname.startsWith('/broken')) throw new Error('a fault');
    const body = (await readBody(request)).toString();
    calls.push({ body, caller, ...(signedFor && { signedFor }) });
    response.end('{}');
  },
};

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'gateway-'));
  db = new DatabaseSync(path.join(folder, 'state.sqlite'));
  calls = [];
  lines = [];
  nowMs = Date.now();
  const now = (): number => nowMs;
  identities = makeIdentities({ db, accountId, now, access }, roles);
  port = await listen(0, '--aws-port');
  port.serve(
    makeGateway({
      world: { report: (line) => lines.push(line) },
      authentication: makeAuthentication(identities, now),
      frontDoor: makeFrontDoor({ webPort: 3000, allowedOrigins: ['http://localhost:5173'] }),
      edges: [echo],
    }),
  );
});

afterEach(async () => {
  await port.close();
  db.close();
  rmSync(folder, { recursive: true });
});

const settings = (credentials: object = identities.developerKey) => ({
  endpoint: `http://127.0.0.1:${port.port}`,
  region: 'eu-central-1',
  forcePathStyle: true,
  maxAttempts: 1,
  credentials: credentials as Identities['developerKey'],
});

/** Sends a request of a service with the clients of the SDK; each fails in its service's own words. */
const services: [string, (credentials?: object) => Promise<unknown>][] = [
  ['events', (credentials) => new EventBridgeClient(settings(credentials)).send(new ListRulesCommand({}))],
  ['sqs', (credentials) => new SQSClient(settings(credentials)).send(new ListQueuesCommand({}))],
  ['lambda', (credentials) => new LambdaClient(settings(credentials)).send(new ListFunctionsCommand({}))],
  ['sts', (credentials) => new STSClient(settings(credentials)).send(new GetCallerIdentityCommand({}))],
  [
    's3',
    (credentials) =>
      new S3Client(settings(credentials)).send(
        new PutObjectCommand({
          Bucket: 'bucket',
          Key: 'a b/ü+(1)*.jpg',
          Body: 'bytes',
          Metadata: { note: 'a  b' },
        }),
      ),
  ],
];

const unknownKey = { accessKeyId: 'AKIASTRANGER', secretAccessKey: 'x' };

describe('makeGateway', () => {
  it.each(services)('knows the developer by a signature for %s', async (service, send) => {
    await send().catch(() => undefined);
    expect(calls).toMatchObject([
      { signedFor: service, caller: { arn: `arn:aws:iam::${accountId}:user/developer` } },
    ]);
  });

  it('knows a function by its role, and refuses its credentials once revoked', async () => {
    const roleArn = `arn:aws:iam::${accountId}:role/KeeperRole`;
    const session = identities.assume(someone, roleArn, 'keep');
    const client = new EventBridgeClient(settings(session));
    await client.send(new ListRulesCommand({}));
    expect(calls[0]?.caller).toEqual({
      kind: 'role',
      arn: `arn:aws:sts::${accountId}:assumed-role/KeeperRole/keep`,
      accessKeyId: session.accessKeyId,
      roleArn,
    });

    const withoutToken = { ...session, sessionToken: undefined };
    await expect(
      new EventBridgeClient(settings(withoutToken)).send(new ListRulesCommand({})),
    ).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
    identities.revoke(session.accessKeyId);
    await expect(client.send(new ListRulesCommand({}))).rejects.toMatchObject({
      name: 'ExpiredTokenException',
    });
    expect(calls).toHaveLength(1);
  });

  it.each([
    ['events', 'UnrecognizedClientException', 'InvalidSignatureException'],
    ['sqs', 'InvalidClientTokenId', 'SignatureDoesNotMatch'],
    ['lambda', 'UnrecognizedClientException', 'InvalidSignatureException'],
    ['sts', 'InvalidClientTokenId', 'SignatureDoesNotMatch'],
    ['s3', 'InvalidAccessKeyId', 'SignatureDoesNotMatch'],
  ])('refuses an unknown key and a wrong secret in the words of %s', async (service, unknown, wrong) => {
    const send = services.find(([name]) => name === service)?.[1];
    await expect(send?.(unknownKey)).rejects.toMatchObject({ name: unknown });
    const wrongSecret = { ...identities.developerKey, secretAccessKey: 'wrong' };
    await expect(send?.(wrongSecret)).rejects.toMatchObject({ name: wrong });
    expect(calls).toEqual([]);
  });

  it('refuses a request whose time is more than 15 minutes off', async () => {
    nowMs += 16 * 60 * 1000;
    await expect(
      new S3Client(settings()).send(new GetObjectCommand({ Bucket: 'b', Key: 'k' })),
    ).rejects.toMatchObject({
      name: 'RequestTimeTooSkewed',
    });
  });

  it('refuses a signed request of which anything was changed', async () => {
    const sent = await signedListQueues();
    expect(await replay(sent, {})).toBe(200);
    expect(await replay(sent, { path: '/?Marker=x' })).toBe(403);
    expect(await replay(sent, { method: 'PUT' })).toBe(403);
    expect(await replay(sent, { headers: { 'x-amz-target': 'AmazonSQS.DeleteQueue' } })).toBe(403);
    expect(await replay(sent, { headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } })).toBe(403);
  });

  it('checks the body itself when the client declares no hash of it, and hands it on', async () => {
    const sent = await signedListQueues({ withoutHash: true });
    expect(sent.headers).not.toHaveProperty('x-amz-content-sha256');
    expect(await replay(sent, {})).toBe(200);
    expect(calls.at(-1)?.body).toBe('{}');
    expect(await replay(sent, { body: '[]' })).toBe(403);
  });

  it('lets unsigned requests pass, as of nobody', async () => {
    await fetch(`http://127.0.0.1:${port.port}/bucket/key`);
    expect(calls).toEqual([{ body: '', caller: anonymous }]);
  });

  it.each([
    ['//', 200],
    ['//bucket', 200],
    ['/%zz', 200],
    ['http://[', 400],
    ['*', 400],
  ])('answers whatever the request is for: %s', async (target, status) => {
    expect(await replay({ method: 'GET', path: target, headers: {}, body: '' }, {})).toBe(status);
    expect(lines).toEqual([]);
  });

  it('lets its own pages read the answers and answers their preflights, and no page of anybody else', async () => {
    const url = `http://127.0.0.1:${port.port}`;
    const from = (origin: string, method = 'POST') =>
      fetch(url, {
        method,
        headers: {
          origin,
          ...(method === 'OPTIONS' && {
            'access-control-request-method': 'POST',
            'access-control-request-headers': 'content-type,x-amz-target',
          }),
        },
      });
    const own = await from('http://localhost:3000');
    expect([own.status, own.headers.get('access-control-allow-origin')]).toEqual([
      200,
      'http://localhost:3000',
    ]);
    const preflight = await from('http://localhost:5173', 'OPTIONS');
    expect(preflight.headers.get('access-control-allow-headers')).toContain('x-amz-target');
    expect(calls).toHaveLength(1);
    for (const method of ['POST', 'OPTIONS']) {
      const foreign = await from('http://evil.example', method);
      expect([foreign.status, foreign.headers.get('access-control-allow-origin')]).toEqual([403, null]);
    }
    expect(await replay({ method: 'GET', path: '/', headers: { host: 'evil.example' }, body: '' }, {})).toBe(
      403,
    );
    expect(calls).toHaveLength(1);
  });

  it('keeps the developer key from one start to the next, and draws another for another state folder', () => {
    const again = makeIdentities({ db, accountId, now: () => nowMs, access }, roles);
    expect(again.developerKey).toEqual(identities.developerKey);
    expect(again.developerKey.accessKeyId).toMatch(/^AKIA[0-9A-F]{16}$/);
    const elsewhere = makeIdentities(
      { db: new DatabaseSync(':memory:'), accountId, now: () => nowMs, access },
      roles,
    );
    expect(elsewhere.developerKey).not.toEqual(identities.developerKey);
  });

  it('answers in XML where the clients of a service read nothing else', async () => {
    const stranger = 'Credential=AKIASTRANGER/20260101/us-east-1/cloudfront/aws4_request';
    const answer = await fetch(`http://127.0.0.1:${port.port}/2020-05-31/distribution`, {
      headers: { authorization: `AWS4-HMAC-SHA256 ${stranger}, SignedHeaders=host, Signature=00` },
    });
    expect([answer.status, await answer.text()]).toEqual([
      400,
      expect.stringContaining('<ErrorResponse><Error><Type>Sender</Type><Code>UnrecognizedClientException'),
    ]);
  });

  it('names what no service claims, and reports its own faults without their details', async () => {
    const url = `http://127.0.0.1:${port.port}`;
    const unclaimed = await fetch(`${url}/unclaimed`, {
      method: 'POST',
      headers: { 'x-amz-target': 'Odd_1.DoIt' },
    });
    expect([unclaimed.status, await unclaimed.json()]).toEqual([
      404,
      { __type: 'UnknownOperationException', message: 'The sandbox has no AWS operation Odd_1.DoIt.' },
    ]);
    const query = { 'content-type': 'application/x-www-form-urlencoded' };
    const form = await fetch(`${url}/unclaimed`, {
      method: 'POST',
      headers: query,
      body: 'Action=ListRoles',
    });
    expect(await form.text()).toContain('<Code>MissingAuthenticationToken</Code>');
    const broken = await fetch(`${url}/broken?secret=1`);
    expect([broken.status, (await broken.text()).includes('a fault')]).toEqual([500, false]);
    expect(lines).toEqual([expect.stringMatching(/^GET \/broken: Error: a fault/)]);
  });
});

interface Sent {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
}

/** A request as the SDK signs it for SQS, caught before it is sent. */
async function signedListQueues({ withoutHash = false } = {}): Promise<Sent> {
  const client = new SQSClient(settings());
  let sent: Sent | undefined;
  const { signer } = client.config;
  if (withoutHash) {
    // As the AWS CLI does: the hash of the body is signed, but not sent.
    client.config.signer = async (scheme) => Object.assign(await signer(scheme), { applyChecksum: false });
  }
  client.middlewareStack.addRelativeTo(
    () => async (args: { request?: unknown }) => {
      sent = args.request as Sent;
      throw new Error('not sent');
    },
    { relation: 'after', toMiddleware: 'httpSigningMiddleware' },
  );
  await client.send(new ListQueuesCommand({})).catch(() => undefined);
  if (!sent || !readAuthorization(sent.headers)) throw new Error('no signed request was seen');
  return sent;
}

function replay(sent: Sent, change: Partial<Sent>): Promise<number> {
  const { method, path: requestPath, body } = { ...sent, ...change };
  const headers = { ...sent.headers, ...change.headers, 'content-length': String(body.length) };
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port: port.port, method, path: requestPath, headers },
      (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}
