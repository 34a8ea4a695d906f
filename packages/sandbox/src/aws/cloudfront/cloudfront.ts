import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Destination } from '../../core/edge.ts';
import type { HttpAnswer } from '../../core/http-answer.ts';
import { type HttpRequest, splitTarget } from '../../core/http-request.ts';
import type { HttpOrigin } from '../../core/ports.ts';
import { anonymous, type Principal, servicePrincipal } from '../../core/principal.ts';
import type { ResourceProvider } from '../../core/resource.ts';
import type { World } from '../../core/world.ts';
import { type CloudFrontState, cloudFrontResources, emptyState } from './cloudfront-resources.ts';
import { compress } from './compress.ts';
import { type Behavior, behaviorFor, type Distribution, type Origin } from './distribution-config.ts';
import { type FunctionOutcome, queryOf } from './edge-function.ts';
import { union } from './forwarding.ts';
import { originRequest } from './origin-request.ts';

export interface CloudFrontDependencies {
  /** A bucket as an origin; nothing when there is no such bucket. */
  buckets(bucketName: string): HttpOrigin | undefined;
  apis(apiId: string): HttpOrigin | undefined;
  /** What `DomainName` of a distribution gives, `localhost:3000` unless told: host and port of the web port. */
  domainName?: string;
}

export interface CloudFront {
  resources: ResourceProvider[];
  /** What the template's distribution answers; nothing when the template has none. */
  answer(request: HttpRequest): Promise<HttpAnswer | undefined>;
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
    async answer(request) {
      const distribution = served();
      return distribution && answerAs(distribution, state, dependencies, domainName, request);
    },
    destination({ url = '/' }) {
      const distribution = served();
      if (!distribution) return {};
      const { TargetOriginId } = behaviorFor(distribution, url.split('?', 1)[0] ?? '/');
      const origin = distribution.config.Origins.find(({ Id }) => Id === TargetOriginId);
      const found = origin && findOrigin(origin, dependencies);
      return found ? { lets: found.lets } : {};
    },
  };
}

async function answerAs(
  distribution: Distribution,
  state: CloudFrontState,
  dependencies: CloudFrontDependencies,
  domainName: string,
  viewer: HttpRequest,
): Promise<HttpAnswer> {
  const requestId = randomUUID();
  const { config } = distribution;
  const behavior = behaviorFor(distribution, splitTarget(viewer.target)[0]);
  const first = await ofBehavior();
  const page = config.CustomErrorResponses.find(
    ({ ErrorCode, ResponsePagePath }) => ErrorCode === first.status && ResponsePagePath !== undefined,
  );
  const answer = page
    ? { ...(await ofPage(page.ResponsePagePath ?? '/')), status: page.ResponseCode ?? page.ErrorCode }
    : first;
  const told = { ...answer, headers: withOwnHeaders(answer.headers) };
  const compresses =
    behavior.Compress && (state.cachePolicies.get(behavior.CachePolicyId)?.compresses ?? false);
  return compresses ? compress(viewer, told) : told;

  function withOwnHeaders(headers: HttpAnswer['headers']): HttpAnswer['headers'] {
    const own: HttpAnswer['headers'] = {
      ...headers,
      'x-cache': 'Miss from cloudfront',
      'x-amz-cf-id': requestId,
      via: `1.1 ${distribution.id.toLowerCase()}.cloudfront.net (CloudFront)`,
    };
    state.responseHeadersPolicies.get(behavior.ResponseHeadersPolicyId ?? '')?.(own, viewer.headers.origin);
    return own;
  }

  async function ofBehavior(): Promise<HttpAnswer> {
    if (!behavior.AllowedMethods.some((method) => method === viewer.method)) {
      return refusal(403, 'This distribution is not configured to allow the HTTP request method.');
    }
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#RequestCustom-get-body
    if (viewer.method === 'GET' && hasBody(viewer.headers)) return refusal(403, 'Bad request.');
    const [association] = behavior.FunctionAssociations;
    const edgeFunction = state.functions.get(association?.FunctionARN ?? '');
    let request = viewer;
    if (edgeFunction) {
      let outcome: FunctionOutcome;
      try {
        const context = { distributionId: distribution.id, distributionDomainName: domainName, requestId };
        outcome = await edgeFunction(viewer, context);
      } catch (error) {
        return refusal(503, `The CloudFront function failed: ${String(error)}`);
      }
      if ('response' in outcome) return answerOf(outcome.response);
      request = changedRequest(viewer, outcome.request);
    }
    const [path, query] = splitTarget(request.target);
    const target = path === '/' && config.DefaultRootObject !== '' ? `/${config.DefaultRootObject}` : path;
    return ofOrigin(behavior, { ...request, target: query === undefined ? target : `${target}?${query}` });
  }

  /** A page that stands for an error is asked for whole, whatever of the missing thing was asked for. */
  function ofPage(path: string): Promise<HttpAnswer> {
    const { range, 'if-none-match': _, 'if-modified-since': __, ...headers } = viewer.headers;
    const method = viewer.method === 'HEAD' ? 'HEAD' : 'GET';
    return ofOrigin(behaviorFor(distribution, path), { ...viewer, method, headers, target: path });
  }

  async function ofOrigin(
    { TargetOriginId, CachePolicyId, OriginRequestPolicyId }: Behavior,
    request: HttpRequest,
  ): Promise<HttpAnswer> {
    const origin = config.Origins.find(({ Id }) => Id === TargetOriginId);
    const found = origin && findOrigin(origin, dependencies);
    if (!origin || !found) {
      return refusal(502, `There is nothing at the origin ${origin?.DomainName ?? TargetOriginId}.`);
    }
    const cachePolicy = state.cachePolicies.get(CachePolicyId);
    if (!cachePolicy) return refusal(502, `The cache policy ${CachePolicyId} is not known.`);
    const forwarding = union(
      cachePolicy.forwarding,
      state.originRequestPolicies.get(OriginRequestPolicyId ?? ''),
    );
    return found.answer(
      callerOf(origin, distribution),
      originRequest(request, origin, forwarding, requestId),
    );
  }
}

