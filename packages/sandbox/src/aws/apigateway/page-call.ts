import type { HttpRequest } from '../../core/http-request.ts';

/** What a browser says of the page that makes a call. */
export interface PageCall {
  page?: string | undefined;
  userAgent?: string | undefined;
}

/**
 * Nothing for a client that is no browser: only browsers say of each request from which site it comes. The query of a page stays
 * with the page, since links carry secrets there.
 * @see https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Sec-Fetch-Site
 */
export function pageCall({ headers }: Pick<HttpRequest, 'headers'>): PageCall | undefined {
  const site = headers['sec-fetch-site'];
  // Somebody has opened the address itself.
  if (site === undefined || headers['sec-fetch-mode'] === 'navigate') return undefined;
  const from = /^https?:/.test(headers.referer ?? '') ? URL.parse(headers.referer ?? '') : null;
  const page = from && (site === 'same-origin' ? from.pathname : from.origin + from.pathname);
  return { page: page ?? undefined, userAgent: headers['user-agent'] };
}
