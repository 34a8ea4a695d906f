import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Destination } from '../../core/edge.ts';
import type { HttpOrigin } from '../../core/ports.ts';
import type { ResourceProvider } from '../../core/resource.ts';
import type { World } from '../../core/world.ts';
import { type CloudFrontState, cloudFrontResources, emptyState } from './cloudfront-resources.ts';
import { type Behavior, behaviorFor, type Distribution, type Origin } from './distribution-config.ts';
import { type FunctionOutcome, queryOf } from './edge-function.ts';
import { union } from './forwarding.ts';
import { forward } from './origin-request.ts';
import { type Headers, interceptResponse } from './viewer-response.ts';

export interface CloudFrontDependencies {
  /** A bucket as the origin of the distribution with this ARN; nothing when there is no such bucket. */
  buckets(bucketName: string, distributionArn: string): HttpOrigin | undefined;
  apis(apiId: string): HttpOrigin | undefined;
  /** What `DomainName` of a distribution gives, `localhost:3000` unless told: host and port of the web port. */
  domainName?: string;
}

export interface CloudFront {
  resources: ResourceProvider[];
  /** Answers as the template's distribution. @returns false, with nothing answered, when the template has none */
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  /** By which rules pages of other origins may ask for this: those of the bucket or the API behind it. */
  destination(request: IncomingMessage): Destination;
}

/**
 * The template's distribution on the web port. Nothing is cached: every request reaches its origin, as if each TTL were
 * zero, so that what an origin hides is hidden at once. Viewer protocol policies have no effect.
 * Of several distributions the one in the outermost stack, the first there, is served.
 */
export function makeCloudFront(world: World, dependencies: CloudFrontDependencies): CloudFront {
  const state = emptyState();
  const domainName = dependencies.domainName ?? 'localhost:3000';
  const served = (): Distribution | undefined =>
    state.distributions.toSorted((a, b) => a.stackName.length - b.stackName.length)[0];
  return {
    resources: cloudFrontResources(world, state, domainName),
    async handle(request, response) {
      const distribution = served();
      if (!distribution) return false;
      await serve(distribution, state, dependencies, domainName, request, response);
      return true;
    },
    destination({ url = '/' }) {
      const distribution = served();
      if (!distribution) return {};
      const { TargetOriginId } = behaviorFor(distribution, url.split('?', 1)[0] ?? '/');
      const origin = distribution.config.Origins.find(({ Id }) => Id === TargetOriginId);
      const found = origin && findOrigin(origin, distribution, dependencies);
      return found ? { lets: found.lets } : {};
    },
  };
}

