import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Bucket, CorsRule } from './bucket-store.ts';
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

function setHeaders(response: ServerResponse, rule: CorsRule, origin: string): void {
  const anyOrigin = rule.allowedOrigins.includes('*');
  response.setHeader('access-control-allow-origin', anyOrigin ? '*' : origin);
  if (!anyOrigin) response.setHeader('access-control-allow-credentials', 'true');
  response.setHeader('access-control-allow-methods', rule.allowedMethods.join(', '));
  if (rule.exposedHeaders.length > 0) {
    response.setHeader('access-control-expose-headers', rule.exposedHeaders.join(', '));
  }
  response.setHeader('vary', 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method');
}

/** Adds what the bucket's rules allow the page that makes this request; none of them matching is no error. */
export function addCorsHeaders(bucket: Bucket, request: IncomingMessage, response: ServerResponse): void {
  const { origin } = request.headers;
  const rule = origin === undefined ? undefined : findRule(bucket, origin, request.method ?? 'GET', []);
  if (rule && origin !== undefined) setHeaders(response, rule, origin);
}

/** Answers a preflight. @throws AwsError `AccessForbidden` when no rule allows it */
export function answerPreflight(
  bucket: Bucket | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): void {
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
  setHeaders(response, rule, origin);
  if (headers.length > 0) response.setHeader('access-control-allow-headers', headers.join(', '));
  if (rule.maxAgeSeconds !== undefined)
    response.setHeader('access-control-max-age', String(rule.maxAgeSeconds));
  response.writeHead(200, { 'content-length': '0' });
  response.end();
}
