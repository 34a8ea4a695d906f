import middy from '@middy/core';
import { DomainError } from '@shutterbus/contracts/domain-error';
import type { Trace } from '@shutterbus/contracts/event';
import { fieldErrors } from '@shutterbus/contracts/field-errors';
import type { PersonLimit, Route } from '@shutterbus/contracts/route';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type * as z from 'zod';
import { calledBy } from './called-by.ts';
import { readClaims } from './claims.ts';
import { compressed, vary } from './compressed.ts';
import { entityTag, isKnown } from './entity-tag.ts';
import { requireFrontDoor } from './front-door.ts';
import { logger } from './logger.ts';
import type { WriteCounter } from './person-limits.ts';
import { InvalidRequestError, problemOf, UnsupportedContentTypeError } from './problems.ts';
import { watched } from './watched.ts';

export interface HttpResult {
  statusCode: number;
  body?: unknown;
}

export const ok = (body: unknown): HttpResult => ({ statusCode: 200, body });
export const created = (body: unknown): HttpResult => ({ statusCode: 201, body });
export const accepted = (body: unknown): HttpResult => ({ statusCode: 202, body });
export const noContent = (): HttpResult => ({ statusCode: 204 });

export interface HttpRequest<R extends Route> {
  params: z.infer<R['params']>;
  query: z.infer<R['query']>;
  headers: z.infer<R['headers']>;
  body: z.infer<R['body']>;
  /** Cognito's `sub`; only on routes with `auth: 'user'`. */
  userId: R['auth'] extends 'none' ? undefined : string;
  /** When the person entered the password, however often the token was refreshed since; undefined where nobody said. */
  signedInAt: Date | undefined;
  /** Of the sign-in that the token comes from, which it keeps when it is refreshed; undefined where nobody said. */
  sessionId: string | undefined;
  /** As it came, for what Cognito takes from its owner only. API Gateway has checked it, and nothing here reads it. */
  accessToken: string;
  trace: Trace;
  /** It came by the API; otherwise a release's hook asks, or somebody by hand. */
  isReal: boolean;
}

/** An answer of 5xx is a fault, though Lambda takes it for a success. */
export const serverErrors = ({ statusCode = 200 }: APIGatewayProxyStructuredResultV2): number =>
  statusCode >= 500 ? 1 : 0;

const anybody = { userId: undefined, signedInAt: undefined, sessionId: undefined };

/** What a caller may choose as correlation id; anything else is replaced by the request's own id. */
const correlationIdForm = /^[\w-]{1,64}$/;

/**
 * The handler of one route: checks params, query, headers and body against the route's schemas, hands them over typed, and
 * turns the outcome, or the error, into the response. A valid request for a route with a limit counts against its person's,
 * before it is handed over. Every response carries `x-correlation-id`,
 * and is compressed for who accepts it. A polled route answers 304 to who names its answer by its ETag.
 * Errors: 400 with each wrong field · 401 when the token is not an access token · 403 round the front door · 415 a body that is not application/json ·
 * 429 with Retry-After, too often for one person · DomainError by its kind · 500.
 * @param counted where a route with a limit is counted: `personLimits` of the service's table
 */
export function httpHandler<R extends Route>(
  route: R,
  handle: (request: HttpRequest<R>) => Promise<HttpResult>,
  ...[counted]: R['limit'] extends PersonLimit ? [counted: WriteCounter] : []
) {
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(watched(serverErrors))
    .handler(async (event, context) => {
      const { requestId } = event.requestContext;
      const { 'x-correlation-id': asked, 'accept-encoding': accepted } = event.headers;
      const correlationId = asked && correlationIdForm.test(asked) ? asked : requestId;
      logger.appendKeys({ correlationId, causationId: requestId, route: route.id });
      try {
        requireFrontDoor(event);
        const { userId, signedInAt, sessionId } = route.auth === 'user' ? readClaims(event) : anybody;
        const trace: Trace = { correlationId, causationId: requestId, actorId: userId };
        const asked = parse(route, event);
        const { id: routeId, limit } = route;
        if (limit && userId) await counted?.countWrite({ userId, routeId, limit, now: new Date() });
        const accessToken = (event.headers.authorization ?? '').replace(/^Bearer +/i, '');
        const result = await handle({
          ...asked,
          userId,
          signedInAt,
          sessionId,
          accessToken,
          trace,
          isReal: calledBy(context) === 'alias',
        } as HttpRequest<R>);
        const known = route.polled ? (event.headers['if-none-match'] ?? '') : undefined;
        const answer = response(result, { correlationId, accepted, known });
        logger.info('Answered', { status: answer.statusCode });
        return answer;
      } catch (error) {
        const problem = problemOf(error, correlationId);
        if (problem.status >= 500) logger.error('Request failed', error as Error);
        else logger.info('Refused', { status: problem.status, code: problem.code });
        return response(
          { statusCode: problem.status, body: problem },
          {
            correlationId,
            accepted,
            contentType: 'application/problem+json',
            retryAfterSeconds: error instanceof DomainError ? error.retryAfterSeconds : undefined,
          },
        );
      } finally {
        logger.resetKeys();
      }
    });
}

function parse(route: Route, event: APIGatewayProxyEventV2) {
  const given = {
    params: event.pathParameters ?? {},
    query: event.queryStringParameters ?? {},
    headers: event.headers,
    body: route.ignoresBody ? undefined : readJson(event),
  };
  const results = {
    params: route.params.safeParse(given.params),
    query: route.query.safeParse(given.query),
    headers: route.headers.safeParse(given.headers),
    body: route.body.safeParse(given.body),
  };
  const errors = Object.entries(results).flatMap(([part, { error }]) => fieldErrors(part, error));
  if (errors.length > 0) throw new InvalidRequestError(errors);
  const { params, query, headers, body } = results;
  return { params: params.data, query: query.data, headers: headers.data, body: body.data };
}

/** A type's parameters are passed over: JSON is UTF-8, whatever they say. @throws UnsupportedContentTypeError */
function readJson({ headers, body, isBase64Encoded }: APIGatewayProxyEventV2): unknown {
  if (!body) return undefined;
  const [type = ''] = (headers['content-type'] ?? '').split(';', 1);
  if (type.trim().toLowerCase() !== 'application/json') throw new UnsupportedContentTypeError();
  try {
    return JSON.parse(isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body);
  } catch {
    throw new InvalidRequestError([{ field: 'body', message: 'is not JSON' }]);
  }
}

function response(
  { statusCode, body }: HttpResult,
  {
    correlationId,
    accepted,
    known,
    contentType = 'application/json',
    retryAfterSeconds,
  }: {
    correlationId: string;
    accepted: string | undefined;
    /** Which answers the caller has; undefined where they have no names. */
    known?: string | undefined;
    contentType?: string;
    retryAfterSeconds?: number | undefined;
  },
): APIGatewayProxyStructuredResultV2 {
  const headers = {
    'cache-control': 'no-store',
    'x-correlation-id': correlationId,
    ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
  };
  if (body === undefined) return { statusCode, headers };
  const text = JSON.stringify(body);
  const named = known === undefined ? {} : { etag: entityTag(text) };
  if (named.etag && known && isKnown(named.etag, known))
    return { statusCode: 304, headers: { ...headers, ...vary, ...named } };
  const packed = compressed(text, accepted);
  return {
    ...packed,
    statusCode,
    headers: { ...headers, ...named, 'content-type': contentType, ...packed.headers },
  };
}
