import type { AnswerHeaders } from '../../core/http-answer.ts';
import type { OpenApiDocument } from './routes.ts';

type Cors = NonNullable<OpenApiDocument['x-amazon-apigateway-cors']>;

function originHeaders(cors: Cors, origin: string | undefined): Record<string, string> {
  const allowed = cors.allowOrigins ?? [];
  const named =
    origin !== undefined &&
    allowed.some((one) => one === origin || (one.endsWith('://*') && origin.startsWith(one.slice(0, -1))));
  if (!named && !allowed.includes('*')) return {};
  return {
    'access-control-allow-origin': named && origin ? origin : '*',
    ...(cors.allowCredentials && { 'access-control-allow-credentials': 'true' }),
  };
}

/** Whether pages of this origin may call the API's routes. */
export const letsOrigin = (cors: Cors | undefined, origin: string): boolean =>
  cors !== undefined && Object.keys(originHeaders(cors, origin)).length > 0;

/** Where an API says what pages may, what the function says of it does not count. */
export const withoutCors = (headers: AnswerHeaders): AnswerHeaders =>
  Object.fromEntries(
    Object.entries(headers).filter(([name]) => !name.toLowerCase().startsWith('access-control-')),
  );

/** What an HTTP API adds to every answer. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html */
export function corsHeaders(cors: Cors, origin: string | undefined): Record<string, string> {
  const headers = originHeaders(cors, origin);
  if (Object.keys(headers).length === 0 || !cors.exposeHeaders) return headers;
  return { ...headers, 'access-control-expose-headers': cors.exposeHeaders.join(',') };
}

/** What it answers to a preflight, before any authorizer. */
export function preflightHeaders(cors: Cors, origin: string | undefined): Record<string, string> {
  const headers = originHeaders(cors, origin);
  if (Object.keys(headers).length === 0) return headers;
  return {
    ...headers,
    ...(cors.allowMethods && { 'access-control-allow-methods': cors.allowMethods.join(',') }),
    ...(cors.allowHeaders && { 'access-control-allow-headers': cors.allowHeaders.join(',') }),
    ...(cors.maxAge !== undefined && { 'access-control-max-age': String(cors.maxAge) }),
  };
}
