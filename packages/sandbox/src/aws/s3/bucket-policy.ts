import type { AwsError } from '../../core/aws-error.ts';
import { covers, type Matching, type Policy, type PolicyFault, readPolicyOf } from '../../core/policy.ts';
import { s3Error } from './s3-error.ts';

/** What S3 says of a policy that it does not take. */
const sentences: Record<PolicyFault['kind'], (what: string) => string> = {
  'no-object': () => "Policies must be valid JSON and the first byte must be '{'",
  'no-json': () => 'This policy contains invalid Json',
  version: () => 'The policy must contain a valid version string',
  empty: () => 'Could not parse the policy: Statement is empty!',
  missing: (element) => `Missing required field ${element}`,
  unknown: (element) => `Unknown field ${element}`,
  effect: (effect) => `Invalid effect: ${effect}`,
  principal: () => 'Invalid principal in policy',
  action: () => 'Policy has invalid action',
  resource: () => 'Policy has invalid resource',
  condition: (operator) => `Invalid Condition type : ${operator}`,
};

/** Actions on objects; all others that S3 has are on buckets. */
const onObjects =
  /^s3:(?:(?:get|put|delete|restore|replicate)object|abortmultipart|listmultipartuploadparts)/i;

/**
 * Reads the policy of a bucket: about that bucket alone, and actions of S3 on what they are for.
 * @throws AwsError `MalformedPolicy`
 */
export function readBucketPolicy(given: unknown, bucketArn: string): Policy {
  const policy = readPolicyOf('s3', given, ({ kind, what }) => malformed(sentences[kind](what)));
  for (const { actions, resources } of policy.statements) {
    if (!resources.patterns.every((resource) => resource !== '*' && isOf(bucketArn, resource)))
      throw malformed(sentences.resource(''));
    if (!actions.except && !resources.except && !fits(actions, resources))
      throw malformed('Action does not apply to any resource(s) in statement');
  }
  return policy;
}

const isOf = (bucketArn: string, resource: string): boolean => {
  const [bucket = ''] = resource.split('/', 1);
  return covers(bucket, bucketArn);
};

function fits(actions: Matching<string>, { patterns }: Matching<string>): boolean {
  const objects = patterns.some((resource) => /[/*]/.test(resource));
  const buckets = patterns.some((resource) => !resource.includes('/'));
  return actions.patterns.every((action) => {
    if (/[*?]/.test(action)) return true;
    return onObjects.test(action) ? objects : buckets;
  });
}

const malformed = (sentence: string): AwsError => s3Error('MalformedPolicy', sentence);
