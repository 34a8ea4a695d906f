import type { IncomingMessage } from 'node:http';
import type { AnswerHeaders, HttpAnswer } from '../../core/http-answer.ts';
import type { Bucket, CorsRule } from './bucket-store.ts';
import { emptyAnswer } from './operation.ts';
import { s3Error } from './s3-error.ts';

/** A pattern may hold one `*`. */
function matches(pattern: string, value: string): boolean {
  const [before = '', after] = pattern.split('*', 2);
  if (after === undefined) return pattern === value;
  return value.length >= before.length + after.length && value.startsWith(before) && value.endsWith(after);
}

function findRule(
  bucket: Bucket | undefined,
  origin: string,
  method: string,
  headers: string[],
): CorsRule | undefined {
  return bucket?.cors.find(
    (rule) =>
      rule.allowedOrigins.some((pattern) => matches(pattern, origin)) &&
      rule.allowedMethods.includes(method) &&
      headers.every((header) =>
        rule.allowedHeaders.some((pattern) => matches(pattern.toLowerCase(), header)),
      ),
  );
}

/** Whether pages of this origin may send such requests; which headers they may send, the preflight says. */
export const letsOrigin = (bucket: Bucket | undefined, origin: string, method: string): boolean =>
  findRule(bucket, origin, method, []) !== undefined;

function headersOf(rule: CorsRule, origin: string): AnswerHeaders {
  const anyOrigin = rule.allowedOrigins.includes('*');
  return {
    'access-control-allow-origin': anyOrigin ? '*' : origin,
    ...(!anyOrigin && { 'access-control-allow-credentials': 'true' }),
    'access-control-allow-methods': rule.allowedMethods.join(', '),
    ...(rule.exposedHeaders.length > 0 && {
      'access-control-expose-headers': rule.exposedHeaders.join(', '),
    }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
}

/** What the bucket's rules tell the page that makes this request; none of them matching is no error. */
export function corsHeaders(
  bucket: Bucket | undefined,
  { method = 'GET', headers }: IncomingMessage,
): AnswerHeaders {
  const { origin } = headers;
  const rule = origin === undefined ? undefined : findRule(bucket, origin, method, []);
  return rule && origin !== undefined ? headersOf(rule, origin) : {};
}

/** The answer to a preflight. @throws AwsError `AccessForbidden` when no rule allows it */
export function preflightAnswer(bucket: Bucket | undefined, request: IncomingMessage): HttpAnswer {
  const { origin } = request.headers;
  const method = request.headers['access-control-request-method'];
  if (origin === undefined || method === undefined) {
    throw s3Error('InvalidRequest', 'Insufficient information. Origin request header needed.');
  }
  const headers = String(request.headers['access-control-request-headers'] ?? '')
    .toLowerCase()
    .split(',')
    .map((header) => header.trim())
    .filter((header) => header !== '');
  const rule = findRule(bucket, origin, method, headers);
  if (!rule) {
    const why =
      (bucket?.cors.length ?? 0) > 0
        ? 'This CORS request is not allowed.'
        : 'CORS is not enabled for this bucket.';
    throw s3Error('AccessForbidden', `CORSResponse: ${why}`, { Method: method, ResourceType: 'OBJECT' });
  }
  return emptyAnswer(200, {
    ...headersOf(rule, origin),
    ...(headers.length > 0 && { 'access-control-allow-headers': headers.join(', ') }),
    ...(rule.maxAgeSeconds !== undefined && { 'access-control-max-age': String(rule.maxAgeSeconds) }),
  });
}
