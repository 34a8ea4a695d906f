import { s3Error } from '../aws/s3/s3-error.ts';
import { AwsError } from '../core/aws-error.ts';

/** What can be wrong with a signature. */
export type SignatureFault =
  /** Never issued, or of a role that is gone. */
  | 'unknown-key'
  /** Not the token that belongs to the key, or one where none belongs. */
  | 'wrong-token'
  | 'wrong-signature'
  /** The session that signed is over. */
  | 'session-ended'
  /** The time in the headers is too far from now. */
  | 'skewed'
  /** The query does not hold what a presigned URL must hold. */
  | 'malformed'
  /** A presigned URL before its time, or after it. */
  | 'too-early'
  | 'too-late'
  /** A header of AWS that the signature does not cover. */
  | 'unsigned-header'
  /** A signature in the headers and another one in the query. */
  | 'signed-twice';

/** Services that speak XML over query parameters, and SQS, which kept their names when it moved to JSON. */
const queryServices = new Set(['sts', 'iam', 'cloudformation', 'sqs', 'sns']);

/**
 * A fault in the words of the service that the request is for. Made when something is wrong, and only then: an error
 * takes longer to make than a good signature to check.
 * @param details what S3 adds to its document
 */
export function signatureError(
  service: string,
  fault: SignatureFault,
  details: Record<string, unknown> = {},
): AwsError {
  return service === 's3' ? inWordsOfS3(fault, details) : inWordsOfOthers(service, fault);
}

function inWordsOfS3(fault: SignatureFault, details: Record<string, unknown>): AwsError {
  switch (fault) {
    case 'unknown-key':
      return s3Error('InvalidAccessKeyId', undefined, details);
    case 'wrong-token':
      return s3Error('InvalidToken');
    case 'wrong-signature':
      return s3Error('SignatureDoesNotMatch');
    case 'session-ended':
      return s3Error('ExpiredToken');
    case 'skewed':
      return s3Error('RequestTimeTooSkewed');
    case 'malformed':
      return s3Error('AuthorizationQueryParametersError', details.Message as string | undefined);
    case 'too-early':
      return s3Error('AccessDenied', 'Request is not valid yet', details);
    case 'too-late':
      return s3Error('AccessDenied', 'Request has expired', details);
    case 'unsigned-header':
      return s3Error(
        'AccessDenied',
        'There were headers present in the request which were not signed',
        details,
      );
    case 'signed-twice':
      return s3Error(
        'InvalidArgument',
        'Only one auth mechanism allowed: X-Amz-Algorithm in the query, or the Authorization header',
      );
  }
}

const tokenInvalid = 'The security token included in the request is invalid.';
const tokenExpired = 'The security token included in the request is expired';
const noMatch =
  'The request signature we calculated does not match the signature you provided. ' +
  'Check your AWS Secret Access Key and signing method.';
const clockOff = 'Signature expired or not yet current: check the clock.';

function inWordsOfOthers(service: string, fault: SignatureFault): AwsError {
  const speaksQuery = queryServices.has(service);
  const status = speaksQuery || service === 'lambda' || service === 'ses' ? 403 : 400;
  const mismatch = speaksQuery ? 'SignatureDoesNotMatch' : 'InvalidSignatureException';
  switch (fault) {
    case 'unknown-key':
    case 'wrong-token':
      return new AwsError(
        speaksQuery ? 'InvalidClientTokenId' : 'UnrecognizedClientException',
        tokenInvalid,
        status,
      );
    case 'session-ended':
      return new AwsError('ExpiredTokenException', tokenExpired, status);
    case 'skewed':
    case 'too-early':
    case 'too-late':
      return new AwsError(mismatch, clockOff, status);
    default:
      return new AwsError(mismatch, noMatch, status);
  }
}