async function serve(
  distribution: Distribution,
  state: CloudFrontState,
  dependencies: CloudFrontDependencies,
  domainName: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = randomUUID();
  const { config } = distribution;
  const behavior = behaviorFor(distribution, (request.url ?? '/').split('?', 1)[0] ?? '/');
  const policy = state.responseHeadersPolicies.get(behavior.ResponseHeadersPolicyId ?? '');
  const adjust = (_status: number, headers: Headers): void => {
    headers['x-cache'] = 'Miss from cloudfront';
    headers['x-amz-cf-id'] = requestId;
    headers.via = `1.1 ${distribution.id.toLowerCase()}.cloudfront.net (CloudFront)`;
    policy?.(headers, request.headers.origin);
  };
  const compresses =
    behavior.Compress && (state.cachePolicies.get(behavior.CachePolicyId)?.compresses ?? false);
  const errorPage = (status: number) =>
    config.CustomErrorResponses.find((one) => one.ErrorCode === status && one.ResponsePagePath !== undefined);
  const dropped = interceptResponse(request, response, {
    adjust,
    compresses,
    replaces: (status) => errorPage(status) !== undefined,
  });

  const served = serveBehavior();
  const status = await Promise.race([served.then(() => undefined), dropped]);
  const page = status === undefined ? undefined : errorPage(status);
  if (!page) return;
  await served;
  await serveErrorPage(page.ResponsePagePath ?? '/', page.ResponseCode ?? page.ErrorCode);

  async function serveBehavior(): Promise<void> {
    if (!behavior.AllowedMethods.some((method) => method === request.method)) {
      return refuse(response, 403, 'This distribution is not configured to allow the HTTP request method.');
    }
    const [association] = behavior.FunctionAssociations;
    const edgeFunction = state.functions.get(association?.FunctionARN ?? '');
    let url = request.url ?? '/';
    if (edgeFunction) {
      let outcome: FunctionOutcome;
      try {
        const context = { distributionId: distribution.id, distributionDomainName: domainName, requestId };
        outcome = await edgeFunction(request, context);
      } catch (error) {
        return refuse(response, 503, `The CloudFront function failed: ${String(error)}`);
      }
      if ('response' in outcome) return answerOf(outcome.response, response);
      const query = queryOf(outcome.request.querystring);
      url = outcome.request.uri + (query === '' ? '' : `?${query}`);
      replaceHeaders(request, outcome.request);
    }
    const [path = '/', query] = url.split(/\?(.*)/s, 2);
    const target = path === '/' && config.DefaultRootObject !== '' ? `/${config.DefaultRootObject}` : path;
    await toOrigin(behavior, target, query);
  }

  async function serveErrorPage(path: string, code: number): Promise<void> {
    request.method = request.method === 'HEAD' ? 'HEAD' : 'GET';
    for (const name of ['range', 'if-none-match', 'if-modified-since']) delete request.headers[name];
    void interceptResponse(request, response, {
      adjust(_status, headers) {
        adjust(code, headers);
      },
      compresses,
      replaces: () => false,
    });
    const writeHead = response.writeHead.bind(response);
    response.writeHead = ((_status: number, ...rest: [never]) =>
      writeHead(code, ...rest)) as ServerResponse['writeHead'];
    await toOrigin(behaviorFor(distribution, path), path, undefined);
  }

  async function toOrigin(
    { TargetOriginId, CachePolicyId, OriginRequestPolicyId }: Behavior,
    path: string,
    query?: string,
  ) {
    const origin = config.Origins.find(({ Id }) => Id === TargetOriginId);
    const found = origin && findOrigin(origin, distribution, dependencies);
    if (!origin || !found) {
      return refuse(response, 502, `There is nothing at the origin ${origin?.DomainName ?? TargetOriginId}.`);
    }
    const cachePolicy = state.cachePolicies.get(CachePolicyId);
    if (!cachePolicy) return refuse(response, 502, `The cache policy ${CachePolicyId} is not known.`);
    const forwarding = union(
      cachePolicy.forwarding,
      state.originRequestPolicies.get(OriginRequestPolicyId ?? ''),
    );
    await found.handle(request, response, forward(request, origin, forwarding, path, query, requestId));
  }
}

/** Origins live in this process: buckets and HTTP APIs are known by the names that AWS gives them. */
function findOrigin(
  { DomainName, OriginAccessControlId }: Origin,
  { arn }: Distribution,
  { buckets, apis }: CloudFrontDependencies,
): HttpOrigin | undefined {
  const [, bucket] = /^(.+)\.s3(?:[.-][a-z0-9-]+)?\.amazonaws\.com$/.exec(DomainName) ?? [];
  // Without an access control the distribution asks as nobody, and no policy can name it.
  if (bucket !== undefined) return buckets(bucket, OriginAccessControlId === undefined ? '' : arn);
  const [, apiId] = /^([^.]+)\.execute-api\.[^.]+\.amazonaws\.com$/.exec(DomainName) ?? [];
  return apiId === undefined ? undefined : apis(apiId);
}

function replaceHeaders(
  request: IncomingMessage,
  { headers, cookies }: Extract<FunctionOutcome, { request: unknown }>['request'],
): void {
  const cookie = Object.entries(cookies)
    .flatMap(([name, one]) => (one.multiValue ?? [one]).map((each) => `${name}=${each.value}`))
    .join('; ');
  request.headers = {
    ...Object.fromEntries(Object.entries(headers).map(([name, one]) => [name.toLowerCase(), one.value])),
    ...(cookie !== '' && { cookie }),
  };
}

function answerOf(
  answer: Extract<FunctionOutcome, { response: unknown }>['response'],
  response: ServerResponse,
): void {
  const headers = Object.fromEntries(Object.entries(answer.headers).map(([name, one]) => [name, one.value]));
  const body =
    typeof answer.body === 'object'
      ? Buffer.from(answer.body.data, answer.body.encoding === 'base64' ? 'base64' : 'utf8')
      : Buffer.from(answer.body ?? '');
  response.writeHead(answer.statusCode, { ...headers, 'content-length': body.length });
  response.end(body);
}

/** CloudFront's own errors are HTML pages; this is the part of them that says something. */
function refuse(response: ServerResponse, status: number, why: string): void {
  const text = why.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`);
  const body = `<!DOCTYPE html><title>ERROR: The request could not be satisfied</title><h1>${status} ERROR</h1><p>${text}</p>`;
  response.writeHead(status, { 'content-type': 'text/html', 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
