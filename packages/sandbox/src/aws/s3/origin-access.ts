import { isAbout, onlyAsks, type Policy } from '../../core/policy.ts';
import type { Principal } from '../../core/principal.ts';

/**
 * Whether a bucket's policy lets a distribution's origin access control do `action`: a statement that allows its
 * service, with no condition but the one that names the distribution. Deny statements are not looked at here: those of a
 * template refuse plain HTTP, and the distribution comes by HTTPS in AWS.
 */
export function policyAllows(
  policy: Policy | undefined,
  action: string,
  resource: string,
  caller: Principal,
): boolean {
  if (!policy || caller.kind !== 'service') return false;
  return policy.statements.some(
    (statement) =>
      statement.effect === 'Allow' &&
      !statement.principals.except &&
      statement.principals.patterns.some(({ kind, name }) => kind === 'Service' && name === caller.service) &&
      isAbout(statement, action, resource) &&
      onlyAsks(statement, 'aws:sourcearn', caller.sourceArn),
  );
}
