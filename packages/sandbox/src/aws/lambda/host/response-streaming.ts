import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';

type StreamingHandler = (event: unknown, responseStream: Writable, context: unknown) => unknown;

/** What a streaming handler writes to. */
function collector(): { stream: Writable; text(): string } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  Object.assign(stream, { setContentType: () => {} });
  return { stream, text: () => Buffer.concat(chunks).toString('utf8') };
}

/**
 * Lambda's global `awslambda`. Nothing streams here: what a handler writes is its answer when it has ended, as text; the
 * status and headers that `HttpResponseStream` takes are for a function URL, which nobody answers.
 * https://docs.aws.amazon.com/lambda/latest/dg/config-rs-write-functions.html
 */
export const awsLambda = {
  streamifyResponse:
    (handler: StreamingHandler) =>
    async (event: unknown, context: unknown): Promise<string> => {
      const { stream, text } = collector();
      await handler(event, stream, context);
      if (!stream.writableEnded) stream.end();
      await finished(stream);
      return text();
    },
  HttpResponseStream: { from: (stream: Writable): Writable => stream },
};
