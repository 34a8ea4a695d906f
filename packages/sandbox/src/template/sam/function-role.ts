import { isMapping, type Mapping, type Value } from '../value.ts';
import { addResource } from './expansion.ts';
import type { FunctionContext } from './function-context.ts';
import type { FunctionProperties } from './function-properties.ts';
import { pathOfManagedPolicy } from './managed-policies.ts';
import { policyFromTemplate } from './policy-templates.ts';

/** The trust policy of a role for a service such as `lambda.amazonaws.com`. */
export const mayBeAssumedBy = (service: string): Mapping => ({
  Version: '2012-10-17',
  Statement: [{ Action: ['sts:AssumeRole'], Effect: 'Allow', Principal: { Service: [service] } }],
});

/** The ARN of a policy of AWS, by its name below `policy/`. */
export const managedPolicy = (name: string): Value => ({
  'Fn::Sub': `arn:\${AWS::Partition}:iam::aws:policy/${name}`,
});

/** The role `<function>Role` that SAM makes for a function without one. */
export function addRole(
  { expansion, logicalId, grants }: FunctionContext,
  properties: FunctionProperties,
): void {
  const basic = properties.DurableConfig
    ? 'AWSLambdaBasicDurableExecutionRolePolicy'
    : 'AWSLambdaBasicExecutionRole';
  const managed: Value[] = [managedPolicy(`service-role/${basic}`)];
  if (properties.Tracing === 'Active') managed.push(managedPolicy('AWSXrayWriteOnlyAccess'));
  const inline: Value[] = grants.inline.map(({ name, action, resource }) => ({
    PolicyName: name,
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: action, Resource: resource }],
    },
  }));
  const policies = properties.Policies ?? [];
  for (const [index, policy] of (Array.isArray(policies) ? policies : [policies]).entries()) {
    const place = `Resources.${logicalId}.Properties.Policies[${index}]`;
    if (typeof policy === 'string') {
      managed.push(policy.startsWith('arn:') ? policy : managedPolicy(pathOfManagedPolicy(policy)));
      continue;
    }
    if (!isMapping(policy)) {
      expansion.report(place, 'is neither a policy document, a policy name nor a SAM policy template.');
      continue;
    }
    if (
      Object.hasOwn(policy, 'Ref') ||
      Object.hasOwn(policy, 'Fn::GetAtt') ||
      Object.hasOwn(policy, 'Fn::Sub')
    ) {
      managed.push(policy);
      continue;
    }
    const document = Object.hasOwn(policy, 'Statement')
      ? policy
      : policyFromTemplate(policy, place, expansion.report);
    if (document) inline.push({ PolicyName: `${logicalId}RolePolicy${index}`, PolicyDocument: document });
  }
  managed.push(...grants.managed.map(managedPolicy));
  addResource(expansion, `${logicalId}Role`, 'AWS::IAM::Role', {
    AssumeRolePolicyDocument: properties.AssumeRolePolicyDocument ?? mayBeAssumedBy('lambda.amazonaws.com'),
    ManagedPolicyArns: unique(managed),
    Policies: inline.length > 0 ? inline : undefined,
    Path: properties.RolePath,
    PermissionsBoundary: properties.PermissionsBoundary,
  });
}

const unique = (values: Value[]): Value[] =>
  values.filter(
    (value, index) => values.findIndex((other) => JSON.stringify(other) === JSON.stringify(value)) === index,
  );
