import { once } from 'node:events';
import { connect } from 'node:net';
import { apply, body, stage, useApiGateway } from '../../../test/api-stage.ts';
import { AwsError } from '../../core/aws-error.ts';
import { readRoutes } from './routes.ts';

useApiGateway();

describe('routing', () => {
  it.each([
    ['GET', '/items/mi%20ne', 'GET /items/{id}', { id: 'mi ne' }],
    ['GET', '/items/a/b%2Fc', 'ANY /items/{proxy+}', { proxy: 'a/b/c' }],
    ['DELETE', '/items/a', 'ANY /items/{proxy+}', { proxy: 'a' }],
  ])('takes %s %s to %s', async (method, path, routeKey, pathParameters) => {
    expect((await fetch(stage.origin + path, { method })).status).toBe(204);
    expect(stage.events).toMatchObject([{ routeKey, pathParameters, rawPath: path }]);
  });

  it('prefers the exact path to a variable', async () => {
    expect((await fetch(`${stage.origin}/items/mine`)).status).toBe(401);
  });

  it('answers 404 for an unknown path or method', async () => {
    const response = await fetch(`${stage.origin}/slow`, { method: 'PUT' });
    expect([response.status, await response.json()]).toEqual([404, { message: 'Not Found' }]);
    expect((await fetch(`${stage.origin}/slow/`)).status).toBe(404);
  });

  it('writes the access log', async () => {
    await fetch(`${stage.origin}/items/7`);
    expect(stage.logLines.at(-1)).toBe('/api/app: GET /items/{id} 204 -');
  });
});

describe('a call from a page', () => {
  it('is told with its route when it is answered, and in no log; that of a program is not told', async () => {
    stage.told.length = 0;
    await fetch(`${stage.origin}/items/7`);
    expect(stage.told).toEqual([]);
    const says = { 'sec-fetch-site': 'same-origin', 'user-agent': 'Firefox/146.0' };
    const { headers } = await fetch(`${stage.origin}/items/7`, {
      headers: { ...says, referer: `${stage.origin}/shelf?key=secret` },
    });
    const told = {
      ...{ fact: 'asked', work: { kind: 'request', id: headers.get('apigw-requestid') } },
      target: expect.stringMatching(/^arn:aws:execute-api:us-east-1:000000000000:/),
      ...{ call: 'GET /items/{id}', page: '/shelf', userAgent: 'Firefox/146.0' },
      ...{ at: expect.any(Number), answeredAt: expect.any(Number) },
    };
    expect(stage.told).toEqual([told]);
    expect(stage.logLines.join()).not.toContain('shelf');
  });
});

describe('a message to a queue', () => {
  it('is what the integration maps, sent under its role, and answered in the words of SQS', async () => {
    const response = await fetch(`${stage.origin}/things/a%20b/seen`, { method: 'POST', body: 'left out' });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/xml']);
    expect(await response.text()).toContain('<MessageId>message-1</MessageId>');
    expect(stage.messages).toEqual([
      'arn:aws:sts::000000000000:assumed-role/app-Sender/BackplaneAssumeRoleSession arn:aws:sqs:us-east-1:000000000000:app-Seen a b',
    ]);
    expect(stage.events).toEqual([]);
    expect(stage.logLines.at(-1)).toBe('/api/app: POST /things/{id}/seen 200 -');
  });

  it('is refused where SQS refuses it', async () => {
    const response = await fetch(`${stage.origin}/things/%01/seen`, { method: 'POST' });
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
    await fetch(`${stage.origin}/things?a=1&a=2&b=x%20y`, {
      method: 'POST',
      headers: { Cookie: 'k=v; l=w', 'X-Thing': 'One', 'content-type': 'application/json' },
      body: '{"x":1}',
    });
    expect(stage.events[0]).toMatchObject({
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
    await fetch(`${stage.origin}/things`, { method: 'POST', headers: { 'x-amzn-trace-id': trace } });
    expect(stage.events[0]).toMatchObject({ headers: { 'x-amzn-trace-id': trace } });
  });

  it('carries bytes in base64', async () => {
    const headers = { 'content-type': 'image/png' };
    await fetch(`${stage.origin}/things`, { method: 'POST', headers, body: Buffer.from([0xff, 0]) });
    expect(stage.events[0]).toMatchObject({ body: '/wA=', isBase64Encoded: true });
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
    stage.answer = async () => ({ payload: JSON.stringify(payload) });
    const response = await fetch(`${stage.origin}/items/1`);
    expect(response.status).toBe(201);
    expect(response.headers.getSetCookie()).toEqual(['a=b', 'c=d']);
    expect(response.headers.get('x-a')).toBe('1');
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0xff, 0]);
  });

  it('may be a bare value', async () => {
    stage.answer = async () => ({ payload: '{"ok":true}' });
    const response = await fetch(`${stage.origin}/items/1`);
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
    stage.answer = given;
    const response = await fetch(`${stage.origin}/slow`);
    expect([response.status, await response.json()]).toEqual([status, { message: text }]);
  });

  it('refuses more than 10 MB', async () => {
    const response = await fetch(`${stage.origin}/things`, {
      method: 'POST',
      body: Buffer.alloc(10 * 1024 * 1024 + 1),
    });
    expect([response.status, await response.json()]).toEqual([413, { message: 'Request Entity Too Large' }]);
    expect(stage.events).toEqual([]);
  });

  it('refuses more than 10 MB that comes in chunks', async () => {
    const socket = connect(Number(new URL(stage.origin).port), '127.0.0.1');
    socket.on('error', () => {});
    socket.write('POST /things HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n');
    for (let i = 0; i < 11; i++) socket.write(`100000\r\n${'a'.repeat(0x100000)}\r\n`);
    socket.write('0\r\n\r\n');
    const [first] = (await once(socket, 'data')) as [Buffer];
    expect(first.toString()).toMatch(/^HTTP\/1.1 413 /);
    socket.destroy();
  });

  it('throttles a route', async () => {
    expect((await fetch(`${stage.origin}/busy`)).status).toBe(204);
    expect((await fetch(`${stage.origin}/busy`)).status).toBe(429);
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
