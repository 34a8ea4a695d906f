import path from 'node:path';
import type { Mapping } from '@shutterbus/sandbox/template/value';
import { ofType, type Stack } from './templates.ts';
import { at, keys, list, mappings, named, textOf, texts } from './values.ts';

export interface TemplateFunction {
  id: string;
  /** Name of its file in src/handlers. */
  handler: string;
  properties: Mapping;
  /** Statements of its role, in it or in a policy apart, that stand in the template, or that SAM adds for a destination. */
  statements: Statement[];
  managed: string[];
}

export interface Statement {
  actions: string[];
  resources: Mapping[string][];
  statement: Mapping;
}

export function functionsOf(stack: Stack): TemplateFunction[] {
  return ofType(stack, 'AWS::Lambda::Function').map(([id, properties]) => {
    const roleId = named(properties.Role);
    const role = stack[roleId ?? '']?.properties;
    const apart = ofType(stack, 'AWS::IAM::Policy').filter(([, { Roles }]) =>
      list(Roles).some((one) => named(one) === roleId),
    );
    return {
      id,
      handler: path.basename(String(at(properties, 'Code', 'LocalPath') ?? at(properties, 'Code', 'S3Key'))),
      properties,
      statements: [...statementsOf(role), ...apart.flatMap(([, policy]) => statementsIn(policy))],
      managed: list(role?.ManagedPolicyArns).map((arn) => String(at(arn, 'Fn::Sub') ?? arn)),
    };
  });
}

export const statementsOf = (role: Mapping | undefined): Statement[] =>
  mappings(role?.Policies).flatMap(statementsIn);

/** Of a policy within a role, or of one apart. */
export const statementsIn = (policy: Mapping): Statement[] =>
  mappings(at(policy, 'PolicyDocument', 'Statement')).map((statement) => ({
    actions: texts(statement.Action),
    resources: list(statement.Resource),
    statement,
  }));

export const isHook = ({ properties }: TemplateFunction): boolean =>
  String(at(properties, 'FunctionName') ?? '').startsWith('CodeDeployHook_');

/** Tags that a statement asks of the functions that may be called by it; undefined of one that names its functions. */
export function tagsAsked({ actions, resources, statement }: Statement): Mapping | undefined {
  const ofAny = resources.some((resource) => textOf(resource).endsWith(':function:*'));
  if (!actions.includes('lambda:InvokeFunction') || !ofAny) return undefined;
  const asked = at(statement, 'Condition', 'StringEquals');
  const names = keys(asked).flatMap((key) => /^aws:ResourceTag\/(.+)$/.exec(key)?.[1] ?? []);
  return Object.fromEntries(names.map((name) => [name, at(asked, `aws:ResourceTag/${name}`) ?? null]));
}

/** Whether a role may call this function, which stands in the same template or another, by tags that it has. */
export function mayCall(
  { statements }: Pick<TemplateFunction, 'statements'>,
  { properties }: TemplateFunction,
): boolean {
  const has = mappings(properties.Tags).map((tag) => JSON.stringify([tag.Key, tag.Value]));
  return statements.some((statement) => {
    const asked = tagsAsked(statement);
    return asked !== undefined && Object.entries(asked).every((tag) => has.includes(JSON.stringify(tag)));
  });
}

/** The function that an alias, a version or a function itself belongs to. */
export function functionBehind(stack: Stack, id: string | undefined): string | undefined {
  const resource = id === undefined ? undefined : stack[id];
  if (!resource) return undefined;
  return resource.type === 'AWS::Lambda::Function' ? id : named(resource.properties.FunctionName);
}

/** `http`, `queue`, `stream`, `event` or `trigger`: who calls the function. */
export function callerOf(stack: Stack, functionId: string): string {
  const mapping = ofType(stack, 'AWS::Lambda::EventSourceMapping').find(
    ([, properties]) => functionBehind(stack, named(properties.FunctionName)) === functionId,
  );
  if (mapping) return mapping[1].StartingPosition === undefined ? 'queue' : 'stream';
  const isTarget = ofType(stack, 'AWS::Events::Rule').some(([, rule]) =>
    mappings(rule.Targets).some((target) => functionBehind(stack, named(target.Arn)) === functionId),
  );
  if (isTarget) return 'event';
  const permission = ofType(stack, 'AWS::Lambda::Permission').find(
    ([, properties]) => functionBehind(stack, named(properties.FunctionName)) === functionId,
  );
  return permission?.[1].Principal === 'apigateway.amazonaws.com' ? 'http' : 'trigger';
}
