import type { IncomingMessage } from 'node:http';

/** An event may have 1 MB, and its form escapes much of it. */
const mostBytes = 4 * 2 ** 20;

/**
 * Whether a POST comes from a page of the console, or from a program that is no browser: browsers name the origin of each POST.
 * That the address itself is the sandbox's own has been asked at the front door, where also origins pass that may use the services.
 */
export function isOwnPage({ headers: { origin, host } }: IncomingMessage): boolean {
  return origin === undefined || origin === `http://${host}`;
}

/** Fields of a form; undefined when it is too long. */
export async function formOf(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBytes) return undefined;
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString());
}
