import { gunzipSync } from 'node:zlib';
import { apiEvent, lambdaContext } from './api-event.fixture.ts';
import { pageHandler } from './page.ts';

const shell = `<html><head><title>Shutterbus</title></head><body>${'app '.repeat(400)}</body></html>`;
const tags = { kind: 'article', title: 'First snow', description: '', path: '/photos/one' } as const;

function setUp(parts: Partial<Parameters<typeof pageHandler>[0]> = {}) {
  const asked: string[][] = [];
  const handler = pageHandler({
    shell: async () => shell,
    origin: async () => 'https://photos.example.com',
    tagsOf: async (path) => {
      asked.push(path);
      return path[1] === 'one' ? tags : undefined;
    },
    ...parts,
  });
  const get = (
    rawPath: string,
    headers: Record<string, string> = {},
    method = 'GET',
    stageVariables = {},
  ) => {
    const event = apiEvent({ headers });
    const { requestContext } = event;
    return handler(
      {
        ...event,
        rawPath,
        stageVariables,
        requestContext: { ...requestContext, http: { ...requestContext.http, method } },
      },
      lambdaContext(),
    );
  };
  return { get, asked };
}

describe('pageHandler', () => {
  it('answers with the page and its tags, for caches to keep a minute', async () => {
    const { get, asked } = setUp();
    const { statusCode, body, headers } = await get('/photos/one/');
    expect(statusCode).toBe(200);
    expect(body).toContain('<title>First snow · Shutterbus</title>');
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'public, max-age=60',
      vary: 'accept-encoding',
    });
    expect(asked).toEqual([['photos', 'one']]);
  });

  it('answers 404 with the page itself for what is not there, which no cache keeps', async () => {
    const { statusCode, body, headers } = await setUp().get('/photos/two');
    expect({ statusCode, body }).toEqual({ statusCode: 404, body: shell });
    expect(headers?.['cache-control']).toBe('no-cache');
  });

  it('compresses, and answers HEAD without a body', async () => {
    const { get } = setUp();
    const { body, isBase64Encoded } = await get('/photos/one', { 'accept-encoding': 'gzip' });
    expect(isBase64Encoded).toBe(true);
    expect(gunzipSync(Buffer.from(body ?? '', 'base64')).toString()).toContain('First snow');
    const head = await get('/photos/one', {}, 'HEAD');
    expect(head).toMatchObject({ statusCode: 200, body: '' });
    expect(head.headers?.['content-type']).toBe('text/html; charset=utf-8');
  });

  it('gives the page all the same when its tags cannot be read, and counts the fault', async () => {
    const fails = async () => Promise.reject(new Error('no table'));
    const { statusCode, body, headers } = await setUp({ tagsOf: fails }).get('/photos/one');
    expect({ statusCode, body }).toEqual({ statusCode: 500, body: shell });
    expect(headers?.['cache-control']).toBe('no-cache');
    expect((await setUp({ shell: fails }).get('/photos/one')).body).toContain('<body></body>');
  });

  it('answers nothing of it to what came round the distribution', async () => {
    const { get, asked } = setUp();
    const { statusCode, body } = await get('/photos/one', {}, 'GET', { frontDoorKeyDigests: 'a'.repeat(64) });
    expect(statusCode).toBe(403);
    expect(body).not.toContain('app');
    expect(asked).toEqual([]);
  });

  it('says what is there also where no web app is published', async () => {
    const { statusCode, body } = await setUp({ shell: async () => undefined }).get('/photos/one');
    expect(statusCode).toBe(200);
    expect(body).toContain('<title>First snow · Shutterbus</title>');
  });
});