/** Without an access control a distribution asks as nobody, and no policy can name it. */
const callerOf = ({ OriginAccessControlId }: Origin, { arn }: Distribution): Principal =>
  OriginAccessControlId === undefined
    ? anonymous
    : servicePrincipal('cloudfront', arn, arn.split(':')[4] ?? '');

/** Origins live in this process: buckets and HTTP APIs are known by the names that AWS gives them. */
function findOrigin(
  { DomainName }: Origin,
  { buckets, apis }: CloudFrontDependencies,
): HttpOrigin | undefined {
  const [, bucket] = /^(.+)\.s3(?:[.-][a-z0-9-]+)?\.amazonaws\.com$/.exec(DomainName) ?? [];
  if (bucket !== undefined) return buckets(bucket);
  const [, apiId] = /^([^.]+)\.execute-api\.[^.]+\.amazonaws\.com$/.exec(DomainName) ?? [];
  return apiId === undefined ? undefined : apis(apiId);
}

/** The viewer's request with what a function made of it. */
function changedRequest(
  viewer: HttpRequest,
  changed: Extract<FunctionOutcome, { request: unknown }>['request'],
): HttpRequest {
  const cookie = Object.entries(changed.cookies)
    .flatMap(([name, one]) => (one.multiValue ?? [one]).map((each) => `${name}=${each.value}`))
    .join('; ');
  const query = queryOf(changed.querystring);
  return {
    ...viewer,
    target: changed.uri + (query === '' ? '' : `?${query}`),
    headers: {
      ...Object.fromEntries(
        Object.entries(changed.headers).map(([name, one]) => [name.toLowerCase(), one.value]),
      ),
      ...(cookie !== '' && { cookie }),
    },
  };
}

function answerOf(answer: Extract<FunctionOutcome, { response: unknown }>['response']): HttpAnswer {
  const headers = Object.entries(answer.headers).map(([name, one]) => [name.toLowerCase(), one.value]);
  const body =
    typeof answer.body === 'object'
      ? Buffer.from(answer.body.data, answer.body.encoding === 'base64' ? 'base64' : 'utf8')
      : Buffer.from(answer.body ?? '');
  return { status: answer.statusCode, headers: Object.fromEntries(headers), body };
}

/** CloudFront's own errors are HTML pages; this is the part of them that says something. */
function refusal(status: number, why: string): HttpAnswer {
  const text = why.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`);
  const body = `<!DOCTYPE html><title>ERROR: The request could not be satisfied</title><h1>${status} ERROR</h1><p>${text}</p>`;
  return { status, headers: { 'content-type': 'text/html' }, body: Buffer.from(body) };
}

const hasBody = (headers: HttpRequest['headers']): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
