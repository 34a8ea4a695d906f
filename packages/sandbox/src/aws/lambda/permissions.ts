import { createHash } from 'node:crypto';
import { AwsError } from '../../core/aws-error.ts';
import type { KeptDefinitions } from '../../core/kept-definitions.ts';
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

type Target = Pick<InvocationTarget, 'invokedArn'>;

/** What somebody added or (`gone`) took out. */
export interface KeptPermission {
  arn: string;
  permission: Permission;
  gone?: true;
}

/** Resource policies of functions, versions and aliases. Nothing is refused by them yet. */
export interface Permissions {
  /**
   * By the template.
   * @throws AwsError `InvalidParameterValueException` for a principal that is none
   */
  put(target: Target, permission: Permission): void;
  remove(id: string): void;
  /**
   * Through the API: it holds until the template says of it something else.
   * @returns its statement @throws AwsError `ResourceConflictException`, `InvalidParameterValueException`
   */
  add(target: Target, permission: Permission): object;
  /** Through the API. @throws AwsError `ResourceNotFoundException` */
  takeOut(target: Target, id: string): void;
  /** Once the template's are there. @param isThere whether a function, by any of its ARNs, is */
  start(isThere: (arn: string) => boolean): void;
  /** By ARN, with the qualifier where there is one; undefined where nobody was let in. */
  policyOf(arn: string): Policy | undefined;
  /** As GetPolicy answers it. */
  shown(target: Target): { Policy: string; RevisionId: string } | undefined;
}

export function makePermissions(kept: KeptDefinitions<KeptPermission>): Permissions {
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
  const permissionsOf = (arn: string) => new Map(byArn.get(arn)?.permissions);
  const nameOf = (arn: string, id: string): string => `${arn} ${id}`;

  return {
    put({ invokedArn }, permission) {
      check(permission);
      keep(invokedArn, permissionsOf(invokedArn).set(permission.id, permission));
      kept.declare(nameOf(invokedArn, permission.id), permission);
    },
    remove(id) {
      for (const [arn, { permissions }] of byArn) if (permissions.delete(id)) keep(arn, permissions);
    },
    add({ invokedArn: arn }, permission) {
      check(permission);
      const { id } = permission;
      if (permissionsOf(arn).has(id)) {
        const sentence = `The statement id (${id}) provided already exists. Please provide a new statement id, or remove the existing statement.`;
        throw new AwsError('ResourceConflictException', sentence, 409);
      }
      keep(arn, permissionsOf(arn).set(id, permission));
      kept.keep(nameOf(arn, id), { arn, permission });
      return statementOf(permission, arn);
    },
    takeOut({ invokedArn: arn }, id) {
      const permissions = permissionsOf(arn);
      const permission = permissions.get(id);
      if (!permission)
        throw new AwsError(
          'ResourceNotFoundException',
          `Statement ${id} is not found in resource policy.`,
          404,
        );
      permissions.delete(id);
      keep(arn, permissions);
      kept.keep(nameOf(arn, id), { arn, permission, gone: true });
    },
    start(isThere) {
      for (const { arn, permission, gone } of kept.holding()) {
        const permissions = permissionsOf(arn);
        // A function takes its policy with it.
        if (!isThere(arn)) kept.keep(nameOf(arn, permission.id), { arn, permission, gone: true });
        else if (gone) permissions.delete(permission.id);
        else permissions.set(permission.id, permission);
        keep(arn, permissions);
      }
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
