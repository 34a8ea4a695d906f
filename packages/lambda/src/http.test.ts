import { hash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { DomainError } from '@shutterbus/contracts/domain-error';
import { defineRoute, idempotencyKeyHeader } from '@shutterbus/contracts/route';
import * as z from 'zod';
import { apiEvent, lambdaContext } from './api-event.fixture.ts';
import { created, httpHandler, noContent, ok } from './http.ts';
import { TooOftenError, type WriteCounter } from './person-limits.ts';

const rename = defineRoute({
  id: 'rename',
  method: 'PATCH',
  path: '/v1/things/{id}',
  summary: 'For the test.',
  params: z.object({ id: z.string().min(3) }),
  query: z.object({ limit: z.coerce.number().int().default(7) }),
  body: z.strictObject({ title: z.string().min(1), count: z.int().optional() }),
  responses: { 200: z.object({}) },
});
const open = defineRoute({
  id: 'open',
  method: 'GET',
  path: '/v1/things',
  auth: 'none',
  summary: 'For the test.',
  responses: { 200: z.object({}) },
});

const valid = { pathParameters: { id: 'abc' }, body: JSON.stringify({ title: 'New' }) };
const userId = '0b5f6c1e-7a53-4d0c-9b6b-2f1f3a8f7c11';

async function call(handler: ReturnType<typeof httpHandler>, parts: Parameters<typeof apiEvent>[0]) {
  const { statusCode, headers, body } = await handler(apiEvent(parts), lambdaContext());
  return { statusCode, headers, body: body === undefined ? undefined : JSON.parse(body) };
}

describe('httpHandler', () => {
  it('hands over what the schemas make of the request, and who calls', async () => {
    const handle = jest.fn(async () => ok({ done: true }));
    const headers = { authorization: 'bearer  to.ke.n' };
    const answer = await call(httpHandler(rename, handle), { ...valid, headers });
    expect(answer).toMatchObject({ statusCode: 200, body: { done: true } });
    expect(handle).toHaveBeenCalledWith({
      params: { id: 'abc' },
      query: { limit: 7 },
      headers: {},
      body: { title: 'New' },
      userId,
      accessToken: 'to.ke.n',
      trace: { correlationId: 'request-1', causationId: 'request-1', actorId: userId },
      isReal: false,
    });
  });

  it('hands over when and by which sign-in its caller came, and nothing where nobody says', async () => {
    const told: (string | undefined)[] = [];
    const handler = httpHandler(rename, async ({ signedInAt, sessionId }) => {
      told.push(signedInAt?.toISOString(), sessionId);
      return ok({});
    });
    const claims = { sub: userId, token_use: 'access' };
    await call(handler, {
      ...valid,
      claims: { ...claims, auth_time: '1795249800', origin_jti: 'session-1' },
    });
    await call(handler, { ...valid, claims });
    expect(told).toEqual(['2026-11-21T08:30:00.000Z', 'session-1', undefined, undefined]);
  });

  it('tells what came by the API, which calls the alias, from what a hook asks a version', async () => {
    const asked: boolean[] = [];
    const handler = httpHandler(open, async ({ isReal }) => {
      asked.push(isReal);
      return ok({});
    });
    const { invokedFunctionArn: arn } = lambdaContext();
    for (const called of [`${arn}:live`, `${arn}:7`, arn])
      await handler(apiEvent({}), { ...lambdaContext(), invokedFunctionArn: called });
    expect(asked).toEqual([true, false, false]);
  });

  it('hands over the headers that the route names, and refuses those that break their schema', async () => {
    const handle = jest.fn(async () => noContent());
    const handler = httpHandler({ ...rename, headers: idempotencyKeyHeader }, handle);
    await call(handler, { ...valid, headers: { 'idempotency-key': 'key-1', accept: '*/*' } });
    expect(handle).toHaveBeenCalledWith(expect.objectContaining({ headers: { 'idempotency-key': 'key-1' } }));
    const refused = await call(handler, { ...valid, headers: { 'idempotency-key': 'a key' } });
    expect(refused).toMatchObject({
      statusCode: 400,
      body: { errors: [{ field: 'headers.idempotency-key' }] },
    });
  });

  it('reads a base64 body', async () => {
    const handle = jest.fn(async () => noContent());
    const body = Buffer.from('{"title":"Ünicode"}').toString('base64');
    await call(httpHandler(rename, handle), { ...valid, body, isBase64Encoded: true });
    expect(handle).toHaveBeenCalledWith(expect.objectContaining({ body: { title: 'Ünicode' } }));
  });

  it('lists every wrong field of params, query and body at once', async () => {
    const { statusCode, headers, body } = await call(
      httpHandler(rename, async () => ok({})),
      {
        pathParameters: { id: 'a' },
        queryStringParameters: { limit: 'many' },
        body: JSON.stringify({ title: '', colour: 'red' }),
      },
    );
    expect(statusCode).toBe(400);
    expect(headers?.['content-type']).toBe('application/problem+json');
    expect(body).toMatchObject({ status: 400, code: 'invalid-request', title: 'Bad Request' });
    expect(body.errors.map(({ field }: { field: string }) => field).sort()).toEqual([
      'body',
      'body.title',
      'params.id',
      'query.limit',
    ]);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/merge-patch+json',
    'application/jsonx',
    '',
  ])('answers 415 to a body sent as %j', async (type) => {
    const handler = httpHandler(rename, async () => ok({}));
    const answer = await call(handler, { ...valid, headers: { 'content-type': type } });
    expect(answer).toMatchObject({ statusCode: 415, body: { code: 'unsupported-content-type' } });
  });

  it.each(['application/json', 'application/json;charset=utf-8', 'Application/JSON ; charset=UTF-8'])(
    'takes a body sent as %j',
    async (type) => {
      const handler = httpHandler(rename, async () => ok({}));
      expect(await call(handler, { ...valid, headers: { 'content-type': type } })).toMatchObject({
        statusCode: 200,
      });
    },
  );

  it('answers 400 to a body that is not JSON', async () => {
    const answer = await call(
      httpHandler(rename, async () => ok({})),
      { ...valid, body: '{"title":' },
    );
    expect(answer).toMatchObject({
      statusCode: 400,
      body: { errors: [{ field: 'body', message: 'is not JSON' }] },
    });
  });

  it('refuses an id token and a request without claims', async () => {
    const handler = httpHandler(rename, async () => ok({}));
    const idToken = await call(handler, { ...valid, claims: { sub: userId, token_use: 'id' } });
    const none = await call(handler, { ...valid, claims: undefined });
    expect([idToken.statusCode, none.statusCode]).toEqual([401, 401]);
    expect(idToken.body.code).toBe('unauthorized');
  });

  it('takes a form where nobody reads the body', async () => {
    const form = {
      body: 'List-Unsubscribe=One-Click',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    };
    const ignoring = httpHandler({ ...open, ignoresBody: true }, async () => ok({}));
    expect((await call(ignoring, form)).statusCode).toBe(200);
    expect(
      (
        await call(
          httpHandler(open, async () => ok({})),
          form,
        )
      ).statusCode,
    ).toBe(415);
  });

  it('answers 403 to who comes round the front door, and does nothing', async () => {
    const handle = jest.fn(async () => ok({}));
    const stageVariables = { frontDoorKeyDigests: hash('sha256', 'key') };
    const round = await call(httpHandler(open, handle), { stageVariables });
    expect(round).toMatchObject({ statusCode: 403, body: { code: 'front-door-only', status: 403 } });
    expect(handle).not.toHaveBeenCalled();
    const through = { stageVariables, headers: { 'x-front-door-key': 'key' } };
    expect((await call(httpHandler(open, handle), through)).statusCode).toBe(200);
  });

  it('counts a valid request against what its person may do, and no other', async () => {
    const handle = jest.fn(async () => ok({}));
    const countWrite = jest.fn(async () => {});
    const limit = { atOnce: 2, perHour: 60 };
    const handler = httpHandler({ ...rename, limit }, handle, { countWrite });
    await call(handler, { ...valid, body: '{}' });
    expect(countWrite).not.toHaveBeenCalled();
    await call(handler, valid);
    expect(countWrite).toHaveBeenCalledWith({ userId, routeId: 'rename', limit, now: expect.any(Date) });
    expect(handle).toHaveBeenCalledTimes(1);
  });

  it('answers 429 with Retry-After to who calls too often, and does nothing', async () => {
    const handle = jest.fn(async () => ok({}));
    const limit = { atOnce: 2, perHour: 60 };
    const full: WriteCounter = {
      countWrite: async () => {
        throw new TooOftenError('rename', limit, 7);
      },
    };
    const answer = await call(httpHandler({ ...rename, limit }, handle, full), valid);
    expect(answer).toMatchObject({
      statusCode: 429,
      headers: { 'retry-after': '7' },
      body: { code: 'too-often', limit: { name: 'rename', max: 2 } },
    });
    expect(handle).not.toHaveBeenCalled();
  });

  it('compresses a long answer for who accepts it, and says that the answer depends on it', async () => {
    const handler = httpHandler(rename, async () => ok({ text: 'x'.repeat(2000) }));
    const answer = await handler(
      apiEvent({ ...valid, headers: { 'accept-encoding': 'gzip' } }),
      lambdaContext(),
    );
    expect(answer).toMatchObject({
      isBase64Encoded: true,
      headers: { 'content-encoding': 'gzip', vary: 'accept-encoding', 'content-type': 'application/json' },
    });
    expect(JSON.parse(gunzipSync(Buffer.from(answer.body ?? '', 'base64')).toString())).toEqual({
      text: 'x'.repeat(2000),
    });
    expect(answer.headers).not.toHaveProperty('etag');
  });

  describe('of a polled route', () => {
    const polled = httpHandler({ ...open, polled: true }, async () =>
      ok({ count: 1, text: 'x'.repeat(2000) }),
    );
    const ask = (headers: Record<string, string>) => polled(apiEvent({ headers }), lambdaContext());

    it('answers 304 without a body to who names the answer, in whichever coding it came', async () => {
      const { headers: first } = await ask({ 'accept-encoding': 'gzip' });
      const etag = String(first?.etag);
      expect(first).toMatchObject({ etag: expect.stringMatching(/^W\/"/), 'cache-control': 'no-store' });
      const again = await ask({ 'if-none-match': etag });
      expect(again).toEqual({
        statusCode: 304,
        headers: expect.objectContaining({ etag, 'cache-control': 'no-store', vary: 'accept-encoding' }),
      });
      expect(again).not.toHaveProperty('body');
    });

    it('answers whole to who names another one or none', async () => {
      const other = await ask({ 'if-none-match': 'W/"other"' });
      expect(other).toMatchObject({ statusCode: 200, body: expect.stringContaining('"count":1') });
      expect((await ask({})).statusCode).toBe(200);
    });

    it('names no refusal', async () => {
      const refused = httpHandler({ ...open, polled: true }, async () => {
        throw new DomainError('not-found', 'some-code', 'A sentence.');
      });
      const answer = await refused(apiEvent({ headers: { 'if-none-match': '*' } }), lambdaContext());
      expect(answer.statusCode).toBe(404);
      expect(answer.headers).not.toHaveProperty('etag');
    });
  });

  it('asks nobody what they have of a route that is not polled', async () => {
    const answer = await httpHandler(open, async () => ok({}))(
      apiEvent({ headers: { 'if-none-match': '*' } }),
      lambdaContext(),
    );
    expect(answer.statusCode).toBe(200);
  });

  it('lets everybody call an open route', async () => {
    const handle = jest.fn(async () => ok({}));
    const answer = await call(httpHandler(open, handle), { claims: undefined });
    expect(answer.statusCode).toBe(200);
    expect(handle).toHaveBeenCalledWith(expect.objectContaining({ userId: undefined }));
  });

  it.each([
    ['forbidden', 403],
    ['not-found', 404],
    ['conflict', 409],
    ['too-large', 413],
  ] as const)('answers a %s error with %i', async (kind, status) => {
    const handler = httpHandler(rename, async () => {
      throw new DomainError(kind, 'some-code', 'A sentence.');
    });
    const answer = await call(handler, valid);
    expect(answer).toMatchObject({
      statusCode: status,
      body: { status, code: 'some-code', detail: 'A sentence.', correlationId: 'request-1' },
    });
  });

  it('answers a too-many error with 429, and says when to come back', async () => {
    const handler = httpHandler(rename, async () => {
      throw new DomainError('too-many', 'some-code', 'A sentence.', { name: 'things', max: 3 }, 42);
    });
    expect(await call(handler, valid)).toMatchObject({
      statusCode: 429,
      headers: { 'retry-after': '42' },
      body: { status: 429, code: 'some-code', limit: { name: 'things', max: 3 } },
    });
  });

  it('tells nothing about an unforeseen error but the correlation id', async () => {
    const handler = httpHandler(rename, async () => {
      throw new Error('table secret-name is gone');
    });
    const { statusCode, body } = await call(handler, valid);
    expect(statusCode).toBe(500);
    expect(body).toMatchObject({ code: 'internal-error', correlationId: 'request-1' });
    expect(JSON.stringify(body)).not.toContain('secret-name');
  });

  it('takes a well-formed correlation id from the caller and replaces another', async () => {
    const handler = httpHandler(rename, async () => created({}));
    const good = await call(handler, { ...valid, headers: { 'x-correlation-id': 'abc-12345' } });
    const bad = await call(handler, { ...valid, headers: { 'x-correlation-id': 'a b\nc' } });
    expect(good.headers?.['x-correlation-id']).toBe('abc-12345');
    expect(bad.headers?.['x-correlation-id']).toBe('request-1');
  });
});
