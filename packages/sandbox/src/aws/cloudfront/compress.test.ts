import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { HttpAnswer } from '../../core/http-answer.ts';
import type { HttpRequest } from '../../core/http-request.ts';
import { compress } from './compress.ts';

const text = 'a line that comes again and again\n'.repeat(100);
const asked = (accepted: string, method = 'GET'): HttpRequest =>
  ({ method, headers: { 'accept-encoding': accepted } }) as unknown as HttpRequest;
const page: HttpAnswer = {
  status: 200,
  headers: { 'content-type': 'text/html', etag: '"1"', vary: 'Origin', 'accept-ranges': 'bytes' },
  body: Buffer.from(text),
};
const bytesOf = ({ body }: HttpAnswer): Promise<Buffer> =>
  Buffer.isBuffer(body) ? Promise.resolve(body) : buffer(body());

describe('compress', () => {
  it.each([
    ['gzip, deflate, br', 'br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
  ])('gives a viewer that accepts %s the answer as %s', async (accepted, encoding, decompress) => {
    const answer = compress(asked(accepted), page);
    expect(answer.headers).toEqual({
      'content-type': 'text/html',
      'content-encoding': encoding,
      etag: 'W/"1"',
      vary: 'Origin, Accept-Encoding',
    });
    expect(decompress(await bytesOf(answer)).toString()).toBe(text);
  });

  it('compresses a stream as it comes, and fails with it', async () => {
    const headers = { 'content-type': 'text/css', 'content-length': String(text.length) };
    const streamed = compress(asked('br'), { ...page, headers, body: () => Readable.from([text]) });
    expect(streamed.headers).not.toHaveProperty('content-length');
    expect(brotliDecompressSync(await bytesOf(streamed)).toString()).toBe(text);
    const broken = (): Readable =>
      new Readable({
        read: (): never => {
          throw new Error('no disk');
        },
      });
    await expect(bytesOf(compress(asked('br'), { ...page, headers, body: broken }))).rejects.toThrow(
      'no disk',
    );
  });

  it.each<[string, HttpRequest, Partial<HttpAnswer>]>([
    ['for a viewer that accepts nothing', asked('identity'), {}],
    ['what is asked for by HEAD', asked('br', 'HEAD'), {}],
    ['what is compressed already', asked('br'), { headers: { ...page.headers, 'content-encoding': 'gzip' } }],
    ['a picture', asked('br'), { headers: { 'content-type': 'image/webp' } }],
    ['what is short', asked('br'), { body: Buffer.from('short') }],
    ['a part of a thing', asked('br'), { status: 206 }],
    ['a stream of unknown length', asked('br'), { body: () => Readable.from([text]) }],
  ])('leaves alone %s', (_what, request, change) => {
    const answer = { ...page, ...change };
    expect(compress(request, answer)).toBe(answer);
  });
});
