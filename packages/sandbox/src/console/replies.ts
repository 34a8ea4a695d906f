import type { Readable } from 'node:stream';

export interface Reply {
  status: number;
  type: string;
  body: string | Buffer | (() => Readable);
  policy?: string;
  location?: string;
  /** How long a browser may keep it; not at all unless told. */
  keptSeconds?: number;
}

/** Of the console's own pages; a mail has another. */
export const pagePolicy =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

export const plain = (status: number, body: string, type = 'text/plain'): Reply => ({ status, type, body });
export const json = (body: unknown, status = 200): Reply =>
  plain(status, JSON.stringify(body), 'application/json');
export const htmlPage = (body: string, status = 200, policy = pagePolicy): Reply => ({
  status,
  type: 'text/html; charset=utf-8',
  body,
  policy,
});
/** After a form: what it did stays done when the page is loaded again. */
export const seeOther = (location: string): Reply => ({ ...plain(303, ''), location });

/** Some of the console's pages. */
export interface Pages {
  /** @param path without a slash at its end; decoded by whoever reads a name in it */
  get(path: string, query: URLSearchParams): Reply | undefined | Promise<Reply | undefined>;
  /** Called for requests of the console's own pages, and of programs that are no browser. */
  post?(path: string, form: URLSearchParams): Reply | undefined | Promise<Reply | undefined>;
}

/** The part of a path behind a prefix: `<name>` of `/_sandbox/story/<name>`. */
export function nameAfter(prefix: string, path: string): string | undefined {
  if (!path.startsWith(prefix) || path.length === prefix.length) return undefined;
  try {
    return decodeURIComponent(path.slice(prefix.length));
  } catch {
    return undefined;
  }
}
