import { createHash } from 'node:crypto';
import type { InvocationTarget } from './functions.ts';

export interface Permission {
  /** Name of the statement. */
  id: string;
  action: string;
  /** A service's name, an account or an ARN. */
  principal: string;
  sourceArn?: string | undefined;
  sourceAccount?: string | undefined;
}

/** Resource policies of functions and aliases: kept and shown. Who may call is asked by IAM. */
export interface Permissions {
  put(target: Pick<InvocationTarget, 'invokedArn'>, permission: Permission): void;
  remove(id: string): void;
  /** As GetPolicy answers it; undefined where nobody was let in. */
  policy(target: Pick<InvocationTarget, 'invokedArn'>): { Policy: string; RevisionId: string } | undefined;
}

export function makePermissions(): Permissions {
  const byArn = new Map<string, Map<string, Permission>>();
  return {
    put({ invokedArn }, permission) {
      const statements = byArn.get(invokedArn) ?? new Map();
      byArn.set(invokedArn, statements.set(permission.id, permission));
    },
    remove(id) {
      for (const statements of byArn.values()) statements.delete(id);
    },
    policy({ invokedArn }) {
      const statements = byArn.get(invokedArn);
      if (!statements?.size) return undefined;
      const Statement = [...statements.values()].map((permission) => statementOf(permission, invokedArn));
      const Policy = JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement });
      const digest = createHash('sha256').update(Policy).digest('hex');
      const RevisionId = digest.slice(0, 32).replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
      return { Policy, RevisionId };
    },
  };
}

function statementOf({ id, action, principal, sourceArn, sourceAccount }: Permission, arn: string): object {
  const condition = {
    ...(sourceAccount !== undefined && { StringEquals: { 'AWS:SourceAccount': sourceAccount } }),
    ...(sourceArn !== undefined && { ArnLike: { 'AWS:SourceArn': sourceArn } }),
  };
  return {
    ...{ Sid: id, Effect: 'Allow', Action: action, Resource: arn },
    Principal: principal.endsWith('.amazonaws.com') ? { Service: principal } : { AWS: principal },
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  };
}
