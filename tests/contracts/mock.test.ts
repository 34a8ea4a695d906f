import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import * as z from 'zod';
import { commandBlocks } from '../../scripts/lib/documented-commands.ts';
import { type MockRequest, mockAnswer, readDocument } from '../../scripts/mock/answer.ts';
import { type Mock, serveMock } from '../../scripts/mock/serve.ts';

const root = path.resolve(import.meta.dirname, '../..');
const raw: unknown = parse(readFileSync(path.join(root, 'docs/openapi.yaml'), 'utf8'));
const document = readDocument(raw);
const mediaId = '01KAJ7Q2M8Z4X6T0V5R3N1B9CD';
const token = { authorization: 'Bearer any' };

const ask = (method: string, address: string, { headers = {}, body = '' }: Partial<MockRequest> = {}) =>
  mockAnswer(document, { method, url: new URL(address, 'http://localhost'), headers, body });
const send = (method: string, address: string, body: unknown) =>
  ask(method, address, {
    headers: { ...token, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

const operationShape = z.object({
  operationId: z.string(),
  parameters: z.array(z.object({ name: z.string(), in: z.string(), example: z.unknown() })),
  requestBody: z.object({ content: z.record(z.string(), z.object({ example: z.unknown() })) }).optional(),
  responses: z.record(z.string(), z.object({ content: z.record(z.string(), z.unknown()).optional() })),
});
const operations = Object.entries(
  z.object({ paths: z.record(z.string(), z.record(z.string(), operationShape)) }).parse(raw).paths,
).flatMap(([route, methods]) =>
  Object.entries(methods).map(
    ([method, operation]) => [operation.operationId, { route, method, operation }] as const,
  ),
);

describe('mockAnswer', () => {
  it.each(operations)(
    'answers %s when it is asked as the document says',
    (_, { route, method, operation }) => {
      const of = (place: string) => operation.parameters.filter((one) => one.in === place);
      const address = of('path').reduce(
        (text, { name, example }) => text.replace(`{${name}}`, `${example}`),
        route,
      );
      const query = new URLSearchParams(
        of('query')
          .filter(({ name }) => name !== 'cursor')
          .map(({ name, example }): [string, string] => [name, String(example)]),
      );
      const body = operation.requestBody?.content['application/json']?.example;
      const { status, body: said } =
        body === undefined
          ? ask(method, `${address}?${query}`, { headers: token })
          : send(method, `${address}?${query}`, body);
      const [expected = ''] = Object.keys(operation.responses).filter((one) => one.startsWith('2'));
      expect({ status }).toEqual({ status: Number(expected) });
      expect(said === undefined).toBe(operation.responses[expected]?.content === undefined);
    },
  );

  it('knows a path in words from one with a parameter', () => {
    expect(ask('GET', '/v1/media/mine', { headers: token }).body).toHaveProperty('items');
    expect(ask('GET', `/v1/media/${mediaId}`, { headers: token }).body).toHaveProperty('id', mediaId);
  });

  it('refuses what the app refuses: no route, no token, no JSON, fields that are wrong', () => {
    expect(ask('GET', '/v1/nowhere')).toMatchObject({ status: 404, body: { message: 'Not Found' } });
    expect(ask('PUT', '/v1/media')).toMatchObject({ status: 404 });
    expect(ask('GET', '/v1/users/me')).toMatchObject({ status: 401, body: { message: 'Unauthorized' } });
    const text = { headers: { ...token, 'content-type': 'text/plain' }, body: 'x' };
    expect(ask('PATCH', '/v1/users/me', text)).toMatchObject({ status: 415 });
    const broken = { headers: { ...token, 'content-type': 'application/json' }, body: '{' };
    expect(ask('PATCH', '/v1/users/me', broken).body).toMatchObject({ errors: [{ field: 'body' }] });
    expect(send('PATCH', `/v1/media/%zz?`, {})).toMatchObject({
      status: 400,
      contentType: 'application/problem+json',
      body: { code: 'invalid-request', errors: [{ field: 'params.id' }, { field: 'body' }] },
    });
    expect(ask('GET', '/v1/media?limit=0').body).toMatchObject({ errors: [{ field: 'query.limit' }] });
  });

  it('answers the refusal that is asked for, where the document has it', () => {
    const prefer = (code: number) => ask('GET', '/v1/users/anna', { headers: { prefer: `code=${code}` } });
    expect(prefer(404)).toMatchObject({ status: 404, body: { code: 'user-not-found' } });
    expect(prefer(418)).toMatchObject({ status: 200 });
  });

  it('ends a list with its first page', () => {
    const { body } = ask('GET', '/v1/media');
    const { nextCursor } = z.object({ nextCursor: z.string() }).parse(body);
    expect(ask('GET', `/v1/media?cursor=${nextCursor}`).body).toEqual({ items: [] });
  });
});

describe('npm run mock', () => {
  let mock: Mock;
  beforeAll(async () => {
    const web = mkdtempSync(path.join(tmpdir(), 'mock-web-'));
    writeFileSync(path.join(web, 'index.html'), '<title>The web app</title>');
    mock = await serveMock({ port: 0, web });
  });
  afterAll(() => mock?.close());

  const blocks = commandBlocks('packages/contracts/README.md');
  it.each(blocks.map((block) => [block.commands, block] as const))(
    'keeps the promise of %s',
    async (_, block) => {
      const commands = block.commands.replaceAll('http://localhost:3100', mock.url);
      const { stdout } = await promisify(execFile)('bash', ['-euc', commands]);
      expect(block.promise).toMatch(/^shows /);
      expect(stdout).toContain(block.promise.replace('shows ', ''));
    },
  );

  it('has commands in the README', () => {
    expect(blocks.length).toBeGreaterThan(2);
  });

  it('lets pages of other origins ask', async () => {
    const asked = { 'access-control-request-headers': 'authorization,content-type' };
    const before = await fetch(`${mock.url}/v1/media/mine`, { method: 'OPTIONS', headers: asked });
    expect([before.status, before.headers.get('access-control-allow-headers')]).toEqual([
      204,
      'authorization,content-type',
    ]);
    const answer = await fetch(`${mock.url}/v1/media`, { headers: { 'x-correlation-id': 'mine-1' } });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('x-correlation-id')).toBe('mine-1');
  });

  it('serves a web app that finds it, and lets in who signs in there', async () => {
    expect(await (await fetch(`${mock.url}/photos/${mediaId}`)).text()).toContain('The web app');
    const config = await (await fetch(`${mock.url}/config.json`)).json();
    expect(config).toMatchObject({ apiBase: '', cognitoEndpoint: `${mock.url}/cognito` });
    const cognito = async (operation: string, body: unknown) =>
      (
        await fetch(`${mock.url}/cognito`, {
          method: 'POST',
          headers: { 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}` },
          body: JSON.stringify(body),
        })
      ).json();
    expect(await cognito('InitiateAuth', { AuthFlow: 'USER_SRP_AUTH' })).toMatchObject({
      ChallengeName: 'PASSWORD_VERIFIER',
    });
    const { AuthenticationResult: result } = z
      .object({ AuthenticationResult: z.object({ AccessToken: z.string() }) })
      .parse(await cognito('RespondToAuthChallenge', {}));
    const me = await fetch(`${mock.url}/v1/users/me`, {
      headers: { authorization: `Bearer ${result.AccessToken}` },
    });
    expect(await me.json()).toMatchObject({ handle: 'anna' });
    expect((await fetch(`${mock.url}/renditions/any.webp`)).headers.get('content-type')).toBe(
      'image/svg+xml',
    );
  });
});
