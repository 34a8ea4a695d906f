import { createServer, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { brotliDecompressSync } from 'node:zlib';
import { type S3Port, serveS3 } from '../../../test/s3-port.ts';
import { type Listening, listen } from '../../../test/serve-edge.ts';
import { sendAnswer } from '../../core/http-answer.ts';
import { requestOf } from '../../core/http-request.ts';
import { type CloudFront, makeCloudFront } from './cloudfront.ts';

const cachingOptimized = '658327ea-f89d-4fab-a63d-7e88639e58f6';
const cachingDisabled = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
const allViewerExceptHost = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';

const noDistribution = { status: 404, headers: {}, body: Buffer.from('') };

let s3: S3Port;
let port: Listening;
let cloudFront: CloudFront;
let seenByApi: { path: string; method: string | undefined; headers: IncomingHttpHeaders }[];

async function apply(type: string, logicalId: string, properties: Record<string, unknown>) {
  const provider = [...cloudFront.resources, ...s3.s3.resources].find((one) => one.type === type);
  if (!provider) throw new Error(type);
  return provider.apply({
    logicalId,
    stackName: 'shop',
    physicalName: `shop-${logicalId}`,
    properties: provider.properties.parse(properties) as never,
  });
}

const pageRouter = `
  function handler(event) {
    var request = event.request;
    if (request.uri === '/teapot') return { statusCode: 418, headers: { 'x-tea': { value: 'green' } }, body: 'tea' };
    if (request.uri === '/broken') throw new Error('no');
    if (request.headers['x-rewrite']) request.uri = request.headers['x-rewrite'].value;
    if (!request.uri.split('/').pop().includes('.')) request.uri = '/index.html';
    return request;
  }`;

async function makeDistribution(more: Record<string, unknown> = {}): Promise<string> {
  const router = await apply('AWS::CloudFront::Function', 'PageRouter', {
    Name: 'pages',
    FunctionCode: pageRouter,
    FunctionConfig: { Runtime: 'cloudfront-js-2.0' },
  });
  const headers = await apply('AWS::CloudFront::ResponseHeadersPolicy', 'Headers', {
    ResponseHeadersPolicyConfig: {
      Name: 'pages',
      SecurityHeadersConfig: {
        ContentSecurityPolicy: { Override: true, ContentSecurityPolicy: "default-src 'self'" },
        FrameOptions: { FrameOption: 'DENY', Override: true },
        StrictTransportSecurity: { AccessControlMaxAgeSec: 60, IncludeSubdomains: true, Override: true },
      },
      CustomHeadersConfig: { Items: [{ Header: 'X-Custom', Value: 'yes', Override: false }] },
    },
  });
  const access = await apply('AWS::CloudFront::OriginAccessControl', 'Access', {
    OriginAccessControlConfig: {
      Name: 'a',
      OriginAccessControlOriginType: 's3',
      SigningBehavior: 'always',
      SigningProtocol: 'sigv4',
    },
  });
  const api = {
    TargetOriginId: 'api',
    ViewerProtocolPolicy: 'https-only',
    AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
    CachePolicyId: cachingDisabled,
    OriginRequestPolicyId: allViewerExceptHost,
  };
  const bucket = { ViewerProtocolPolicy: 'redirect-to-https', CachePolicyId: cachingOptimized };
  const made = await apply('AWS::CloudFront::Distribution', 'Distribution', {
    DistributionConfig: {
      Enabled: true,
      DefaultRootObject: 'index.html',
      Origins: [
        {
          Id: 'web',
          DomainName: 'web.s3.eu-central-1.amazonaws.com',
          OriginAccessControlId: access.ref,
          S3OriginConfig: { OriginAccessIdentity: '' },
        },
        {
          Id: 'renditions',
          DomainName: 'renditions.s3.amazonaws.com',
          OriginAccessControlId: access.ref,
          S3OriginConfig: {},
        },
        { Id: 'nobody', DomainName: 'renditions.s3.amazonaws.com', S3OriginConfig: {} },
        {
          Id: 'api',
          DomainName: 'abc123.execute-api.eu-central-1.amazonaws.com',
          OriginPath: '/base',
          CustomOriginConfig: {},
        },
        { Id: 'gone', DomainName: 'none.execute-api.eu-central-1.amazonaws.com', CustomOriginConfig: {} },
      ],
      DefaultCacheBehavior: {
        ...bucket,
        TargetOriginId: 'web',
        Compress: true,
        ResponseHeadersPolicyId: headers.ref,
        FunctionAssociations: [{ EventType: 'viewer-request', FunctionARN: router.attributes.FunctionARN }],
      },
      CacheBehaviors: [
        { ...api, PathPattern: '/v1/users*' },
        { ...api, PathPattern: '/v1/closed/*', OriginRequestPolicyId: undefined },
        { ...api, PathPattern: '/v1/gone*', TargetOriginId: 'gone' },
        { ...bucket, PathPattern: '/renditions/n?body/*', TargetOriginId: 'nobody' },
        { ...bucket, PathPattern: '/renditions/*', TargetOriginId: 'renditions' },
        { ...bucket, PathPattern: '/private/*', TargetOriginId: 'renditions' },
      ],
      ...more,
    },
  });
  return made.ref;
}

beforeAll(async () => {
  s3 = await serveS3();
  cloudFront = makeCloudFront(s3.world, {
    domainName: 'localhost:3000',
    buckets: s3.s3.origin,
    apis: (apiId) =>
      apiId === 'abc123'
        ? {
            lets: (origin) => origin === 'https://partner.example.com',
            async answer(_caller, { target: path, method, headers }) {
              seenByApi.push({ path, method, headers });
              return {
                status: path.includes('missing') ? 404 : 200,
                headers: { 'content-type': 'application/json' },
                body: Buffer.from('{"from":"api"}'),
              };
            },
          }
        : undefined,
  });
  port = await listen(
    createServer((request, response) => {
      cloudFront
        .answer(requestOf(request))
        .then((answer) => sendAnswer(request, response, answer ?? noDistribution))
        .catch((error: unknown) => response.writeHead(500).end(String(error)));
    }),
  );
});
beforeEach(() => {
  seenByApi = [];
});
afterAll(async () => {
  await port.close();
  await s3.end();
});

it('answers nothing while the template has no distribution', async () => {
  expect((await fetch(port.endpoint)).status).toBe(404);
});

describe('makeCloudFront', () => {
  const page = '<p>page</p>'.repeat(200);
  beforeAll(async () => {
    const id = await makeDistribution();
    for (const [name, prefix] of [
      ['web', '*'],
      ['renditions', 'renditions/*'],
    ] as const) {
      await s3.makeBucket(name);
      await apply('AWS::S3::BucketPolicy', `${name}Policy`, {
        Bucket: name,
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'cloudfront.amazonaws.com' },
              Action: 's3:GetObject',
              Resource: `arn:aws:s3:::${name}/${prefix}`,
              Condition: {
                StringEquals: { 'AWS:SourceArn': `arn:aws:cloudfront::000000000000:distribution/${id}` },
              },
            },
          ],
        },
      });
    }
    await s3.put('web', 'index.html', page, { ContentType: 'text/html' });
    await s3.put('web', 'app.js', 'run()', { ContentType: 'text/javascript' });
    await s3.put('web', 'a b/ü.txt', 'umlaut', { ContentType: 'text/plain' });
    await s3.put('renditions', 'renditions/x/320.webp', '0123456789', {
      ContentType: 'image/webp',
      CacheControl: 'max-age=30',
    });
    await s3.put('renditions', 'private/x/320.webp', 'secret');
    await s3.put('renditions', 'renditions/nobody/a.txt', 'secret');
  });
  const get = (path: string, init: RequestInit = {}) => fetch(port.endpoint + path, init);

  it('serves files of the default origin, and page addresses through the function', async () => {
    expect(await (await get('/app.js')).text()).toBe('run()');
    for (const path of ['/', '/photos/1', '/photos/1?x=y']) expect(await (await get(path)).text()).toBe(page);
    expect(await (await get('/a%20b/%C3%BC.txt')).text()).toBe('umlaut');
    const answered = await get('/teapot');
    expect([answered.status, answered.headers.get('x-tea'), await answered.text()]).toEqual([
      418,
      'green',
      'tea',
    ]);
    expect((await get('/broken')).status).toBe(503);
    expect(await (await get('/x.js', { headers: { 'x-rewrite': '/app.js' } })).text()).toBe('run()');
  });

  it('adds the headers of the policy to the behaviour’s answers, errors included, and to no other', async () => {
    for (const path of ['/', '/missing.js']) {
      const { headers } = await get(path);
      expect(headers.get('content-security-policy')).toBe("default-src 'self'");
      expect(headers.get('strict-transport-security')).toBe('max-age=60; includeSubDomains');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('x-custom')).toBe('yes');
    }
    expect((await get('/v1/users/me')).headers.get('x-frame-options')).toBeNull();
  });

  it('passes API requests on with origin path, query and Authorization, without the viewer’s Host', async () => {
    const answer = await get('/v1/users/me?a=1&b=%20', {
      method: 'PATCH',
      body: '{}',
      headers: { authorization: 'Bearer x', cookie: 'c=1' },
    });
    expect(await answer.json()).toEqual({ from: 'api' });
    expect(seenByApi).toMatchObject([
      {
        path: '/base/v1/users/me?a=1&b=%20',
        method: 'PATCH',
        headers: {
          authorization: 'Bearer x',
          cookie: 'c=1',
          host: 'abc123.execute-api.eu-central-1.amazonaws.com',
          'x-forwarded-for': '127.0.0.1',
        },
      },
    ]);
  });

  it('asks the origin conditionally only where no cookies are forwarded', async () => {
    const headers = { 'if-none-match': 'W/"a"', 'if-modified-since': 'Sat, 28 Nov 2026 00:00:00 GMT' };
    await get('/v1/closed/x', { headers });
    await get('/v1/users/me', { headers });
    expect(seenByApi[0]?.headers).toMatchObject(headers);
    for (const name of Object.keys(headers)) expect(seenByApi[1]?.headers).not.toHaveProperty(name);
  });

  it('keeps Authorization, cookies and query away where no policy lets them through', async () => {
    await get('/v1/closed/x?a=1', { headers: { authorization: 'Bearer x', cookie: 'c=1' } });
    expect(seenByApi[0]?.path).toBe('/base/v1/closed/x');
    expect(seenByApi[0]?.headers).not.toHaveProperty('authorization');
    expect(seenByApi[0]?.headers).not.toHaveProperty('cookie');
  });

  it('serves ranges, conditional requests and HEAD from buckets', async () => {
    const whole = await get('/renditions/x/320.webp');
    expect([whole.headers.get('cache-control'), await whole.text()]).toEqual(['max-age=30', '0123456789']);
    const part = await get('/renditions/x/320.webp', { headers: { range: 'bytes=2-3' } });
    expect([part.status, await part.text()]).toEqual([206, '23']);
    const etag = whole.headers.get('etag') ?? '';
    expect((await get('/renditions/x/320.webp', { headers: { 'if-none-match': etag } })).status).toBe(304);
    const head = await get('/renditions/x/320.webp', { method: 'HEAD' });
    expect([head.headers.get('content-length'), await head.text()]).toEqual(['10', '']);
  });

  it('reads from a bucket only what its policy lets this distribution read', async () => {
    expect((await get('/private/x/320.webp')).status).toBe(403);
    expect((await get('/renditions/nobody/a.txt')).status).toBe(403);
    expect((await get('/renditions/none.webp')).status).toBe(403);
    expect((await get('/renditions/%E0%A4%A')).status).toBe(400);
  });

  it('refuses methods that the behaviour does not allow', async () => {
    expect((await get('/app.js', { method: 'POST', body: 'x' })).status).toBe(403);
    expect((await get('/app.js', { method: 'OPTIONS' })).status).toBe(403);
  });

  it('refuses a GET with a body', async () => {
    const status = await new Promise((resolve, reject) => {
      const request = httpRequest(
        `${port.endpoint}/app.js`,
        { headers: { 'content-length': 2 } },
        (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        },
      );
      request.on('error', reject).end('{}');
    });
    expect(status).toBe(403);
  });

  it('answers 502 where there is nothing at the origin', async () => {
    expect((await get('/v1/gone')).status).toBe(502);
  });

  it('compresses text where the behaviour says so, with a weak ETag that the bucket knows again', async () => {
    const { headers, body } = await new Promise<{ headers: IncomingHttpHeaders; body: Buffer }>((resolve) => {
      httpRequest(`${port.endpoint}/`, { headers: { 'accept-encoding': 'gzip, br' } }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => resolve({ headers: answer.headers, body: Buffer.concat(chunks) }));
      }).end();
    });
    expect(headers['content-encoding']).toBe('br');
    expect(headers.vary).toBe('Accept-Encoding');
    expect(brotliDecompressSync(body).toString()).toBe(page);
    expect(headers.etag).toMatch(/^W\//);
    expect((await get('/', { headers: { 'if-none-match': headers.etag ?? '' } })).status).toBe(304);
    expect(
      (await get('/', { headers: { 'accept-encoding': 'identity' } })).headers.get('content-encoding'),
    ).toBeNull();
  });

  it('puts error pages in place of the origin’s errors, also the API’s', async () => {
    await makeDistribution({
      CustomErrorResponses: [{ ErrorCode: 404, ResponseCode: 200, ResponsePagePath: '/index.html' }],
    });
    const answer = await get('/v1/users/missing');
    expect([answer.status, await answer.text()]).toEqual([200, page]);
    expect((await get('/v1/users/me')).status).toBe(200);
    expect((await get('/private/x/320.webp')).status).toBe(403);
    await makeDistribution();
  });

  it('names what it does not support', async () => {
    await expect(
      apply('AWS::CloudFront::Function', 'Importing', {
        Name: 'importing',
        FunctionCode: "import cf from 'cloudfront'; function handler(event) { return event.request; }",
        FunctionConfig: { Runtime: 'cloudfront-js-2.0' },
      }),
    ).rejects.toThrow(/Importing: FunctionCode does not run/);
    await expect(
      makeDistribution({
        DefaultCacheBehavior: {
          TargetOriginId: 'web',
          ViewerProtocolPolicy: 'allow-all',
          CachePolicyId: '00000000-0000-0000-0000-000000000000',
        },
      }),
    ).rejects.toThrow(/Distribution: CachePolicyId 0+-.* is not known/);
    const distribution = cloudFront.resources.find((one) => one.type === 'AWS::CloudFront::Distribution');
    expect(
      distribution?.properties.safeParse({ DistributionConfig: { OriginGroups: {} } }).error?.issues,
    ).toContainEqual(expect.objectContaining({ keys: ['OriginGroups'] }));
  });

  it('leaves pages of other origins to the rules of the bucket or the API that a path leads to', () => {
    const lets = (url: string, origin: string) =>
      cloudFront.destination({ url } as Parameters<typeof cloudFront.destination>[0]).lets?.(origin, 'GET');
    expect(lets('/v1/users?x=1', 'https://partner.example.com')).toBe(true);
    expect(lets('/v1/users', 'http://evil.example')).toBe(false);
    expect(lets('/index.html', 'https://partner.example.com')).toBe(false);
  });
});
