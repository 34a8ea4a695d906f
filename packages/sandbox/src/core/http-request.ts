import type { IncomingMessage } from 'node:http';

/** What somebody asks an HTTP service for, as a value: whoever stands in between hands on a changed one. */
export interface HttpRequest {
  method: string;
  /** Path and query, as sent: still encoded. */
  target: string;
  /** Names in lower case; values of a header that comes several times are joined by commas, cookies by semicolons. */
  headers: Readonly<Record<string, string>>;
  /** Address of the client. */
  sourceIp: string;
  /** `1.1` */
  httpVersion: string;
  /** Read from here. */
  body: IncomingMessage;
}

export function requestOf(message: IncomingMessage): HttpRequest {
  const headers: Record<string, string> = {};
  for (const [name, values] of Object.entries(message.headersDistinct)) {
    if (values) headers[name] = values.join(name === 'cookie' ? '; ' : ',');
  }
  return {
    method: message.method ?? 'GET',
    target: message.url ?? '/',
    headers,
    sourceIp: message.socket.remoteAddress ?? '127.0.0.1',
    httpVersion: message.httpVersion,
    body: message,
  };
}

/** Path and query of a request's target; the query is absent when there is no question mark. */
export function splitTarget(target: string): [path: string, query?: string] {
  const at = target.indexOf('?');
  return at < 0 ? [target] : [target.slice(0, at), target.slice(at + 1)];
}
