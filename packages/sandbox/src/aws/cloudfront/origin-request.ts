import { type HttpRequest, splitTarget } from '../../core/http-request.ts';
import type { Origin } from './distribution-config.ts';
import type { Forwarding } from './forwarding.ts';

/**
 * What the origin gets of a viewer's request: without the headers, cookies and query that the policies keep away, with
 * what CloudFront adds. Where cookies are forwarded it takes no conditional requests, so that the origin answers whole.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Cookies.html
 */
export function originRequest(
  request: HttpRequest,
  origin: Origin,
  forwarding: Forwarding,
  requestId: string,
): HttpRequest {
  const {
    authorization,
    cookie,
    host,
    'x-forwarded-for': before,
    'if-none-match': ifNoneMatch,
    'if-modified-since': ifModifiedSince,
    ...headers
  } = request.headers;
  const [path, query = ''] = splitTarget(request.target);
  const { queries } = forwarding;
  const passes = (name: string): boolean => (typeof queries === 'boolean' ? queries : queries.has(name));
  const passed = query
    .split('&')
    .filter((pair) => pair !== '' && passes(pair.split('=', 1)[0] ?? ''))
    .join('&');
  const added = origin.OriginCustomHeaders.map(({ HeaderName, HeaderValue }) => [
    HeaderName.toLowerCase(),
    HeaderValue,
  ]);
  return {
    ...request,
    target: `${origin.OriginPath}${path}${passed === '' ? '' : `?${passed}`}`,
    headers: {
      ...headers,
      ...(forwarding.authorization && authorization !== undefined && { authorization }),
      ...(forwarding.cookies && cookie !== undefined && { cookie }),
      ...(!forwarding.cookies && ifNoneMatch !== undefined && { 'if-none-match': ifNoneMatch }),
      ...(!forwarding.cookies && ifModifiedSince !== undefined && { 'if-modified-since': ifModifiedSince }),
      host: forwarding.host && host !== undefined ? host : origin.DomainName,
      'x-forwarded-for': before === undefined ? request.sourceIp : `${before}, ${request.sourceIp}`,
      'x-amz-cf-id': requestId,
      ...Object.fromEntries(added),
    },
  };
}
