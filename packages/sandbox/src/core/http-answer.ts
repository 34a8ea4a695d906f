import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Names in lower case. */
export type AnswerHeaders = Record<string, string | string[]>;

/**
 * What an HTTP service answers, as a value: whoever stands before it adds to it, changes it or puts another in its place,
 * and in the end one place sends it.
 */
export interface HttpAnswer {
  status: number;
  /** A `content-length` is only needed where the body is a stream, or is left out because HEAD was asked. */
  headers: AnswerHeaders;
  /** All of it, or what opens a stream of it: called once, when it is sent, and never for an answer that is not. */
  body: Buffer | (() => Readable);
}

export const emptyBody = Buffer.alloc(0);

/**
 * Sends an answer. What the client still sends is read and dropped, so that the connection can go on.
 * @throws what opening or reading the body throws, unless the client has gone
 */
export async function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: HttpAnswer,
): Promise<void> {
  const hasBody = status !== 204 && status !== 304;
  response.writeHead(status, {
    ...(hasBody && Buffer.isBuffer(body) && { 'content-length': body.length }),
    ...headers,
  });
  request.resume();
  if (!hasBody || request.method === 'HEAD') response.end();
  else if (Buffer.isBuffer(body)) response.end(body);
  else {
    await pipeline(body(), response).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
    });
  }
}
