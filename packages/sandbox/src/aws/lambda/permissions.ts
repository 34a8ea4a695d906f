import { createHash } from 'node:crypto';
import { AwsError } from '../../core/aws-error.ts';
import { isPrincipal, type Policy, readPolicy } from '../../core/policy.ts';
import type { InvocationTarget } from './functions.ts';

export interface Permission {
  /** Name of the statement. */
  id: string;
  action: string;
  /** A service's name, an account or an ARN. */
  principal: string;
  sourceArn?: string | undefined;
  sourceAccount?: string | undefined;
  /** Of the caller. */
  organization?: string | undefined;
  /** Of function URLs: who may call without IAM. */
  urlAuthType?: string | undefined;
  eventSourceToken?: string | undefined;
}

/** Resource policies of functions, versions and aliases. Nothing is refused by them yet. */
export interface Permissions {
  /** @throws AwsError `InvalidParameterValueException` for a principal that is none */
  put(target: Pick<InvocationTarget, 'invokedArn'>, permission: Permission): void;
  remove(id: string): void;
  /** By ARN, with the qualifier where there is one; undefined where nobody was let in. */
  policyOf(arn: string): Policy | undefined;
  /** As GetPolicy answers it. */
  shown(target: Pick<InvocationTarget, 'invokedArn'>): { Policy: string; RevisionId: string } | undefined;
}

export function makePermissions(): Permissions {
  const byArn = new Map<string, { permissions: Map<string, Permission>; policy: Policy }>();

  /** All statements of one function, version or alias are read as one policy. */
  function keep(arn: string, permissions: Map<string, Permission>): void {
    const Statement = [...permissions.values()].map((permission) => statementOf(permission, arn));
    if (Statement.length === 0) byArn.delete(arn);
    else
      byArn.set(arn, {
        permissions,
        policy: readPolicy({ Version: '2012-10-17', Id: 'default', Statement }),
      });
  }
  const policyOf: Permissions['policyOf'] = (arn) => byArn.get(arn)?.policy;

  return {
    put({ invokedArn }, permission) {
      check(permission);
      const others = [...(byArn.get(invokedArn)?.permissions ?? [])];
      keep(invokedArn, new Map(others).set(permission.id, permission));
    },
    remove(id) {
      for (const [arn, { permissions }] of byArn) if (permissions.delete(id)) keep(arn, permissions);
    },
    policyOf,
    shown({ invokedArn }) {
      const policy = policyOf(invokedArn);
      if (!policy) return undefined;
      const Policy = JSON.stringify(policy.document);
      const digest = createHash('sha256').update(Policy).digest('hex');
      const RevisionId = digest.slice(0, 32).replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
      return { Policy, RevisionId };
    },
  };
}

const isService = (principal: string): boolean => isPrincipal('Service', principal);

function check({ principal }: Permission): void {
  if (isService(principal) || isPrincipal('AWS', principal)) return;
  const sentence = 'The provided principal was invalid. Please check the principal and try again.';
  throw new AwsError('InvalidParameterValueException', sentence);
}

function statementOf(permission: Permission, arn: string): object {
  const { id, action, principal, sourceArn, sourceAccount } = permission;
  const { organization, urlAuthType, eventSourceToken } = permission;
  const texts = {
    ...(sourceAccount !== undefined && { 'AWS:SourceAccount': sourceAccount }),
    ...(organization !== undefined && { 'aws:PrincipalOrgID': organization }),
    ...(urlAuthType !== undefined && { 'lambda:FunctionUrlAuthType': urlAuthType }),
    ...(eventSourceToken !== undefined && { 'lambda:EventSourceToken': eventSourceToken }),
  };
  const condition = {
    ...(Object.keys(texts).length > 0 && { StringEquals: texts }),
    ...(sourceArn !== undefined && { ArnLike: { 'AWS:SourceArn': sourceArn } }),
  };
  return {
    ...{ Sid: id, Effect: 'Allow', Action: action, Resource: arn },
    Principal: principalOf(principal),
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  };
}

/** An account stands for its root user. */
function principalOf(principal: string): unknown {
  if (principal === '*') return '*';
  if (isService(principal)) return { Service: principal };
  return { AWS: /^\d{12}$/.test(principal) ? `arn:aws:iam::${principal}:root` : principal };
}
