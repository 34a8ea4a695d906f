import path from 'node:path';
import type { ResourceResult } from '../core/resource.ts';
import type { World } from '../core/world.ts';
import { displayPath } from '../template/display-path.ts';
import { evaluate, holds, type Scope } from '../template/intrinsics.ts';
import { parameterValues } from '../template/parameters.ts';
import { readTemplateFile } from '../template/read-template.ts';
import { referencesIn } from '../template/references.ts';
import { expandSam, rename } from '../template/sam/expand-sam.ts';
import type { Resource } from '../template/sam/expansion.ts';
import { withGlobals } from '../template/sam/globals.ts';
import { readSections, type Template } from '../template/sections.ts';
import { isMapping, type Value } from '../template/value.ts';
import { inOrder } from './order.ts';
import { stackIdOf } from './stack-id.ts';

export interface PlanRequest {
  templateFile: string;
  stackName: string;
  parameters: Readonly<Record<string, Value>>;
  /** Values for parameters that the template need not declare. */
  ifDeclared?: Readonly<Record<string, Value>>;
}

/** A stack whose template is read, expanded and put in order; nothing of it is made yet. */
export interface StackPlan {
  templateFile: string;
  /** The same as messages show it. */
  file: string;
  stackName: string;
  stackId: string;
  description: string | undefined;
  parameters: ReadonlyMap<string, Value>;
  /** In the order in which they can be made. */
  resources: Resource[];
  outputs: { name: string; value: Value; description: string | undefined }[];
  /** Evaluates what is left once the resources that it needs are in `made`. */
  scope: Scope;
  made: Map<string, ResourceResult>;
  problems: string[];
}

/** Templates that were read in this process, by file: a nested one is planned twice when it waits for parameters. */
export type TemplateCache = Map<string, Template>;

/** Reads and plans one stack. Problems are collected; only an unreadable template file throws a TemplateError. */
export function planStack(
  { templateFile, stackName, parameters, ifDeclared = {} }: PlanRequest,
  world: Pick<World, 'region' | 'accountId'>,
  cache: TemplateCache,
): StackPlan {
  const template = cache.get(templateFile) ?? readSections(readTemplateFile(templateFile), templateFile);
  cache.set(templateFile, template);
  const problems: string[] = [];
  const file = displayPath(templateFile);
  const report = (place: string, sentence: string): void => {
    problems.push(`${file}: ${place}: ${sentence}`);
  };
  const stackId = stackIdOf(stackName, world);
  const wanted = Object.entries(ifDeclared).filter(([name]) => Object.hasOwn(template.Parameters, name));
  const given = { ...Object.fromEntries(wanted), ...parameters };
  const own = parameterValues(template.Parameters, given, report);
  const made = new Map<string, ResourceResult>();
  const scope: Scope = {
    variables: new Map([...own, ...pseudoParameters(stackName, stackId, world)]),
    mappings: template.Mappings,
    conditions: template.Conditions,
    resource: (logicalId) => made.get(logicalId),
    report,
  };
  for (const name of Object.keys(template.Conditions)) holds(name, scope, `Conditions.${name}`);

  const declared = Object.entries(template.Resources).flatMap(([logicalId, resource]): Resource[] => {
    const place = `Resources.${logicalId}`;
    if (resource.Condition !== undefined && !holds(resource.Condition, scope, place)) return [];
    const merged = withGlobals(resource.Type, resource.Properties, template.Globals);
    const properties = evaluate(merged, scope, `${place}.Properties`);
    return [
      {
        logicalId,
        type: resource.Type,
        properties: isMapping(properties) ? properties : {},
        dependsOn: resource.DependsOn,
      },
    ];
  });
  const globals = evaluate(template.Globals, scope, 'Globals');
  const folder = path.dirname(templateFile);
  const sam = { globals: isMapping(globals) ? globals : {}, resources: declared, folder };
  const expansion = expandSam(sam, report);
  // What SAM adds refers to pseudo parameters, too.
  for (const resource of expansion.resources.values()) {
    const properties = evaluate(resource.properties, scope, `Resources.${resource.logicalId}.Properties`);
    resource.properties = isMapping(properties) ? properties : {};
  }

  const outputs = Object.entries(template.Outputs).flatMap(([name, output]) => {
    const place = `Outputs.${name}`;
    if (output.Condition !== undefined && !holds(output.Condition, scope, place)) return [];
    const value = rename(evaluate(output.Value, scope, place) ?? '', expansion.renamed);
    for (const { logicalId } of referencesIn(value, place)) {
      if (!expansion.resources.has(logicalId))
        report(place, `there is no parameter or resource ${logicalId}.`);
    }
    return [{ name, value, description: output.Description }];
  });
  const resources = inOrder(expansion.resources, Object.keys(template.Resources), report);
  return {
    ...{ templateFile, file, stackName, stackId, description: template.Description, parameters: own },
    ...{ resources, outputs, scope, made, problems },
  };
}

function pseudoParameters(
  stackName: string,
  stackId: string,
  { region, accountId }: Pick<World, 'region' | 'accountId'>,
): [string, Value][] {
  return [
    ['AWS::AccountId', accountId],
    ['AWS::NotificationARNs', []],
    ['AWS::Partition', 'aws'],
    ['AWS::Region', region],
    ['AWS::StackId', stackId],
    ['AWS::StackName', stackName],
    ['AWS::URLSuffix', 'amazonaws.com'],
  ];
}
