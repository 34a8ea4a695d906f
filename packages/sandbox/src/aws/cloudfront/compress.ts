import { pipeline, Readable } from 'node:stream';
import { constants, createBrotliCompress, createGzip } from 'node:zlib';
import type { HttpAnswer } from '../../core/http-answer.ts';
import type { HttpRequest } from '../../core/http-request.ts';

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/ServingCompressedFiles.html */
const compressible =
  /^(text\/|application\/(javascript|json|xml|manifest\+json|vnd\.api\+json|wasm|x-javascript|ld\+json|xhtml\+xml|rss\+xml|atom\+xml)|image\/svg\+xml|font\/(ttf|otf))/;
const smallestBytes = 1000;
const largestBytes = 10_000_000;

/** The answer compressed, where its kind, its size and the viewer allow it; otherwise as it is. */
export function compress(request: HttpRequest, answer: HttpAnswer): HttpAnswer {
  const encoding = encodingFor(request, answer);
  if (!encoding) return answer;
  const { 'content-length': _, 'accept-ranges': __, ...kept } = answer.headers;
  const etag = String(kept.etag ?? '');
  return {
    status: answer.status,
    headers: {
      ...kept,
      'content-encoding': encoding,
      vary: kept.vary === undefined ? 'Accept-Encoding' : `${kept.vary}, Accept-Encoding`,
      ...(etag !== '' && !etag.startsWith('W/') && { etag: `W/${etag}` }),
    },
    body() {
      const source = Buffer.isBuffer(answer.body) ? Readable.from([answer.body]) : answer.body();
      // Quick rather than small: the way to the viewer is this machine.
      const encoder =
        encoding === 'br'
          ? createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })
          : createGzip({ level: 5 });
      // Whoever reads the encoder learns of an error of the source: it is destroyed with it.
      return pipeline(source, encoder, () => {});
    },
  };
}

function encodingFor(request: HttpRequest, { status, headers, body }: HttpAnswer): 'br' | 'gzip' | undefined {
  const length = Number(headers['content-length'] ?? (Buffer.isBuffer(body) ? body.length : Number.NaN));
  const fits =
    request.method !== 'HEAD' &&
    (status === 200 || status === 403 || status === 404) &&
    headers['content-encoding'] === undefined &&
    compressible.test(String(headers['content-type'] ?? '')) &&
    length >= smallestBytes &&
    length <= largestBytes;
  if (!fits) return undefined;
  const accepted = request.headers['accept-encoding'] ?? '';
  if (/\bbr\b/.test(accepted)) return 'br';
  return /\bgzip\b/.test(accepted) ? 'gzip' : undefined;
}
