import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Algorithm of every signature that the sandbox reads. */
const algorithm = 'AWS4-HMAC-SHA256';

/** A request as far as a signature covers it. */
export interface SignedRequest {
  method: string;
  /** As sent: path and query still encoded. */
  url: URL;
  headers: IncomingHttpHeaders;
}

/** What a client says that it signed. */
export interface Signature {
  accessKeyId: string;
  /** `YYYYMMDD` of the credential scope. */
  date: string;
  region: string;
  service: string;
  signedHeaders: string[];
  signature: string;
  /** `YYYYMMDDTHHMMSSZ` */
  timestamp: string;
}

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html#calculate-signing-key */
function signingKey(secretAccessKey: string, date: string, region: string, service: string): Buffer {
  return hmac(hmac(hmac(hmac(`AWS4${secretAccessKey}`, date), region), service), 'aws4_request');
}

/**
 * Reads `Authorization: AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`.
 * @returns undefined for any other header
 */
export function readAuthorization(headers: IncomingHttpHeaders): Signature | undefined {
  const header = headers.authorization ?? '';
  if (!header.startsWith(algorithm)) return undefined;
  const parts = new Map(
    header
      .slice(algorithm.length)
      .split(',')
      .map((part): [string, string] => {
        const [name = '', ...value] = part.trim().split('=');
        return [name, value.join('=')];
      }),
  );
  return fromParts(
    parts.get('Credential') ?? '',
    parts.get('SignedHeaders') ?? '',
    parts.get('Signature') ?? '',
    String(headers['x-amz-date'] ?? ''),
  );
}

function fromParts(
  credential: string,
  headers: string,
  signature: string,
  timestamp: string,
): Signature | undefined {
  const [accessKeyId, date, region, service, end] = credential.split('/');
  if (!accessKeyId || !date || !region || !service || end !== 'aws4_request' || headers === '')
    return undefined;
  return { accessKeyId, date, region, service, signedHeaders: headers.split(';'), signature, timestamp };
}

/**
 * True when `signature` is the one that the holder of the secret makes for this request.
 * @param payloadHash hex digest of the body, or the word that stands for it (`UNSIGNED-PAYLOAD`, `STREAMING-…`)
 */
export function isSignedBy(
  secretAccessKey: string,
  request: SignedRequest,
  signature: Signature,
  payloadHash: string,
): boolean {
  const { date, region, service, timestamp } = signature;
  const digest = createHash('sha256')
    .update(canonicalRequest(request, signature, payloadHash))
    .digest('hex');
  const text = [algorithm, timestamp, `${date}/${region}/${service}/aws4_request`, digest].join('\n');
  const expected = hmac(signingKey(secretAccessKey, date, region, service), text);
  const given = Buffer.from(signature.signature, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function canonicalRequest(
  { method, url, headers }: SignedRequest,
  signature: Signature,
  payloadHash: string,
): string {
  const names = [...signature.signedHeaders].sort();
  return [
    method,
    canonicalPath(url.pathname, signature.service),
    canonicalQuery(url),
    ...names.map((name) => `${name}:${headerText(headers, name)}`),
    '',
    names.join(';'),
    payloadHash,
  ].join('\n');
}

function headerText(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return (Array.isArray(value) ? value.join(',') : (value ?? '')).trim().replace(/ +/g, ' ');
}

/** RFC 3986: everything but letters, digits and `-_.~`. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

/** S3 signs the path as it is sent, every other service encodes it once more. */
function canonicalPath(path: string, service: string): string {
  const segments = path.split('/');
  return (
    (service === 's3' ? segments.map((part) => encode(decode(part))) : segments.map(encode)).join('/') || '/'
  );
}

function canonicalQuery(url: URL): string {
  const pairs = url.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair): [string, string] => {
      const equals = pair.indexOf('=');
      const [name, value] = equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
      return [encode(decode(name)), encode(decode(value))];
    });
  pairs.sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0));
  return pairs.map(([name, value]) => `${name}=${value}`).join('&');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `20260102T030405Z` in milliseconds since the epoch; NaN for anything else. */
export function timeOf(timestamp: string): number {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(timestamp) ?? [];
  const [year, month, day, hour, minute, second] = parts;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
