import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { HttpAnswer } from '../../core/http-answer.ts';
import type { HttpRequest } from '../../core/http-request.ts';
import type { JwtContext } from './jwt-authorizer.ts';
import type { Match } from './routes.ts';

/** What the gateway knows about one request beside its bytes. */
export interface RequestFacts {
  apiId: string;
  stage: string;
  stageVariables?: Record<string, string> | undefined;
  accountId: string;
  domainName: string;
  requestId: string;
  receivedAtMs: number;
  rawPath: string;
  rawQueryString: string;
}

/**
 * The event of payload format 2.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function lambdaEvent(
  request: HttpRequest,
  facts: RequestFacts,
  match: Match,
  body: Buffer,
  jwt: JwtContext | undefined,
): Record<string, unknown> {
  const { cookie, ...sent } = request.headers;
  const headers = { ...sent, ...gatewayHeaders(request, facts) };
  const cookies = cookie?.split(/[;,]\s*/);
  const query = joinedQuery(facts.rawQueryString);
  const isText = /^(text\/|application\/(json|xml|javascript)\b|application\/[\w.-]+\+(json|xml)\b)/i.test(
    headers['content-type'] ?? '',
  );
  return {
    version: '2.0',
    routeKey: match.route.key,
    rawPath: facts.rawPath,
    rawQueryString: facts.rawQueryString,
    ...(cookies && { cookies }),
    headers,
    ...(Object.keys(query).length > 0 && { queryStringParameters: query }),
    requestContext: {
      accountId: facts.accountId,
      apiId: facts.apiId,
      ...(jwt && { authorizer: { jwt } }),
      domainName: facts.domainName,
      domainPrefix: facts.apiId,
      http: {
        method: request.method,
        path: facts.rawPath,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: facts.requestId,
      routeKey: match.route.key,
      stage: facts.stage,
      time: commonLogTime(facts.receivedAtMs),
      timeEpoch: facts.receivedAtMs,
    },
    ...(Object.keys(match.pathParameters).length > 0 && { pathParameters: match.pathParameters }),
    ...(body.length > 0 && { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !isText,
    ...(facts.stageVariables && { stageVariables: facts.stageVariables }),
  };
}

/** What an HTTP API tells the function of the way: it takes HTTPS alone. */
function gatewayHeaders(
  { headers, sourceIp }: HttpRequest,
  { receivedAtMs }: RequestFacts,
): Record<string, string> {
  const seconds = Math.floor(receivedAtMs / 1000).toString(16);
  return {
    'x-forwarded-for': headers['x-forwarded-for'] ?? sourceIp,
    'x-forwarded-port': '443',
    'x-forwarded-proto': 'https',
    'x-amzn-trace-id': headers['x-amzn-trace-id'] ?? `Root=1-${seconds}-${randomBytes(12).toString('hex')}`,
  };
}

function joinedQuery(rawQueryString: string): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(rawQueryString)) {
    joined[name] = Object.hasOwn(joined, name) ? `${joined[name]},${value}` : value;
  }
  return joined;
}

/** `12/Mar/2026:19:03:58 +0000`. */
export function commonLogTime(epochMs: number): string {
  const [, day, month, year, time] =
    /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(epochMs).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const structured = z.object({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), scalar).nullish(),
  multiValueHeaders: z.record(z.string(), z.array(scalar)).nullish(),
  cookies: z.array(z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

const ignored = new Set(['connection', 'content-length', 'transfer-encoding', 'keep-alive']);

/** Turns the function's answer into an HTTP one; undefined when it fits no form that API Gateway accepts. */
export function httpAnswer(payload: string): (HttpAnswer & { body: Buffer }) | undefined {
  let value: unknown;
  try {
    value = JSON.parse(payload);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('statusCode' in value)) {
    const body = typeof value === 'string' ? value : payload;
    return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(body) };
  }
  const parsed = structured.safeParse(value);
  if (!parsed.success) return undefined;
  const { statusCode, headers, multiValueHeaders, cookies, body, isBase64Encoded } = parsed.data;
  const sent: HttpAnswer['headers'] = {};
  for (const [name, one] of Object.entries({ ...headers, ...multiValueHeaders })) {
    if (!ignored.has(name.toLowerCase()))
      sent[name.toLowerCase()] = Array.isArray(one) ? one.map(String) : String(one);
  }
  if (cookies && cookies.length > 0) sent['set-cookie'] = cookies;
  const bytes = Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > 0) sent['content-type'] ??= 'text/plain; charset=utf-8';
  return { status: statusCode, headers: sent, body: bytes };
}
