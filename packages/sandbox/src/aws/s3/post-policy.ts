import * as z from 'zod';
import { s3Error } from './s3-error.ts';

const condition = z.union([
  z.tuple([z.string(), z.string(), z.string()]),
  z.tuple([z.string(), z.coerce.number().int().nonnegative(), z.coerce.number().int().nonnegative()]),
  z.record(z.string(), z.string()),
]);
const document = z.object({ expiration: z.iso.datetime({ offset: true }), conditions: z.array(condition) });

/** Fields that need no condition: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html */
const withoutCondition = /^(x-amz-signature|policy|file|x-ignore-.*)$/;

/** The bounds of a `content-length-range`, both inclusive. */
export interface LengthRange {
  min: number;
  max: number;
}

/**
 * Checks the form fields of a POST upload against its policy, except for the length, which is known at the end.
 * @param policy the form field, base64
 * @param fields names in lower case; `bucket` is the one that the request names
 * @returns the length that the policy allows
 * @throws AwsError `InvalidPolicyDocument`, or `AccessDenied` with the condition that failed
 */
export function checkPolicy(policy: string, fields: ReadonlyMap<string, string>, nowMs: number): LengthRange {
  const { expiration, conditions } = parse(policy);
  if (Date.parse(expiration) <= nowMs) throw denied('Policy expired.');

  const range: LengthRange = { min: 0, max: Number.POSITIVE_INFINITY };
  const named = new Set<string>();
  for (const one of conditions) {
    if (!Array.isArray(one)) {
      for (const [name, value] of Object.entries(one)) check('eq', name, value);
      continue;
    }
    const [operator, first, second] = one;
    if (operator.toLowerCase() === 'content-length-range') {
      range.min = Math.max(range.min, Number(first));
      range.max = Math.min(range.max, Number(second));
    } else check(operator.toLowerCase(), String(first).replace(/^\$/, ''), String(second));
  }

  const extra = [...fields.keys()].filter((name) => !named.has(name) && !withoutCondition.test(name));
  if (extra.length > 0) throw denied(`Extra input fields: ${extra.join(', ')}`);
  return range;

  function check(operator: string, name: string, expected: string): void {
    const key = name.toLowerCase();
    named.add(key);
    const value = fields.get(key) ?? '';
    // A content type may be a list; each member has to begin so.
    const parts = key === 'content-type' ? value.split(',').map((part) => part.trim()) : [value];
    const holds =
      operator === 'eq'
        ? fields.has(key) && value === expected
        : operator === 'starts-with' && fields.has(key) && parts.every((part) => part.startsWith(expected));
    if (!holds) throw denied(`Policy Condition failed: ["${operator}", "$${name}", "${expected}"]`);
  }
}

function parse(policy: string): z.infer<typeof document> {
  try {
    return document.parse(JSON.parse(Buffer.from(policy, 'base64').toString('utf8')));
  } catch {
    throw s3Error('InvalidPolicyDocument');
  }
}

const denied = (why: string) => s3Error('AccessDenied', `Invalid according to Policy: ${why}`);
