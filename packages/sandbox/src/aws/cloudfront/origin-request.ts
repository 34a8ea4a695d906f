import type { IncomingMessage } from 'node:http';
import type { Origin } from './distribution-config.ts';
import type { Forwarding } from './forwarding.ts';

/**
 * Changes the viewer's request into what the origin gets: headers in place, with those that the policies keep away
 * removed and those that CloudFront adds.
 * @returns the path that the origin sees, with the query string that is let through
 */
export function forward(
  request: IncomingMessage,
  origin: Origin,
  forwarding: Forwarding,
  path: string,
  query: string | undefined,
  requestId: string,
): string {
  const headers = { ...request.headers };
  if (!forwarding.authorization) delete headers.authorization;
  if (!forwarding.cookies) delete headers.cookie;
  if (!forwarding.host) headers.host = origin.DomainName;
  const viewer = request.socket.remoteAddress ?? '127.0.0.1';
  const before = headers['x-forwarded-for'];
  headers['x-forwarded-for'] = before === undefined ? viewer : `${String(before)}, ${viewer}`;
  headers['x-amz-cf-id'] = requestId;
  for (const { HeaderName, HeaderValue } of origin.OriginCustomHeaders) {
    headers[HeaderName.toLowerCase()] = HeaderValue;
  }
  request.headers = headers;
  request.headersDistinct = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value : [String(value)]]),
  );

  const { queries } = forwarding;
  const passes = (name: string): boolean => (typeof queries === 'boolean' ? queries : queries.has(name));
  const passed = (query ?? '')
    .split('&')
    .filter((pair) => pair !== '' && passes(pair.split('=', 1)[0] ?? ''))
    .join('&');
  // The mark stays: without it an origin would take the query string of the viewer's address.
  return `${origin.OriginPath}${path}?${passed}`;
}
