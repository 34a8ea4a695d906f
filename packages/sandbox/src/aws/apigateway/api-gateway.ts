import { randomBytes } from 'node:crypto';
import { AwsError } from '../../core/aws-error.ts';
import { type Edge, readBody } from '../../core/edge.ts';
import { emptyBody, type HttpAnswer, sendAnswer } from '../../core/http-answer.ts';
import { type HttpRequest, requestOf, splitTarget } from '../../core/http-request.ts';
import type { FunctionInvoker, HttpOrigin, LogSink, MetricSink, Queues } from '../../core/ports.ts';
import { type Principal, servicePrincipal } from '../../core/principal.ts';
import type { ResourceProvider } from '../../core/resource.ts';
import type { World } from '../../core/world.ts';
import { accessLogLine } from './access-log.ts';
import { measureRequest } from './api-metrics.ts';
import { apiResources, type HttpApi, type Stage } from './api-resources.ts';
import { corsHeaders, letsOrigin, preflightHeaders, withoutCors } from './cors.ts';
import { authorize, type JwksFor, RefusedError } from './jwt-authorizer.ts';
import { pageCall } from './page-call.ts';
import { httpAnswer, lambdaEvent, type RequestFacts } from './payload.ts';
import { sendToQueue } from './queue-integration.ts';
import { type Authorizer, matchRoute, type Route } from './routes.ts';
import { makeThrottle } from './throttle.ts';

export interface ApiGatewayDependencies {
  invoker: FunctionInvoker;
  /** For routes that hand a message to a queue. */
  queues: Pick<Queues, 'send'>;
  jwksFor: JwksFor;
  logs: LogSink;
  metrics: MetricSink;
  /** Longest wait for a function, 30 s unless told, as in AWS. */
  timeoutMs?: number;
}

