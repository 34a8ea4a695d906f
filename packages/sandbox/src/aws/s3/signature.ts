import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { s3Error } from './s3-error.ts';

/** What a signature is checked against. */
export interface SigningCredentials {
  secretAccessKey: string;
  /** Of temporary credentials: the request must carry it too. */
  sessionToken?: string;
}

/** Gives nothing for a key that was never issued, or was revoked since. */
export type CredentialsFor = (accessKeyId: string) => SigningCredentials | undefined;

/** `<access key>/<yyyymmdd>/<region>/s3/aws4_request` */
interface Scope {
  accessKeyId: string;
  date: string;
  region: string;
  text: string;
}

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

function signingKey(secret: string, { date, region }: Scope): Buffer {
  return hmac(hmac(hmac(hmac(`AWS4${secret}`, date), region), 's3'), 'aws4_request');
}

function scopeOf(credential: string): Scope | undefined {
  const parts = /^(.+)\/(\d{8})\/([^/]+)\/s3\/aws4_request$/.exec(credential);
  if (!parts) return undefined;
  const [, accessKeyId = '', date = '', region = ''] = parts;
  return { accessKeyId, date, region, text: `${date}/${region}/s3/aws4_request` };
}

function credentialsOf(
  scope: Scope,
  sessionToken: string | undefined,
  credentialsFor: CredentialsFor,
): SigningCredentials {
  const credentials = credentialsFor(scope.accessKeyId);
  if (!credentials) throw s3Error('InvalidAccessKeyId', undefined, { AWSAccessKeyId: scope.accessKeyId });
  if ((credentials.sessionToken ?? '') !== (sessionToken ?? '')) throw s3Error('InvalidToken');
  return credentials;
}

function compare(expected: string, given: string): void {
  const a = Buffer.from(expected);
  const b = Buffer.from(given);
  if (a.length !== b.length || !timingSafeEqual(a, b)) throw s3Error('SignatureDoesNotMatch');
}

/** A pair of a presigned POST: the policy in base64 is the text that is signed. @returns the signer's access key */
export function verifyPostSignature(
  fields: ReadonlyMap<string, string>,
  policy: string,
  credentialsFor: CredentialsFor,
): string {
  if (fields.get('x-amz-algorithm') !== 'AWS4-HMAC-SHA256') {
    throw s3Error('InvalidArgument', "Only AWS4-HMAC-SHA256 is supported for 'X-Amz-Algorithm'.");
  }
  const scope = scopeOf(fields.get('x-amz-credential') ?? '');
  if (!scope) throw s3Error('AuthorizationQueryParametersError');
  const credentials = credentialsOf(scope, fields.get('x-amz-security-token'), credentialsFor);
  const expected = hmac(signingKey(credentials.secretAccessKey, scope), policy).toString('hex');
  compare(expected, fields.get('x-amz-signature') ?? '');
  return scope.accessKeyId;
}

/** RFC 3986, as the canonical request wants it. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** A week, the longest that S3 accepts. */
const longestSeconds = 604_800;

/**
 * Checks a URL that carries its signature in the query.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 * @returns the signer's access key
 * @throws AwsError `AccessDenied` when expired, `SignatureDoesNotMatch`, `InvalidAccessKeyId`, `InvalidToken`
 */
export function verifyPresignedUrl(
  request: IncomingMessage,
  nowMs: number,
  credentialsFor: CredentialsFor,
): string {
  const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
  const pairs = query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', value = ''] = pair.split(/=(.*)/s, 2);
      return [decode(name), decode(value)] as const;
    });
  const parameter = (name: string): string => pairs.find(([found]) => found === name)?.[1] ?? '';

  const scope = scopeOf(parameter('X-Amz-Credential'));
  if (!scope || parameter('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256') {
    throw s3Error('AuthorizationQueryParametersError');
  }
  const date = parameter('X-Amz-Date');
  const startMs = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  const expiresSeconds = Number(parameter('X-Amz-Expires') || Number.NaN);
  if (Number.isNaN(startMs) || !date.startsWith(scope.date)) {
    throw s3Error('AuthorizationQueryParametersError', 'X-Amz-Date must be in the ISO8601 Long Format');
  }
  if (!(expiresSeconds >= 0 && expiresSeconds <= longestSeconds)) {
    throw s3Error('AuthorizationQueryParametersError', 'X-Amz-Expires must be between 0 and 604800 seconds');
  }
  if (nowMs > startMs + expiresSeconds * 1000) {
    throw s3Error('AccessDenied', 'Request has expired', {
      'X-Amz-Expires': expiresSeconds,
      Expires: new Date(startMs + expiresSeconds * 1000).toISOString(),
      ServerTime: new Date(nowMs).toISOString(),
    });
  }

  const credentials = credentialsOf(scope, parameter('X-Amz-Security-Token') || undefined, credentialsFor);
  const signedHeaders = parameter('X-Amz-SignedHeaders');
  const canonical = [
    request.method ?? 'GET',
    path
      .split('/')
      .map((part) => encoded(decode(part)))
      .join('/'),
    pairs
      .filter(([name]) => name !== 'X-Amz-Signature')
      .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
      .sort()
      .join('&'),
    ...signedHeaders.split(';').map((name) => {
      const value = request.headers[name];
      return `${name}:${(Array.isArray(value) ? value.join(',') : (value ?? '')).trim().replace(/ +/g, ' ')}`;
    }),
    '',
    signedHeaders,
    parameter('X-Amz-Content-Sha256') || 'UNSIGNED-PAYLOAD',
  ].join('\n');
  const digest = createHash('sha256').update(canonical).digest('hex');
  const text = ['AWS4-HMAC-SHA256', date, scope.text, digest].join('\n');
  compare(
    hmac(signingKey(credentials.secretAccessKey, scope), text).toString('hex'),
    parameter('X-Amz-Signature'),
  );
  return scope.accessKeyId;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw s3Error('InvalidRequest', 'The request URI is not encoded correctly.');
  }
}
