import { createHash } from 'node:crypto';
import type { Policy } from '../../core/policy.ts';

export interface RolePolicy extends Policy {
  name: string;
}

/** A role of the template with everything that it allows. */
export interface Role {
  name: string;
  arn: string;
  id: string;
  trustPolicy: unknown;
  inlinePolicies: RolePolicy[];
  /** ARNs of managed policies; those of the template are found in {@link Roles.managedPolicy}. */
  managedPolicyArns: string[];
  permissionsBoundary: string | undefined;
}

/**
 * The roles and policies of all stacks: what is asked when permissions are enforced, "may this caller do this action on
 * this resource?". Only S3 asks yet, who may learn what is not there.
 */
export interface Roles {
  find(nameOrArn: string): Role | undefined;
  all(): Iterable<Role>;
  put(role: Omit<Role, 'id'>): Role;
  /** What was signed under it is refused from then on. */
  remove(name: string): void;
  managedPolicy(arn: string): RolePolicy | undefined;
  /** All of a role's policies, those of AWS itself left out; none of a role that is not the template's. */
  policiesOf(nameOrArn: string): Policy[];
  removeManagedPolicy(arn: string): void;
  putManagedPolicy(arn: string, policy: RolePolicy): void;
}

export function makeRoles(): Roles {
  const byName = new Map<string, Role>();
  const managed = new Map<string, RolePolicy>();
  const find: Roles['find'] = (nameOrArn) => byName.get(nameOrArn.replace(/^arn:.*\//, ''));
  return {
    find,
    all: () => byName.values(),
    put(role) {
      const digest = createHash('sha256').update(role.arn).digest('hex').toUpperCase();
      const made = { ...role, id: `AROA${digest.slice(0, 17)}` };
      byName.set(role.name, made);
      return made;
    },
    remove: (name) => void byName.delete(name),
    managedPolicy: (arn) => managed.get(arn),
    policiesOf(nameOrArn) {
      const { inlinePolicies = [], managedPolicyArns = [] } = find(nameOrArn) ?? {};
      const ofTemplate = managedPolicyArns.flatMap((arn) => managed.get(arn) ?? []);
      return [...inlinePolicies, ...ofTemplate];
    },
    removeManagedPolicy: (arn) => void managed.delete(arn),
    putManagedPolicy: (arn, policy) => managed.set(arn, policy),
  };
}
