import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** Below, the packaging outweighs the gain: one network packet is one network packet. */
const leastBytes = 1024;

/** Of 11: the highest are for files that are compressed once and sent often. */
const brotliQuality = 4;

const codings = {
  br: (text: string) =>
    brotliCompressSync(text, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: brotliQuality,
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      },
    }),
  gzip: (text: string) => gzipSync(text),
};
type Coding = keyof typeof codings;

/** For caches on the way that know no better: said of every body, compressed or not. */
export const vary = { vary: 'accept-encoding' };

/**
 * The body as the caller can read it, small: nobody else compresses it. HTTP APIs do not, and CloudFront does so only for
 * what it may keep. An ETag is a weak one, the same for each coding (entity-tag.ts).
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/ServingCompressedFiles.html
 */
export function compressed(body: string, accepted: string | undefined) {
  const coding = Buffer.byteLength(body) < leastBytes ? undefined : codingOf(accepted ?? '');
  if (coding === undefined) return { headers: vary, body };
  return {
    headers: { ...vary, 'content-encoding': coding },
    body: codings[coding](body).toString('base64'),
    isBase64Encoded: true,
  };
}

/** The coding that the caller likes best, br before gzip among equals; `*` stands for those that are not named (RFC 9110, 12.5.3). */
function codingOf(accepted: string): Coding | undefined {
  const weights = new Map(
    accepted.split(',').map((part) => {
      const [name = '', ...parameters] = part.split(';').map((word) => word.trim().toLowerCase());
      const [quality] = parameters.flatMap((one) => (one.startsWith('q=') ? one.slice(2) : []));
      return [name, quality === undefined ? 1 : Number(quality) || 0];
    }),
  );
  const weightOf = (coding: Coding): number => weights.get(coding) ?? weights.get('*') ?? 0;
  const best: Coding = weightOf('br') >= weightOf('gzip') ? 'br' : 'gzip';
  return weightOf(best) > 0 ? best : undefined;
}
