import { AwsError } from '../../core/aws-error.ts';
import type { Caller } from '../../core/edge.ts';
import type { Identities } from './identities.ts';
import { isSignedBy, readAuthorization, type Signature, type SignedRequest, timeOf } from './sigv4.ts';

/** The names under which a service reports what is wrong with a signature. */
export interface SignatureErrors {
  unknownKey: AwsError;
  wrongSignature: AwsError;
  expiredToken: AwsError;
  clockSkew: AwsError;
}

const messages = {
  unknownKey: 'The security token included in the request is invalid.',
  wrongSignature:
    'The request signature we calculated does not match the signature you provided. ' +
    'Check your AWS Secret Access Key and signing method.',
  expiredToken: 'The security token included in the request is expired',
  clockSkew: 'Signature expired or not yet current: check the clock.',
};

/** Services that speak XML over query parameters, and SQS, which kept their names when it moved to JSON. */
const queryServices = new Set(['sts', 'iam', 'cloudformation', 'sqs', 'sns']);

/** The errors of the service that a request is for. */
export function signatureErrors(service: string): SignatureErrors {
  if (service === 's3') {
    return {
      unknownKey: new AwsError(
        'InvalidAccessKeyId',
        'The AWS Access Key Id you provided does not exist in our records.',
        403,
      ),
      wrongSignature: new AwsError('SignatureDoesNotMatch', messages.wrongSignature, 403),
      expiredToken: new AwsError('ExpiredToken', 'The provided token has expired.', 400),
      clockSkew: new AwsError(
        'RequestTimeTooSkewed',
        'The difference between the request time and the current time is too large.',
        403,
      ),
    };
  }
  if (queryServices.has(service)) {
    return {
      unknownKey: new AwsError('InvalidClientTokenId', messages.unknownKey, 403),
      wrongSignature: new AwsError('SignatureDoesNotMatch', messages.wrongSignature, 403),
      expiredToken: new AwsError('ExpiredTokenException', messages.expiredToken, 403),
      clockSkew: new AwsError('SignatureDoesNotMatch', messages.clockSkew, 403),
    };
  }
  const status = service === 'lambda' || service === 'ses' ? 403 : 400;
  return {
    unknownKey: new AwsError('UnrecognizedClientException', messages.unknownKey, status),
    wrongSignature: new AwsError('InvalidSignatureException', messages.wrongSignature, status),
    expiredToken: new AwsError('ExpiredTokenException', messages.expiredToken, status),
    clockSkew: new AwsError('InvalidSignatureException', messages.clockSkew, status),
  };
}

/** How far a request's time may be off. */
const clockSkewMs = 15 * 60 * 1000;

/**
 * Who signed the request by its Authorization header; undefined when it has none. The signature is checked over the
 * payload hash that the headers declare; whether the body has that hash is for the service to check.
 * @throws AwsError in the words of the service
 */
export function verifySigned(
  request: SignedRequest,
  identities: Identities,
  nowMs: number,
  hashOfBody: string | undefined,
): { caller: Caller; service: string } | undefined {
  const signature = readAuthorization(request.headers);
  if (!signature) return undefined;
  const errors = signatureErrors(signature.service);
  const declared = request.headers['x-amz-content-sha256'];
  const token = request.headers['x-amz-security-token'];
  const caller = check(
    request,
    signature,
    String(declared ?? hashOfBody ?? ''),
    String(token ?? ''),
    identities,
    errors,
  );
  if (!(Math.abs(nowMs - timeOf(signature.timestamp)) <= clockSkewMs)) throw errors.clockSkew;
  return { caller, service: signature.service };
}

function check(
  request: SignedRequest,
  signature: Signature,
  payloadHash: string,
  token: string,
  identities: Identities,
  errors: SignatureErrors,
): Caller {
  const identity = identities.find(signature.accessKeyId);
  if (!identity) throw errors.unknownKey;
  if (!isSignedBy(identity.secretAccessKey, request, signature, payloadHash)) throw errors.wrongSignature;
  if (!signature.timestamp.startsWith(signature.date)) throw errors.wrongSignature;
  if (token !== (identity.sessionToken ?? '')) throw errors.unknownKey;
  if (identity.revoked) throw errors.expiredToken;
  return identity.caller;
}
