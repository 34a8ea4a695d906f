import { inOrder } from '@shutterbus/sandbox/stack/order';
import type { Mapping } from '@shutterbus/sandbox/template/value';
import { functionBehind } from '../functions.ts';
import type { Resource, Stack } from '../templates.ts';
import { at, named } from '../values.ts';

/** Said by others: what leads nowhere, such as a parameter that is known when a stack is made. */
const absent = {
  ...{ declared: new Set<string>(), explained: new Set<string>() },
  ...{ explainedBeginnings: [''], uncertain: true },
};

/**
 * Resources that need one another, which CloudFormation refuses. The sandbox's expansion has a release in the deployment group,
 * which comes after the alias; SAM writes it into the alias's UpdatePolicy, so that in AWS the alias comes after its group and
 * after the functions that are asked before and after traffic:
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-hooks.html
 */
export function circles(stack: Stack, preferences: ReadonlyMap<string, Mapping>): string[] {
  const found: string[] = [];
  const resources = Object.entries(stack).map(([logicalId, resource]) => ({
    ...resource,
    ...{ logicalId, dependsOn: neededBy(logicalId, resource, stack, preferences) },
  }));
  inOrder(new Map(resources.map((one) => [one.logicalId, one])), absent, (_, problem) => found.push(problem));
  return found;
}

function neededBy(
  id: string,
  { type, dependsOn = [] }: Resource,
  stack: Stack,
  preferences: ReadonlyMap<string, Mapping>,
): string[] {
  if (type === 'AWS::CodeDeploy::DeploymentGroup')
    return dependsOn.filter((other) => stack[other]?.type !== 'AWS::Lambda::Alias');
  const fn = type === 'AWS::Lambda::Alias' ? functionBehind(stack, id) : undefined;
  const group = `${fn}DeploymentGroup`;
  if (fn === undefined || !stack[group]) return [...dependsOn];
  const hooks = ['PreTraffic', 'PostTraffic'].map((hook) => named(at(preferences.get(fn), 'Hooks', hook)));
  return [...dependsOn, group, ...hooks.filter((hook) => hook !== undefined)];
}