export interface ApiGateway {
  resources: ResourceProvider[];
  apis: {
    /** The API behind an id; undefined when no template made it. */
    get(apiId: string): HttpOrigin | undefined;
  };
  /** The APIs on the AWS port, for a developer's curl: `/_aws/execute-api/<apiId>/<path>`. */
  edge: Edge;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const requestLimitBytes = 10 * 1024 * 1024;
const integrationTimeoutMs = 30_000;
const edgePrefix = '/_aws/execute-api/';

/** HTTP APIs with JWT authorizers, Lambda proxy integrations, and messages to SQS. */
export function makeApiGateway(world: World, dependencies: ApiGatewayDependencies): ApiGateway {
  const apis = new Map<string, HttpApi>();
  const throttle = makeThrottle();

  async function answer(
    api: HttpApi,
    stage: Stage | undefined,
    facts: RequestFacts,
    request: HttpRequest,
  ): Promise<Answered> {
    const { method } = request;
    const path =
      stage && stage.name !== '$default' ? facts.rawPath.slice(stage.name.length + 1) || '/' : facts.rawPath;
    if (api.cors && method === 'OPTIONS' && request.headers['access-control-request-method']) {
      return {
        routeKey: '-',
        status: 204,
        headers: preflightHeaders(api.cors, request.headers.origin),
        body: emptyBody,
      };
    }
    const match = stage && matchRoute(api.routes, method, path);
    if (!stage || !match) return { routeKey: '-', ...message(404, 'Not Found') };
    const { route } = match;
    const routeKey = route.key;
    const limits = { ...stage.defaults, ...stage.perRoute[routeKey] };
    const admitted = throttle.admits(
      `${api.id}/${stage.name}/${routeKey}`,
      { burst: limits.ThrottlingBurstLimit, ratePerSecond: limits.ThrottlingRateLimit },
      facts.receivedAtMs,
    );
    if (!admitted) return { routeKey, ...message(429, 'Too Many Requests') };
    try {
      const jwt =
        route.authorizer &&
        (await authorize(
          route.authorizer,
          route.scopes,
          tokenOf(route.authorizer, request, facts),
          dependencies.jwksFor,
          world.now(),
        ));
      const body = await readWithin(request.body, requestLimitBytes);
      if (!body) return { routeKey, ...message(413, 'Request Entity Too Large') };
      if ('queue' in route.target) {
        const { pathParameters } = match;
        const query = new URLSearchParams(facts.rawQueryString);
        const asked = { pathParameters, headers: request.headers, query, body };
        const { region } = world;
        const { requestId } = facts;
        return {
          routeKey,
          ...sendToQueue(dependencies.queues, route.target.queue, asked, { region, requestId }),
        };
      }
      const event = lambdaEvent(request, facts, match, body, jwt);
      const invoked = await invoke(
        callerFor(api, stage, route),
        route.target.functionArn,
        JSON.stringify(event),
      );
      return { routeKey, ...invoked, headers: api.cors ? withoutCors(invoked.headers) : invoked.headers };
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      return { routeKey, ...message(error.status, error.message, { 'www-authenticate': error.challenge }) };
    }
  }

  /** By stage and route, as permissions name it: `…/$default/GET/v1/media/{id}`. */
  function callerFor({ id }: HttpApi, stage: Stage, { key }: Route): Principal {
    const route = key.replace(' ', '');
    const arn = `arn:aws:execute-api:${world.region}:${world.accountId}:${id}/${stage.name}/${route}`;
    return servicePrincipal('apigateway', arn, world.accountId);
  }

  async function invoke(caller: Principal, functionArn: string, event: string): Promise<WholeAnswer> {
    const { promise: late, resolve } = Promise.withResolvers<'late'>();
    const timer = setTimeout(() => resolve('late'), dependencies.timeoutMs ?? integrationTimeoutMs);
    try {
      const result = await Promise.race([dependencies.invoker.invoke(caller, functionArn, event), late]);
      if (result === 'late') return message(503, 'Service Unavailable');
      const readable = result.functionError ? undefined : httpAnswer(result.payload);
      return readable ?? message(500, 'Internal Server Error');
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return error.code === 'TooManyRequestsException'
        ? message(503, 'Service Unavailable')
        : message(500, 'Internal Server Error');
    } finally {
      clearTimeout(timer);
    }
  }

  function originOf(api: HttpApi): HttpOrigin {
    return {
      lets: (origin) => letsOrigin(api.cors, origin),
      // Whoever asks is told apart by the token alone.
      async answer(_caller, request) {
        const [rawPath, rawQueryString = ''] = splitTarget(request.target);
        const stage = api.stages.get('$default') ?? api.stages.get(rawPath.split('/')[1] ?? '');
        const facts: RequestFacts = {
          apiId: api.id,
          stage: stage?.name ?? '-',
          stageVariables: stage?.variables,
          accountId: world.accountId,
          domainName: api.domainName,
          requestId: randomBytes(11).toString('base64'),
          receivedAtMs: world.now(),
          ...{ rawPath, rawQueryString },
        };
        const { routeKey, ...given } = await answer(api, stage, facts, request).catch(
          (error: unknown): Answered => {
            world.report(`HTTP API ${api.id}: ${error instanceof Error ? error.message : 'unknown failure'}`);
            return { routeKey: '-', ...message(500, 'Internal Server Error') };
          },
        );
        const answered: HttpAnswer = {
          ...given,
          headers: {
            ...given.headers,
            ...(api.cors && corsHeaders(api.cors, request.headers.origin)),
            'apigw-requestid': facts.requestId,
          },
        };
        const answeredAt = world.now();
        const { tell } = world.observe;
        const calledBy = tell && pageCall(request);
        if (calledBy)
          tell({
            ...{ fact: 'asked', at: facts.receivedAtMs, work: { kind: 'request', id: facts.requestId } },
            target: `arn:aws:execute-api:${world.region}:${world.accountId}:${api.id}`,
            ...{ call: routeKey, answeredAt, ...calledBy },
          });
        if (!stage) return answered;
        const latencyMs = answeredAt - facts.receivedAtMs;
        const { status } = answered;
        measureRequest(dependencies.metrics, { apiId: api.id, stage: stage.name, status, latencyMs });
        if (!stage.accessLog) return answered;
        const deliveries = `arn:aws:logs:${world.region}:${world.accountId}:*`;
        const delivery = servicePrincipal('delivery.logs', deliveries, world.accountId);
        const line = accessLogLine(stage.accessLog.format, {
          facts,
          routeKey,
          method: request.method,
          sourceIp: request.sourceIp,
          status,
          responseLength: given.body.length,
          latencyMs,
        });
        dependencies.logs.write(delivery, stage.accessLog.logGroup, `${api.id}/${stage.name}`, line);
        return answered;
      },
    };
  }

  const lookup: ApiGateway['apis'] = {
    get(apiId) {
      const api = apis.get(apiId);
      return api && originOf(api);
    },
  };
  return {
    resources: apiResources(world, apis),
    apis: lookup,
    edge: {
      name: 'execute-api',
      operations: [],
      claims: ({ url }) => url.pathname.startsWith(edgePrefix),
      destination({ url }) {
        const [apiId = ''] = splitOnce(url.pathname.slice(edgePrefix.length), '/');
        const found = lookup.get(apiId);
        return found ? { lets: found.lets } : {};
      },
      async handle({ caller, request, response, url }) {
        const [apiId = '', path = ''] = splitOnce(url.pathname.slice(edgePrefix.length), '/');
        const origin = lookup.get(apiId);
        const asked = { ...requestOf(request), target: `/${path}${url.search}` };
        await sendAnswer(
          request,
          response,
          origin ? await origin.answer(caller, asked) : message(404, 'Not Found'),
        );
      },
    },
  };
}

/** An answer that is all there, as functions give it. */
type WholeAnswer = HttpAnswer & { body: Buffer };
type Answered = WholeAnswer & { routeKey: string };

function message(status: number, text: string, headers: Record<string, string> = {}): WholeAnswer {
  return {
    status,
    headers: { ...headers, 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify({ message: text })),
  };
}

function tokenOf(authorizer: Authorizer, request: HttpRequest, facts: RequestFacts): string | undefined {
  const [, , place, name = ''] =
    /^(\$request)\.(header|querystring)\.(.+)$/.exec(authorizer.identitySource) ?? [];
  if (place === 'querystring') return new URLSearchParams(facts.rawQueryString).get(name) ?? undefined;
  return request.headers[name.toLowerCase()] || undefined;
}

/** Reads the body; undefined when it is longer. */
async function readWithin(request: HttpRequest['body'], limitBytes: number): Promise<Buffer | undefined> {
  try {
    return await readBody(request, limitBytes);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function splitOnce(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
