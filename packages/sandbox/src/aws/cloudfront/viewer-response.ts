import type { IncomingMessage, OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { constants, createBrotliCompress, createGzip } from 'node:zlib';

export type Headers = Record<string, string | string[]>;

export interface ViewerResponseRules {
  /** Called with status and headers (lower case names) before they are sent; changes the headers in place. */
  adjust(status: number, headers: Headers): void;
  compresses: boolean;
  /** Whether an origin's answer with this status is dropped, because an error page takes its place. */
  replaces(status: number): boolean;
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/ServingCompressedFiles.html */
const compressible =
  /^(text\/|application\/(javascript|json|xml|manifest\+json|vnd\.api\+json|wasm|x-javascript|ld\+json|xhtml\+xml|rss\+xml|atom\+xml)|image\/svg\+xml|font\/(ttf|otf))/;
const smallestBytes = 1000;
const largestBytes = 10_000_000;

/**
 * Puts the distribution between an origin and the viewer: what the origin writes to `response` from now on is adjusted,
 * compressed or dropped.
 * @returns resolves with the status whose body was dropped when the origin has ended such an answer, otherwise never
 */
export function interceptResponse(
  request: IncomingMessage,
  response: ServerResponse,
  rules: ViewerResponseRules,
): Promise<number> {
  const send = {
    writeHead: response.writeHead.bind(response),
    write: response.write.bind(response),
    end: response.end.bind(response),
  };
  const { promise: dropped, resolve } = Promise.withResolvers<number>();

  response.writeHead = ((
    status: number,
    second?: string | OutgoingHttpHeaders | OutgoingHttpHeader[],
    third?: OutgoingHttpHeaders | OutgoingHttpHeader[],
  ) => {
    const given = typeof second === 'string' ? third : second;
    const headers = joined(response, given);
    if (rules.replaces(status)) {
      for (const name of response.getHeaderNames()) response.removeHeader(name);
      Object.assign(response, send);
      response.write = (() => true) as ServerResponse['write'];
      response.end = ((): ServerResponse => {
        Object.assign(response, send);
        resolve(status);
        return response;
      }) as ServerResponse['end'];
      return response;
    }
    rules.adjust(status, headers);
    const encoding = rules.compresses ? encodingFor(request, status, headers) : undefined;
    Object.assign(response, send);
    for (const name of response.getHeaderNames()) response.removeHeader(name);
    if (encoding) compress(response, send, headers, encoding);
    return send.writeHead(status, headers);
  }) as ServerResponse['writeHead'];
  // Node writes the head of an answer without writeHead by itself, past the rules: make it come through here.
  response.write = ((...args: Parameters<ServerResponse['write']>) => {
    response.writeHead(response.statusCode);
    return response.write(...args);
  }) as ServerResponse['write'];
  response.end = ((...args: Parameters<ServerResponse['end']>) => {
    response.writeHead(response.statusCode);
    return response.end(...args);
  }) as ServerResponse['end'];
  return dropped;
}

/** Headers set before and those given to writeHead, which win. */
function joined(
  response: ServerResponse,
  given: OutgoingHttpHeaders | OutgoingHttpHeader[] | undefined,
): Headers {
  const headers: Headers = {};
  const named = Array.isArray(given) ? {} : (given ?? {});
  for (const [name, one] of [...Object.entries(response.getHeaders()), ...Object.entries(named)]) {
    if (one !== undefined) headers[name.toLowerCase()] = Array.isArray(one) ? one : String(one);
  }
  return headers;
}

type Encoding = 'br' | 'gzip';

function encodingFor(request: IncomingMessage, status: number, headers: Headers): Encoding | undefined {
  const length = Number(headers['content-length'] ?? Number.NaN);
  const fits =
    request.method !== 'HEAD' &&
    (status === 200 || status === 403 || status === 404) &&
    headers['content-encoding'] === undefined &&
    compressible.test(String(headers['content-type'] ?? '')) &&
    length >= smallestBytes &&
    length <= largestBytes;
  if (!fits) return undefined;
  const accepted = String(request.headers['accept-encoding'] ?? '');
  if (/\bbr\b/.test(accepted)) return 'br';
  return /\bgzip\b/.test(accepted) ? 'gzip' : undefined;
}

function compress(
  response: ServerResponse,
  send: Pick<ServerResponse, 'write' | 'end'>,
  headers: Headers,
  encoding: Encoding,
): void {
  delete headers['content-length'];
  delete headers['accept-ranges'];
  headers['content-encoding'] = encoding;
  headers.vary = headers.vary === undefined ? 'Accept-Encoding' : `${headers.vary}, Accept-Encoding`;
  const etag = String(headers.etag ?? '');
  if (etag !== '' && !etag.startsWith('W/')) headers.etag = `W/${etag}`;
  // Quick rather than small: the way to the viewer is this machine.
  const stream =
    encoding === 'br'
      ? createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })
      : createGzip({ level: 5 });
  stream.on('data', (chunk: Buffer) => {
    if (!send.write(chunk)) {
      stream.pause();
      response.once('drain', () => stream.resume());
    }
  });
  stream.on('end', () => send.end());
  stream.on('error', () => response.destroy());
  stream.on('drain', () => response.emit('drain'));
  response.write = ((chunk: Buffer) => stream.write(chunk)) as ServerResponse['write'];
  response.end = ((chunk?: unknown) => {
    stream.end(typeof chunk === 'function' ? undefined : chunk);
    return response;
  }) as ServerResponse['end'];
  response.once('close', () => stream.destroy());
}
