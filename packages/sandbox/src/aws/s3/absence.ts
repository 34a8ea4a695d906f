import type { AwsError } from '../../core/aws-error.ts';
import { isAbout, onlyAsks, type Policy } from '../../core/policy.ts';
import type { Principal } from '../../core/principal.ts';
import { arnOf } from './bucket-store.ts';
import type { S3State } from './operation.ts';
import { s3Error } from './s3-error.ts';

/**
 * What a caller learns of an object or version that is not there: that, or nothing (403), since whoever may not list a
 * bucket is not to find out what it holds. S3 takes the key for the prefix of the list that it asks the policies about.
 * Of roles their own policies are looked at, of the developer none.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export function absence(
  state: Pick<S3State, 'policiesOf'>,
  caller: Principal,
  place: { bucket: string; key: string },
  error: AwsError,
): AwsError {
  if (caller.kind === 'user') return error;
  const policies = caller.kind === 'role' ? state.policiesOf(caller.roleArn) : [];
  return policies.some((policy) => letsList(policy, place)) ? error : s3Error('AccessDenied');
}

const letsList = ({ statements }: Policy, { bucket, key }: { bucket: string; key: string }): boolean =>
  statements.some(
    (statement) =>
      statement.effect === 'Allow' &&
      isAbout(statement, 's3:ListBucket', arnOf({ name: bucket })) &&
      onlyAsks(statement, 's3:prefix', key),
  );
