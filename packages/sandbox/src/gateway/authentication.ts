import { hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Identities, Identity } from '../aws/iam/identities.ts';
import type { AwsError } from '../core/aws-error.ts';
import type { Signer } from '../core/principal.ts';
import { type SignatureFault, signatureError } from './signature-errors.ts';
import {
  algorithm,
  isSignatureOf,
  isSignedBy,
  type Query,
  readAuthorization,
  readQuery,
  readScope,
  type Signature,
  timeOf,
} from './sigv4.ts';

/** A request that carries a signature: for which service, and by whom or why not. */
export type Authenticated = { service: string } & ({ caller: Signer } | { refusal: AwsError });

/** Who signed a request. The one place where signatures are checked, wherever a request carries them. */
export interface Authentication {
  /**
   * By the Authorization header, or by the query of a presigned URL. The signature is checked over the payload hash that
   * the client declares; whether the body has that hash is for the service to check.
   * @param hashOfBody hex digest of a body whose hash the client does not declare
   * @returns undefined for an unsigned request
   */
  ofRequest(
    request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
    hashOfBody?: string,
  ): Authenticated | undefined;
  /**
   * By the fields of a form (names in lower case), whose policy in base64 is the text that is signed.
   * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-authentication-HTTPPOST.html
   * @throws AwsError in S3's words
   */
  ofForm(fields: ReadonlyMap<string, string>): Signer;
}

/** How far the time of a request may be off. */
const clockSkewMs = 15 * 60 * 1000;

/** A week, the longest that S3 accepts for a presigned URL. */
const longestSeconds = 604_800;

const amzHeader = /^x-amz-/;

/** What is signed of the body of a URL: S3 leaves it open, others mean that there is none. */
const undeclared = (service: string): string => (service === 's3' ? 'UNSIGNED-PAYLOAD' : hashOfNothing);
const hashOfNothing = hash('sha256', '', 'hex');

/** Thrown on the way and worded for the service at the end. */
class Fault extends Error {
  readonly fault: SignatureFault;
  readonly details: Record<string, unknown>;

  constructor(fault: SignatureFault, details: Record<string, unknown> = {}) {
    super(fault);
    this.fault = fault;
    this.details = details;
  }
}

export function makeAuthentication(identities: Pick<Identities, 'find'>, now: () => number): Authentication {
  return {
    ofRequest(request, hashOfBody) {
      const byHeader = readAuthorization(request.headers);
      const target = request.url ?? '/';
      const byQuery = target.includes('X-Amz-Signature=');
      if (!byHeader && !byQuery) return undefined;
      const query = readQuery(target);
      const service = byHeader?.service ?? readScope(parameterOf(query, 'X-Amz-Credential'))?.service ?? 's3';
      try {
        if (byHeader && byQuery) throw new Fault('signed-twice');
        const signature = byHeader ?? presigned(query, now());
        const payloadHash = signature.payloadHash ?? hashOfBody ?? undeclared(service);
        const identity = find(signature);
        checkHeaders(request, signature);
        const signed = { method: request.method ?? 'GET', target, headers: request.headers };
        if (!isSignedBy(identity.secretAccessKey, signed, query, signature, payloadHash))
          throw new Fault('wrong-signature');
        if (byHeader) checkNow(byHeader, identity);
        return { service, caller: identity.caller };
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        return { service, refusal: signatureError(service, error.fault, error.details) };
      }
    },
    ofForm(fields) {
      const field = (name: string): string => fields.get(name) ?? '';
      try {
        const scope = readScope(field('x-amz-credential'));
        if (scope?.service !== 's3') throw new Fault('malformed');
        if (field('x-amz-algorithm') !== algorithm) {
          throw new Fault('malformed', { Message: `X-Amz-Algorithm only supports "${algorithm}"` });
        }
        const identity = find({ ...scope, token: field('x-amz-security-token') });
        if (!isSignatureOf(field('policy'), identity.secretAccessKey, scope, field('x-amz-signature')))
          throw new Fault('wrong-signature');
        return identity.caller;
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        throw signatureError('s3', error.fault, error.details);
      }
    },
  };

  /** Whose key it is, as long as the session lives: what it has signed ends with it. */
  function find({ accessKeyId, token }: Pick<Signature, 'accessKeyId' | 'token'>): Identity {
    const identity = identities.find(accessKeyId);
    if (!identity) throw new Fault('unknown-key', { AWSAccessKeyId: accessKeyId });
    if (token !== (identity.sessionToken ?? '')) throw new Fault('wrong-token');
    if (now() >= identity.endsAtMs) throw new Fault('session-ended');
    return identity;
  }

  /** A call is made now, by somebody who is there; a link was made earlier, and its maker may be gone. */
  function checkNow({ timestamp, date }: Signature, identity: Identity): void {
    if (!(Math.abs(now() - timeOf(timestamp)) <= clockSkewMs)) throw new Fault('skewed');
    if (!timestamp.startsWith(date)) throw new Fault('wrong-signature');
    if (identity.revoked) throw new Fault('session-ended');
  }
}

/**
 * A URL that carries its signature in the query, within its time.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
function presigned(query: Query, nowMs: number): Signature {
  const scope = readScope(parameterOf(query, 'X-Amz-Credential'));
  if (!scope || parameterOf(query, 'X-Amz-Algorithm') !== algorithm) throw new Fault('malformed');
  const timestamp = parameterOf(query, 'X-Amz-Date');
  const startMs = timeOf(timestamp);
  const expires = parameterOf(query, 'X-Amz-Expires');
  const expiresSeconds = Number(expires === '' ? Number.NaN : expires);
  if (Number.isNaN(startMs) || !timestamp.startsWith(scope.date)) {
    throw new Fault('malformed', { Message: 'X-Amz-Date must be in the ISO8601 Long Format' });
  }
  if (!(expiresSeconds >= 0 && expiresSeconds <= longestSeconds)) {
    throw new Fault('malformed', { Message: 'X-Amz-Expires must be between 0 and 604800 seconds' });
  }
  const endMs = startMs + expiresSeconds * 1000;
  const times = {
    'X-Amz-Expires': expiresSeconds,
    Expires: new Date(endMs).toISOString(),
    ServerTime: new Date(nowMs).toISOString(),
  };
  if (nowMs > endMs) throw new Fault('too-late', times);
  if (nowMs < startMs - clockSkewMs) throw new Fault('too-early', times);
  const payloadHash = parameterOf(query, 'X-Amz-Content-Sha256');
  return {
    ...scope,
    timestamp,
    signedHeaders: parameterOf(query, 'X-Amz-SignedHeaders').split(';'),
    signature: parameterOf(query, 'X-Amz-Signature'),
    token: parameterOf(query, 'X-Amz-Security-Token'),
    ...(payloadHash !== '' && { payloadHash }),
  };
}

/** S3 takes no header of AWS on trust: each changes what the request does. */
function checkHeaders(
  { headers }: Pick<IncomingMessage, 'headers'>,
  { service, signedHeaders }: Signature,
): void {
  if (service !== 's3') return;
  for (const name in headers) {
    if (amzHeader.test(name) && !signedHeaders.includes(name))
      throw new Fault('unsigned-header', { HeadersNotSigned: name });
  }
}

const parameterOf = (query: Query, name: string): string =>
  query.find(([found]) => found === name)?.[1] ?? '';
