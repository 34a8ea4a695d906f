import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { exportJWK, generateKeyPair, type JSONWebKeySet, SignJWT } from 'jose';
import { noMetrics } from '../../../test/no-metrics.ts';
import { someone } from '../../../test/someone.ts';
import { AwsError } from '../../core/aws-error.ts';
import { makeFastClock } from '../../core/fast-clock.ts';
import { sendAnswer } from '../../core/http-answer.ts';
import { requestOf } from '../../core/http-request.ts';
import { makeWorld } from '../../core/make-world.ts';
import type { InvocationResult } from '../../core/ports.ts';
import { nameOf } from '../../core/principal.ts';
import { type ApiGateway, makeApiGateway } from './api-gateway.ts';
import { readRoutes } from './routes.ts';

const issuer = 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_pool';
const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:app-Fn:live';
const integration = {
  'x-amazon-apigateway-integration': {
    type: 'aws_proxy',
    httpMethod: 'POST',
    payloadFormatVersion: '2.0',
    uri: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`,
  },
  responses: {},
};
const body = {
  openapi: '3.0.1',
  info: { title: 'app', version: '1.0' },
  paths: {
    '/items/{id}': { get: integration },
    '/items/mine': { get: { ...integration, security: [{ People: [] }] } },
    '/items/{proxy+}': { 'x-amazon-apigateway-any-method': integration },
    '/admin': { get: { ...integration, security: [{ People: ['admin', 'root'] }] } },
    '/slow': { get: integration },
    '/busy': { get: integration },
    '/things': { post: integration },
    '/things/{id}/seen': {
      post: {
        'x-amazon-apigateway-integration': {
          type: 'aws_proxy',
          integrationSubtype: 'SQS-SendMessage',
          payloadFormatVersion: '1.0',
          credentials: 'arn:aws:iam::000000000000:role/app-Sender',
          requestParameters: {
            QueueUrl: 'http://127.0.0.1:0/000000000000/app-Seen',
            MessageBody: '$request.path.id',
          },
        },
        security: [{ NONE: [] }],
      },
    },
  },
  components: {
    securitySchemes: {
      People: {
        type: 'oauth2',
        'x-amazon-apigateway-authorizer': {
          type: 'jwt',
          identitySource: '$request.header.Authorization',
          jwtConfiguration: { issuer, audience: ['web'] },
        },
      },
    },
  },
  'x-amazon-apigateway-cors': {
    allowOrigins: ['https://app.example.com'],
    allowMethods: ['GET'],
    maxAge: 60,
  },
};

let answer: (event: Record<string, unknown>) => Promise<Partial<InvocationResult>>;
let events: Array<Record<string, unknown>> = [];
const logLines: string[] = [];
const messages: string[] = [];
let gateway: ApiGateway;
let server: Server;
let origin: string;
/** Which API the server asks. */
let askedApi: string;
let sign: (claims: Record<string, unknown>, iss?: string) => Promise<string>;

async function make(): Promise<ApiGateway> {
  const keys = await generateKeyPair('RS256');
  const jwks: JSONWebKeySet = { keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'RS256' }] };
  sign = (claims, iss = issuer) =>
    new SignJWT({ iss, exp: Math.floor(Date.now() / 1000) + 60, client_id: 'web', ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .sign(keys.privateKey);
  const world = makeWorld({
    region: 'us-east-1',
    accountId: '000000000000',
    endpoint: 'http://127.0.0.1:0',
    db: new DatabaseSync(':memory:'),
    folder: '.',
    now: () => Date.now(),
    fastClock: makeFastClock(1),
    report: () => {},
  });
  return makeApiGateway(world, {
    invoker: {
      async invoke(caller, arn, payload) {
        expect(nameOf(caller)).toBe('apigateway.amazonaws.com');
        expect(arn).toBe(functionArn);
        const event = JSON.parse(payload) as Record<string, unknown>;
        events.push(event);
        return { payload: 'null', executedVersion: '1', ...(await answer(event)) };
      },
      invokeAsync: () => {
        throw new Error('not used');
      },
    },
    queues: {
      send(caller, queueArn, text) {
        if (text.includes('\u0001')) throw new AwsError('InvalidMessageContents', 'Not allowed.');
        messages.push(`${nameOf(caller)} ${queueArn} ${text}`);
        return { kind: 'message', id: 'message-1' };
      },
    },
    jwksFor: (asked) => (asked === issuer ? jwks : undefined),
    logs: { write: (_caller, group, _stream, line) => logLines.push(`${group}: ${line}`) },
    metrics: noMetrics.metrics,
    timeoutMs: 100,
  });
}

async function apply(type: string, logicalId: string, properties: unknown): Promise<string> {
  const provider = gateway.resources.find((one) => one.type === type);
  if (!provider) throw new Error(`no provider for ${type}`);
  const request = { logicalId, stackName: 'app', physicalName: `app-${logicalId}` };
  return (await provider.apply({ ...request, properties: provider.properties.parse(properties) })).ref;
}

beforeAll(async () => {
  gateway = await make();
  const apiId = await apply('AWS::ApiGatewayV2::Api', 'Api', { Body: body });
  await apply('AWS::ApiGatewayV2::Stage', 'Stage', {
    ApiId: apiId,
    StageName: '$default',
    AutoDeploy: true,
    StageVariables: { colour: 'red,blue' },
    RouteSettings: { 'GET /busy': { ThrottlingBurstLimit: 1, ThrottlingRateLimit: 0.001 } },
    AccessLogSettings: {
      DestinationArn: 'arn:aws:logs:us-east-1:000000000000:log-group:/api/app:*',
      Format: '$context.routeKey $context.status $context.unknown',
    },
  });
  askedApi = apiId;
  server = createServer((request, response) => {
    const answer = gateway.apis.get(askedApi)?.answer(someone, requestOf(request));
    void answer?.then((value) => sendAnswer(request, response, value));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  events = [];
  answer = async () => ({ payload: JSON.stringify({ statusCode: 204 }) });
});

describe('routing', () => {
  it.each([
    ['GET', '/items/mi%20ne', 'GET /items/{id}', { id: 'mi ne' }],
    ['GET', '/items/a/b%2Fc', 'ANY /items/{proxy+}', { proxy: 'a/b/c' }],
    ['DELETE', '/items/a', 'ANY /items/{proxy+}', { proxy: 'a' }],
  ])('takes %s %s to %s', async (method, path, routeKey, pathParameters) => {
    expect((await fetch(origin + path, { method })).status).toBe(204);
    expect(events).toMatchObject([{ routeKey, pathParameters, rawPath: path }]);
  });

  it('prefers the exact path to a variable', async () => {
    expect((await fetch(`${origin}/items/mine`)).status).toBe(401);
  });

  it('answers 404 for an unknown path or method', async () => {
    const response = await fetch(`${origin}/slow`, { method: 'PUT' });
    expect([response.status, await response.json()]).toEqual([404, { message: 'Not Found' }]);
    expect((await fetch(`${origin}/slow/`)).status).toBe(404);
  });

  it('writes the access log', async () => {
    await fetch(`${origin}/items/7`);
    expect(logLines.at(-1)).toBe('/api/app: GET /items/{id} 204 -');
  });
});

describe('a message to a queue', () => {
  it('is what the integration maps, sent under its role, and answered in the words of SQS', async () => {
    const response = await fetch(`${origin}/things/a%20b/seen`, { method: 'POST', body: 'left out' });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/xml']);
    expect(await response.text()).toContain('<MessageId>message-1</MessageId>');
    expect(messages).toEqual([
      'arn:aws:sts::000000000000:assumed-role/app-Sender/BackplaneAssumeRoleSession arn:aws:sqs:us-east-1:000000000000:app-Seen a b',
    ]);
    expect(events).toEqual([]);
    expect(logLines.at(-1)).toBe('/api/app: POST /things/{id}/seen 200 -');
  });

  it('is refused where SQS refuses it', async () => {
    const response = await fetch(`${origin}/things/%01/seen`, { method: 'POST' });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('<Code>InvalidMessageContents</Code>');
  });

  it.each([
    [{ MessageBody: '$context.requestId' }, 'only $request.path'],
    [{ MessageBody: 'id: $request.path.id' }, 'only $request.path'],
    [{ MessageBody: 'x', DelaySeconds: '5' }, 'DelaySeconds'],
  ])('is not made of %j', (changes, problem) => {
    const { post } = body.paths['/things/{id}/seen'];
    const { requestParameters, ...rest } = post['x-amazon-apigateway-integration'];
    const changed = { ...rest, requestParameters: { ...requestParameters, ...changes } };
    const paths = { '/seen': { post: { 'x-amazon-apigateway-integration': changed } } };
    expect(() => readRoutes({ openapi: '3.0.1', paths })).toThrow(problem);
  });
});

describe('the event', () => {
  it('is payload format 2.0', async () => {
    await fetch(`${origin}/things?a=1&a=2&b=x%20y`, {
      method: 'POST',
      headers: { Cookie: 'k=v; l=w', 'X-Thing': 'One', 'content-type': 'application/json' },
      body: '{"x":1}',
    });
    expect(events[0]).toMatchObject({
      version: '2.0',
      rawQueryString: 'a=1&a=2&b=x%20y',
      queryStringParameters: { a: '1,2', b: 'x y' },
      cookies: ['k=v', 'l=w'],
      headers: {
        'x-thing': 'One',
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-port': '443',
        'x-forwarded-proto': 'https',
        'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
      },
      body: '{"x":1}',
      isBase64Encoded: false,
      stageVariables: { colour: 'red,blue' },
      requestContext: {
        accountId: '000000000000',
        stage: '$default',
        http: { method: 'POST', path: '/things', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' },
        time: expect.stringMatching(/^\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
      },
    });
  });

  it('hands on the trace that a client sends', async () => {
    const trace = 'Root=1-5759e988-bd862e3fe1be46a994272793';
    await fetch(`${origin}/things`, { method: 'POST', headers: { 'x-amzn-trace-id': trace } });
    expect(events[0]).toMatchObject({ headers: { 'x-amzn-trace-id': trace } });
  });

  it('carries bytes in base64', async () => {
    const headers = { 'content-type': 'image/png' };
    await fetch(`${origin}/things`, { method: 'POST', headers, body: Buffer.from([0xff, 0]) });
    expect(events[0]).toMatchObject({ body: '/wA=', isBase64Encoded: true });
  });
});

describe('the answer', () => {
  it('may be structured, with cookies and bytes', async () => {
    const payload = {
      statusCode: 201,
      headers: { 'X-A': 1 },
      cookies: ['a=b', 'c=d'],
      body: '/wA=',
      isBase64Encoded: true,
    };
    answer = async () => ({ payload: JSON.stringify(payload) });
    const response = await fetch(`${origin}/items/1`);
    expect(response.status).toBe(201);
    expect(response.headers.getSetCookie()).toEqual(['a=b', 'c=d']);
    expect(response.headers.get('x-a')).toBe('1');
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0xff, 0]);
  });

  it('may be a bare value', async () => {
    answer = async () => ({ payload: '{"ok":true}' });
    const response = await fetch(`${origin}/items/1`);
    expect([response.status, response.headers.get('content-type'), await response.json()]).toEqual([
      200,
      'application/json',
      { ok: true },
    ]);
  });

  it.each([
    [
      'a function error',
      async () => ({ payload: '{}', functionError: 'Unhandled' as const }),
      500,
      'Internal Server Error',
    ],
    ['a malformed answer', async () => ({ payload: '{"statusCode":"x"}' }), 500, 'Internal Server Error'],
    [
      'a throttled function',
      () => Promise.reject(new AwsError('TooManyRequestsException', 'busy', 429)),
      503,
      'Service Unavailable',
    ],
    ['a function that takes too long', () => new Promise<never>(() => {}), 503, 'Service Unavailable'],
  ])('reports %s', async (_case, given, status, text) => {
    answer = given;
    const response = await fetch(`${origin}/slow`);
    expect([response.status, await response.json()]).toEqual([status, { message: text }]);
  });

  it('refuses more than 10 MB', async () => {
    const response = await fetch(`${origin}/things`, {
      method: 'POST',
      body: Buffer.alloc(10 * 1024 * 1024 + 1),
    });
    expect([response.status, await response.json()]).toEqual([413, { message: 'Request Entity Too Large' }]);
    expect(events).toEqual([]);
  });

  it('refuses more than 10 MB that comes in chunks', async () => {
    const socket = connect(Number(new URL(origin).port), '127.0.0.1');
    socket.on('error', () => {});
    socket.write('POST /things HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n');
    for (let i = 0; i < 11; i++) socket.write(`100000\r\n${'a'.repeat(0x100000)}\r\n`);
    socket.write('0\r\n\r\n');
    const [first] = (await once(socket, 'data')) as [Buffer];
    expect(first.toString()).toMatch(/^HTTP\/1.1 413 /);
    socket.destroy();
  });

  it('throttles a route', async () => {
    expect((await fetch(`${origin}/busy`)).status).toBe(204);
    expect((await fetch(`${origin}/busy`)).status).toBe(429);
  });
});

describe('the JWT authorizer', () => {
  const get = (path: string, token?: string) =>
    fetch(origin + path, token ? { headers: { authorization: `Bearer ${token}` } } : {});

  it('hands the claims to the function as text', async () => {
    const token = await sign({
      sub: 'me',
      'cognito:groups': ['a', 'b'],
      email_verified: true,
      aud: 'web',
      iat: 5,
    });
    expect((await get('/items/mine', token)).status).toBe(204);
    expect(events[0]?.requestContext).toMatchObject({
      authorizer: {
        jwt: {
          claims: { sub: 'me', 'cognito:groups': '[a b]', email_verified: 'true', iat: '5' },
          scopes: null,
        },
      },
    });
  });

  it('refuses a request without token', async () => {
    const response = await get('/items/mine');
    expect([response.status, await response.json()]).toEqual([401, { message: 'Unauthorized' }]);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
  });

  it.each([
    ['expired', { exp: 1 }, 'the token has expired'],
    ['not valid yet', { nbf: 9_999_999_999 }, 'the token is not valid yet'],
    ['issued in the future', { iat: 9_999_999_999 }, 'the token is used before issued'],
    ['for another client', { client_id: 'other' }, 'the token does not have a valid audience'],
    [
      'for another audience though of the client',
      { aud: 'other' },
      'the token does not have a valid audience',
    ],
  ])('refuses a token that is %s', async (_case, claims, description) => {
    const response = await get('/items/mine', await sign(claims));
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain(`error_description="${description}"`);
    expect(events).toEqual([]);
  });

  it('refuses another issuer, an altered token and an unsigned one', async () => {
    const [head, , signature] = (await sign({ sub: 'me' })).split('.');
    const forged = Buffer.from(
      JSON.stringify({ iss: issuer, client_id: 'web', exp: 9_999_999_999 }),
    ).toString('base64url');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    for (const token of [
      await sign({}, 'https://other'),
      `${head}.${forged}.${signature}`,
      `${none}.${forged}.`,
      'x',
    ]) {
      expect((await get('/items/mine', token)).status).toBe(401);
    }
  });

  it('answers 403 when no scope fits', async () => {
    const response = await get('/admin', await sign({ scope: 'user' }));
    expect([response.status, await response.json()]).toEqual([403, { message: 'Forbidden' }]);
    expect((await get('/admin', await sign({ scope: 'user root' }))).status).toBe(204);
    expect(events[0]?.requestContext).toMatchObject({ authorizer: { jwt: { scopes: ['user', 'root'] } } });
  });
});

describe('CORS', () => {
  it('answers the preflight itself and marks other answers', async () => {
    const headers = { origin: 'https://app.example.com', 'access-control-request-method': 'GET' };
    const preflight = await fetch(`${origin}/items/mine`, { method: 'OPTIONS', headers });
    expect([preflight.status, preflight.headers.get('access-control-allow-methods')]).toEqual([204, 'GET']);
    const refused = await fetch(`${origin}/items/mine`, { headers });
    expect(refused.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
    const foreign = await fetch(`${origin}/items/1`, { headers: { origin: 'https://evil.example.com' } });
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('is said by the API alone, whatever the function answers', async () => {
    const headers = { 'Access-Control-Allow-Origin': '*', 'access-control-max-age': 5, 'x-own': 'kept' };
    answer = async () => ({ payload: JSON.stringify({ statusCode: 200, headers }) });
    const response = await fetch(`${origin}/slow`, { headers: { origin: 'https://evil.example.com' } });
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(response.headers.get('x-own')).toBe('kept');
  });

  it('is the function’s business where the API says nothing of it', async () => {
    const { 'x-amazon-apigateway-cors': _, ...silent } = body;
    const withCors = askedApi;
    askedApi = await apply('AWS::ApiGatewayV2::Api', 'Silent', { Body: silent });
    await apply('AWS::ApiGatewayV2::Stage', 'SilentStage', { ApiId: askedApi, StageName: '$default' });
    const headers = { 'access-control-allow-origin': 'https://own.example.com' };
    answer = async () => ({ payload: JSON.stringify({ statusCode: 200, headers }) });
    const response = await fetch(`${origin}/slow`).finally(() => {
      askedApi = withCors;
    });
    expect(response.headers.get('access-control-allow-origin')).toBe('https://own.example.com');
  });
});

describe('AWS::ApiGatewayV2::Api', () => {
  it('refuses what it does not support, by name', async () => {
    await expect(
      apply('AWS::ApiGatewayV2::Api', 'X', { Body: body, ProtocolType: 'WEBSOCKET' }),
    ).rejects.toThrow(/ProtocolType/);
    const http = {
      openapi: '3.0.1',
      paths: { '/a': { get: { 'x-amazon-apigateway-integration': { type: 'http_proxy' } } } },
    };
    await expect(apply('AWS::ApiGatewayV2::Api', 'X', { Body: http })).rejects.toThrow(/GET \/a.*/);
  });

  it('keeps its id', async () => {
    expect(await apply('AWS::ApiGatewayV2::Api', 'Api', { Body: body })).toMatch(/^[a-z0-9]{10}$/);
    expect(await apply('AWS::ApiGatewayV2::Api', 'Api', { Body: body })).toBe(
      await apply('AWS::ApiGatewayV2::Api', 'Api', { Body: body }),
    );
  });
});
