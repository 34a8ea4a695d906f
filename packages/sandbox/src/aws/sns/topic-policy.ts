import { AwsError } from '../../core/aws-error.ts';
import { type Policy, readPolicyOf } from '../../core/policy.ts';

/** @throws AwsError `InvalidParameter`, which does not say what is wrong */
export const readTopicPolicy = (given: unknown): Policy =>
  readPolicyOf('sns', given, () => new AwsError('InvalidParameter', 'Invalid parameter: Policy Error: null'));
