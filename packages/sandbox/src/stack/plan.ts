import path from 'node:path';
import type { ResourceResult } from '../core/resource.ts';
import type { World } from '../core/world.ts';
import { displayPath } from '../template/display-path.ts';
import { isPending, placeBelow } from '../template/faults.ts';
import { evaluate, holds, type Scope } from '../template/intrinsics.ts';
import { readKeptTemplate } from '../template/kept-template.ts';
import { parameterValues } from '../template/parameters.ts';
import { readTemplateFile } from '../template/read-template.ts';
import { referencesIn } from '../template/references.ts';
import { expandSam, rename } from '../template/sam/expand-sam.ts';
import type { Resource } from '../template/sam/expansion.ts';
import { withGlobals } from '../template/sam/globals.ts';
import { readSections, type Sections } from '../template/sections.ts';
import { isMapping, type Value } from '../template/value.ts';
import { type Absent, inOrder, reportAbsent } from './order.ts';
import { templateRefusals } from './refusals/template-refusals.ts';
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
  /** As the template has them, with Globals merged in. */
  declared: Resource[];
  /** As SAM expands them, in the order in which they can be made. */
  resources: Resource[];
  outputs: { name: string; value: Value; description: string | undefined }[];
  /** Evaluates what is left once the resources that it needs are in `made`. */
  scope: Scope;
  made: Map<string, ResourceResult>;
  problems: string[];
  /** What AWS takes, though hardly as it is meant. */
  warnings: string[];
  /** Resources of the template whose type SAM has, and the sandbox does not. */
  unsupported: string[];
  /** Why a name may lead nowhere. */
  absent: Absent;
  /** `DeletionPolicy` and `UpdateReplacePolicy` of a resource of the template. */
  policiesOf(logicalId: string): { deletionPolicy?: unknown; updateReplacePolicy?: unknown };
}

/** A file as it was read. */
export interface ReadTemplate extends Sections {
  warnings: string[];
}

/** Templates that were read in this process, by file: a nested one is planned twice when it waits for parameters. */
export type TemplateCache = Map<string, ReadTemplate>;

/** What planning needs to know of the world. */
export type PlanWorld = Pick<World, 'region' | 'accountId' | 'cacheFolder'>;

function read(templateFile: string, cacheFolder: string | undefined): ReadTemplate {
  const warnings: string[] = [];
  const warn = (sentence: string): void => void warnings.push(sentence);
  const source =
    cacheFolder === undefined
      ? readTemplateFile(templateFile, warn)
      : readKeptTemplate(templateFile, path.join(cacheFolder, 'templates'), warn);
  return { ...readSections(source), warnings };
}

/** A template, read once. @param cacheFolder keeps what was read for the next start @throws TemplateError */
export function templateIn(cache: TemplateCache, templateFile: string, cacheFolder?: string): ReadTemplate {
  const found = cache.get(templateFile) ?? read(templateFile, cacheFolder);
  cache.set(templateFile, found);
  return found;
}

/** Reads and plans one stack. Problems are collected; only an unreadable template file throws a TemplateError. */
export function planStack(
  { templateFile, stackName, parameters, ifDeclared = {} }: PlanRequest,
  world: PlanWorld,
  cache: TemplateCache,
): StackPlan {
  const found = templateIn(cache, templateFile, world.cacheFolder);
  const { template } = found;
  const file = displayPath(templateFile);
  const problems = found.faults.map(({ path: at, sentence }) =>
    [file, placeBelow('', at), `${sentence}.`].filter(Boolean).join(': '),
  );
  const report = (place: string, sentence: string): void => {
    problems.push(`${file}: ${place}: ${sentence}`);
  };
  for (const { find } of templateRefusals)
    for (const [place, sentence] of find(template)) report(place, `${sentence}.`);
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

  const absent: Absent = {
    declared: new Set(Object.keys(template.Resources)),
    explained: new Set(found.dropped),
    // Every name begins with nothing.
    explainedBeginnings: [...expansion.missing, ...(found.makesMore ? [''] : [])],
    uncertain: [...own.values()].some(isPending),
  };
  const outputs = Object.entries(template.Outputs).flatMap(([name, output]) => {
    const place = `Outputs.${name}`;
    if (output.Condition !== undefined && !holds(output.Condition, scope, place)) return [];
    const value = rename(evaluate(output.Value, scope, place) ?? '', expansion.renamed);
    for (const reference of referencesIn(value, place)) {
      if (!expansion.resources.has(reference.logicalId))
        reportAbsent({ ...reference, place }, absent, report);
    }
    return [{ name, value, description: output.Description }];
  });
  const resources = inOrder(expansion.resources, absent, report);
  return {
    ...{ templateFile, file, stackName, stackId, description: template.Description, parameters: own },
    ...{ declared, resources, outputs, scope, made, problems, absent },
    warnings: [...found.warnings],
    unsupported: [...expansion.unsupported],
    policiesOf: (logicalId) => {
      const { DeletionPolicy, UpdateReplacePolicy } = template.Resources[logicalId] ?? {};
      return { deletionPolicy: DeletionPolicy, updateReplacePolicy: UpdateReplacePolicy };
    },
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
