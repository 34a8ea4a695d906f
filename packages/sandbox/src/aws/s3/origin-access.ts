import * as z from 'zod';
import type { Principal } from '../../core/principal.ts';

const oneOrMore = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
/** A condition's values as text; policies also write them as booleans and numbers. */
const conditionValues = z
  .union([z.string(), z.boolean(), z.number(), z.array(z.union([z.string(), z.boolean(), z.number()]))])
  .transform((values) => [values].flat().map(String));
const statement = z.object({
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.unknown().optional(),
  Action: oneOrMore.optional(),
  Resource: oneOrMore.optional(),
  Condition: z.record(z.string(), z.record(z.string(), conditionValues)).optional(),
});
const document = z.object({
  Statement: z.union([statement.transform((one) => [one]), z.array(statement)]),
});

type Statement = z.infer<typeof statement>;

/** None where a policy cannot be read. */
export const statementsOf = (policy: unknown): Statement[] =>
  document.safeParse(policy).data?.Statement ?? [];

export const wildcard = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern.replace(/[.*+?^${}()|[\]\\]/g, (c) => (c === '*' ? '[^]*' : c === '?' ? '[^]' : `\\${c}`))}$`,
  );

/** Whether a statement has no condition but one that this value of this key meets. @param key lower case */
export const conditionHolds = ({ Condition = {} }: Statement, key: string, value: string): boolean =>
  Object.entries(Condition).every(([operator, keys]) =>
    Object.entries(keys).every(
      ([asked, values]) =>
        /^(String|Arn)(Equals|Like)$/.test(operator) &&
        asked.toLowerCase() === key &&
        values.some((one) => wildcard(one).test(value)),
    ),
  );

/**
 * Whether a bucket policy lets the distribution's origin access control do `action`: a statement that allows the
 * service cloudfront.amazonaws.com, with no condition but the one that names the distribution. Deny statements are
 * not looked at here: those of a template refuse plain HTTP, and the distribution comes by HTTPS in AWS.
 */
export function policyAllows(policy: unknown, action: string, resource: string, caller: Principal): boolean {
  if (caller.kind !== 'service') return false;
  return statementsOf(policy).some(
    (one) =>
      one.Effect === 'Allow' &&
      names(one.Principal, caller.service) &&
      (one.Action ?? []).some((pattern) => wildcard(pattern.toLowerCase()).test(action.toLowerCase())) &&
      (one.Resource ?? []).some((pattern) => wildcard(pattern).test(resource)) &&
      conditionHolds(one, 'aws:sourcearn', caller.sourceArn),
  );
}

function names(principal: unknown, serviceName: string): boolean {
  const service = z.object({ Service: oneOrMore }).safeParse(principal);
  return service.success && service.data.Service.includes(serviceName);
}
