import { createHmac, createSecretKey, hash, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Algorithm of every signature that the sandbox reads. */
export const algorithm = 'AWS4-HMAC-SHA256';

/** `<access key>/<yyyymmdd>/<region>/<service>/aws4_request`, taken apart. */
export interface CredentialScope {
  accessKeyId: string;
  /** `YYYYMMDD` */
  date: string;
  region: string;
  /** As in an address: `s3`, `lambda`, `dynamodb`. */
  service: string;
}

/** What a client says that it signed, in its headers or in its query. */
export interface Signature extends CredentialScope {
  signedHeaders: string[];
  /** Hex. */
  signature: string;
  /** `YYYYMMDDTHHMMSSZ` */
  timestamp: string;
  /** Session token of temporary credentials; empty for a long-lived key. */
  token: string;
  /** Hex digest of the body, or the word that stands for it (`UNSIGNED-PAYLOAD`, `STREAMING-…`); absent when not said. */
  payloadHash?: string;
}

/** A request as far as a signature covers it. */
export interface SignedRequest {
  method: string;
  /** Path and query as sent, still encoded. */
  target: string;
  headers: IncomingHttpHeaders;
}

/** @returns undefined for what is none, or of another version */
export function readScope(credential: string): CredentialScope | undefined {
  const [accessKeyId, date, region, service, end, ...more] = credential.split('/');
  if (!accessKeyId || !date || !region || !service || end !== 'aws4_request' || more.length > 0)
    return undefined;
  return { accessKeyId, date, region, service };
}

/**
 * Reads `Authorization: AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`.
 * @returns undefined for any other header
 */
export function readAuthorization(headers: IncomingHttpHeaders): Signature | undefined {
  const { authorization } = headers;
  if (!authorization?.startsWith(algorithm)) return undefined;
  const part = (name: string): string => {
    const start = authorization.indexOf(`${name}=`, algorithm.length);
    if (start < 0) return '';
    const end = authorization.indexOf(',', start);
    return authorization.slice(start + name.length + 1, end < 0 ? undefined : end).trim();
  };
  const scope = readScope(part('Credential'));
  const names = part('SignedHeaders');
  if (!scope || names === '') return undefined;
  const payloadHash = headers['x-amz-content-sha256'];
  return {
    ...scope,
    signedHeaders: names.split(';'),
    signature: part('Signature'),
    timestamp: String(headers['x-amz-date'] ?? ''),
    token: String(headers['x-amz-security-token'] ?? ''),
    ...(payloadHash !== undefined && { payloadHash: String(payloadHash) }),
  };
}

/** Name and value, decoded. */
export type Query = (readonly [name: string, value: string])[];

export function readQuery(target: string): Query {
  const mark = target.indexOf('?');
  if (mark < 0 || mark === target.length - 1) return [];
  return target
    .slice(mark + 1)
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      return equals < 0
        ? [decode(pair), '']
        : [decode(pair.slice(0, equals)), decode(pair.slice(equals + 1))];
    });
}

/**
 * True when the signature is the one that the holder of the secret makes for this request.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function isSignedBy(
  secretAccessKey: string,
  request: SignedRequest,
  query: Query,
  signature: Signature,
  payloadHash: string,
): boolean {
  const { date, region, service, timestamp } = signature;
  const digest = hash('sha256', canonicalRequest(request, query, signature, payloadHash), 'hex');
  const text = `${algorithm}\n${timestamp}\n${date}/${region}/${service}/aws4_request\n${digest}`;
  return isSignatureOf(text, secretAccessKey, signature, signature.signature);
}

/** @param signature hex, as the client sent it */
export function isSignatureOf(
  text: string,
  secretAccessKey: string,
  scope: CredentialScope,
  signature: string,
): boolean {
  // Compared as text: reading hex stops without a word at what is none, so that more after it would pass.
  const expected = Buffer.from(hmac(signingKey(secretAccessKey, scope), text).toString('hex'));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

const hmac = (key: string | Buffer | KeyObject, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest();

/** A key holds for a day, a region and a service: four digests that every call of a client would make again. */
const signingKeys = new Map<string, KeyObject>();
const mostSigningKeys = 1000;

function signingKey(secretAccessKey: string, { date, region, service }: CredentialScope): KeyObject {
  const name = `${secretAccessKey}/${date}/${region}/${service}`;
  const known = signingKeys.get(name);
  if (known) return known;
  const digest = hmac(hmac(hmac(hmac(`AWS4${secretAccessKey}`, date), region), service), 'aws4_request');
  // Node finds out by an error that bytes are none of its keys, which takes ten times as long as the digest itself.
  const made = createSecretKey(digest);
  if (signingKeys.size >= mostSigningKeys) signingKeys.clear();
  signingKeys.set(name, made);
  return made;
}

/**
 * Header values are taken as S3 takes them: each byte is a character of ISO 8859-1, and those characters are signed as
 * UTF-8. So a client that sends `ü` as one byte is understood, and one that sends it as UTF-8 is refused, there and here.
 */
function canonicalRequest(
  { method, target, headers }: SignedRequest,
  query: Query,
  { service, signedHeaders }: Signature,
  payloadHash: string,
): string {
  const names = isSorted(signedHeaders) ? signedHeaders : [...signedHeaders].sort();
  let text = `${method}\n${canonicalPath(target, service)}\n${canonicalQuery(query)}\n`;
  for (const name of names) {
    const value = headers[name];
    text += `${name}:${inOneLine(Array.isArray(value) ? value.join(',') : (value ?? ''))}\n`;
  }
  return `${text}\n${names.join(';')}\n${payloadHash}`;
}

const isSorted = (names: readonly string[]): boolean =>
  names.every((name, index) => index === 0 || (names[index - 1] ?? '') <= name);

const inOneLine = (value: string): string => {
  const trimmed = value.trim();
  return trimmed.includes('  ') ? trimmed.replace(/ +/g, ' ') : trimmed;
};

/** RFC 3986: everything but letters, digits and `-_.~`. */
const encode = (text: string): string =>
  isPlain.test(text)
    ? text
    : encodeURIComponent(text).replace(
        /[!'()*]/g,
        (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
      );

const isPlain = /^[\w.~-]*$/;
const isPlainPath = /^[\w.~/-]*$/;

/** S3 signs the path as it is sent, every other service encodes it once more. */
function canonicalPath(target: string, service: string): string {
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  if (isPlainPath.test(path)) return path || '/';
  return path
    .split('/')
    .map((segment) => encode(service === 's3' ? decode(segment) : segment))
    .join('/');
}

/** The signature cannot sign itself, so its own parameter is left out. */
function canonicalQuery(query: Query): string {
  if (query.length === 0) return '';
  return query
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function decode(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `20260102T030405Z` in milliseconds since the epoch; NaN for anything else. */
export function timeOf(timestamp: string): number {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(timestamp) ?? [];
  if (year === undefined) return Number.NaN;
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
}
