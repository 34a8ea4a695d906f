import * as z from 'zod';
import { AwsError } from '../../core/aws-error.ts';
import { PolicyFault, readPolicy, type Statement } from '../../core/policy.ts';
import type { ResourceProvider } from '../../core/resource.ts';
import type { World } from '../../core/world.ts';
import { countGrantUses, type GrantUse } from './grant-uses.ts';
import { type Identities, makeIdentities } from './identities.ts';
import { makeRoles, type RolePolicy, type Roles } from './roles.ts';

const document = z.record(z.string(), z.unknown());
const policies = z.array(z.strictObject({ PolicyName: z.string(), PolicyDocument: document })).optional();

const role = z.strictObject({
  RoleName: z.string().optional(),
  AssumeRolePolicyDocument: document,
  Policies: policies,
  ManagedPolicyArns: z.array(z.string()).optional(),
  PermissionsBoundary: z.string().optional(),
  Path: z.string().default('/'),
  Description: z.string().optional(),
  /** No effect: sessions last as long as the function's environment. */
  MaxSessionDuration: z.number().optional(),
  /** No effect: labels that nothing reads here. */
  Tags: z.unknown().optional(),
});

const inlinePolicy = z.strictObject({
  PolicyName: z.string(),
  PolicyDocument: document,
  Roles: z.array(z.string()).min(1, 'only policies of roles are supported'),
});

const managedPolicy = z.strictObject({
  ManagedPolicyName: z.string().optional(),
  Description: z.string().optional(),
  Path: z.string().default('/'),
  PolicyDocument: document,
  Roles: z.array(z.string()).optional(),
});

export interface Iam {
  identities: Identities;
  roles: Roles;
  /** What a role may do, statement by statement, and what of it was used. */
  grantsOf(roleArn: string): { statement: Statement; uses: readonly GrantUse[] }[];
  resources: ResourceProvider[];
  /** Called once the roles of all stacks are made: from then on, what a role signed that is not there is refused. */
  start(): void;
}

/** @throws AwsError `MalformedPolicyDocument` */
function policyOf(name: string, given: unknown): RolePolicy {
  try {
    return { name, ...readPolicy(given, 'role') };
  } catch (error) {
    if (error instanceof PolicyFault)
      throw new AwsError('MalformedPolicyDocument', `${name}: ${error.message}`);
    throw error;
  }
}

/** IAM: the roles and policies of the template, and the credentials under which functions and developers call. */
export function makeIam(world: Pick<World, 'db' | 'accountId' | 'now' | 'access'>): Iam {
  const roles = makeRoles();
  const uses = countGrantUses(world.access, roles.policiesOf, world.now);
  let rolesAreMade = false;
  const identities = makeIdentities(world, {
    idOf: (arn) => roles.find(arn)?.id,
    isGone: (arn, id) => rolesAreMade && roles.find(arn)?.id !== id,
  });
  const arn = (kind: string, path: string, name: string): string =>
    `arn:aws:iam::${world.accountId}:${kind}${path}${name}`;
  const mustFind = (name: string) => {
    const found = roles.find(name);
    if (!found) throw new Error(`there is no role ${name}`);
    return found;
  };

  const roleProvider: ResourceProvider<z.infer<typeof role>> = {
    type: 'AWS::IAM::Role',
    properties: role,
    apply({ physicalName, properties }) {
      const name = properties.RoleName ?? physicalName;
      const made = roles.put({
        name,
        arn: arn('role', properties.Path, name),
        trustPolicy: properties.AssumeRolePolicyDocument,
        inlinePolicies: (properties.Policies ?? []).map(({ PolicyName, PolicyDocument }) =>
          policyOf(PolicyName, PolicyDocument),
        ),
        managedPolicyArns: [...(properties.ManagedPolicyArns ?? [])],
        permissionsBoundary: properties.PermissionsBoundary,
      });
      return { ref: name, attributes: { Arn: made.arn, RoleId: made.id } };
    },
    remove: ({ ref }) => roles.remove(ref),
  };

  const policyProvider: ResourceProvider<z.infer<typeof inlinePolicy>> = {
    type: 'AWS::IAM::Policy',
    properties: inlinePolicy,
    apply({ physicalName, properties }) {
      const policy = policyOf(properties.PolicyName, properties.PolicyDocument);
      for (const name of properties.Roles) {
        const policies = mustFind(name).inlinePolicies;
        const at = policies.findIndex((other) => other.name === policy.name);
        policies.splice(at < 0 ? policies.length : at, 1, policy);
      }
      return { ref: physicalName, attributes: { Id: physicalName } };
    },
    remove({ properties: { PolicyName } }) {
      for (const role of roles.all())
        role.inlinePolicies = role.inlinePolicies.filter(({ name }) => name !== PolicyName);
    },
  };

  const managedPolicyProvider: ResourceProvider<z.infer<typeof managedPolicy>> = {
    type: 'AWS::IAM::ManagedPolicy',
    properties: managedPolicy,
    apply({ physicalName, properties }) {
      const name = properties.ManagedPolicyName ?? physicalName;
      const policyArn = arn('policy', properties.Path, name);
      roles.putManagedPolicy(policyArn, policyOf(name, properties.PolicyDocument));
      for (const each of properties.Roles ?? []) {
        const arns = mustFind(each).managedPolicyArns;
        if (!arns.includes(policyArn)) arns.push(policyArn);
      }
      return { ref: policyArn, attributes: { PolicyArn: policyArn } };
    },
    remove({ ref }) {
      roles.removeManagedPolicy(ref);
      for (const role of roles.all())
        role.managedPolicyArns = role.managedPolicyArns.filter((arn) => arn !== ref);
    },
  };

  return {
    identities,
    roles,
    grantsOf: (roleArn) =>
      roles
        .policiesOf(roleArn)
        .flatMap(({ statements }) =>
          statements.map((statement) => ({ statement, uses: uses.of(roleArn, statement) })),
        ),
    resources: [roleProvider, policyProvider, managedPolicyProvider],
    start() {
      rolesAreMade = true;
    },
  };
}
