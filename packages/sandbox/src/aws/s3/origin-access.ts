import * as z from 'zod';
import type { Principal } from '../../core/principal.ts';

const oneOrMore = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
/** A condition's values as text; policies also write them as booleans and numbers. */
const conditionValues = z
  .union([z.string(), z.boolean(), z.number(), z.array(z.union([z.string(), z.boolean(), z.number()]))])
  .transform((values) => [values].flat().map(String));
const statement = z.object({
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.unknown(),
  Action: oneOrMore.optional(),
  Resource: oneOrMore.optional(),
  Condition: z.record(z.string(), z.record(z.string(), conditionValues)).optional(),
});
const document = z.object({
  Statement: z.union([statement.transform((one) => [one]), z.array(statement)]),
});

const wildcard = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern.replace(/[.*+?^${}()|[\]\\]/g, (c) => (c === '*' ? '[^]*' : c === '?' ? '[^]' : `\\${c}`))}$`,
  );

/**
 * Whether a bucket policy lets the distribution's origin access control do `action`: a statement that allows the
 * service cloudfront.amazonaws.com, with no condition but the one that names the distribution. Deny statements are
 * not looked at here: those of a template refuse plain HTTP, and the distribution comes by HTTPS in AWS.
 */
export function policyAllows(policy: unknown, action: string, resource: string, caller: Principal): boolean {
  if (caller.kind !== 'service') return false;
  const parsed = document.safeParse(policy);
  if (!parsed.success) return false;
  return parsed.data.Statement.some(
    (one) =>
      one.Effect === 'Allow' &&
      names(one.Principal, caller.service) &&
      (one.Action ?? []).some((pattern) => wildcard(pattern.toLowerCase()).test(action.toLowerCase())) &&
      (one.Resource ?? []).some((pattern) => wildcard(pattern).test(resource)) &&
      Object.entries(one.Condition ?? {}).every(([operator, keys]) =>
        Object.entries(keys).every(
          ([key, values]) =>
            /^(String|Arn)(Equals|Like)$/.test(operator) &&
            key.toLowerCase() === 'aws:sourcearn' &&
            values.some((value) => wildcard(value).test(caller.sourceArn)),
        ),
      ),
  );
}

function names(principal: unknown, serviceName: string): boolean {
  const service = z.object({ Service: oneOrMore }).safeParse(principal);
  return service.success && service.data.Service.includes(serviceName);
}
