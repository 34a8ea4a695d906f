import path from 'node:path';
import * as z from 'zod';
import { mapping, value } from '../sections.ts';
import type { ReportProblem } from '../template-error.ts';
import { changeMembers, intrinsicOf, isMapping, type Mapping, type Value } from '../value.ts';
import { expandFunction } from './expand-function.ts';
import { addResource, type Expansion, parsePart, type Resource } from './expansion.ts';
import { checkGlobals } from './globals.ts';
import { makeHttpApis } from './http-apis.ts';
import { addSimpleTable } from './simple-table.ts';

const application = z.strictObject({
  Location: z.string({ error: 'must be the file of a local template' }),
  Parameters: mapping.optional(),
  /** Accepted without effect: nothing waits that long here, and nobody reads tags or notifications. */
  TimeoutInMinutes: value.optional(),
  NotificationARNs: value.optional(),
  Tags: value.optional(),
});

export interface SamTemplate {
  globals: Mapping;
  /** With Globals merged in. */
  resources: Resource[];
  /** Folder of the template file. */
  folder: string;
}

/**
 * Replaces the AWS::Serverless resources by what SAM makes of them, under the same logical ids. Parameters and
 * conditions are evaluated already; what refers to resources is still an intrinsic function.
 */
export function expandSam({ globals, resources, folder }: SamTemplate, report: ReportProblem): Expansion {
  const expansion: Expansion = {
    resources: new Map(),
    folder,
    renamed: new Map(),
    missing: new Set(),
    unsupported: new Set(),
    report,
  };
  const apis = makeHttpApis(expansion, globals);
  checkGlobals(globals, report);
  const functions: Resource[] = [];
  for (const resource of resources) {
    const { logicalId, type, properties, dependsOn } = resource;
    if (type === 'AWS::Serverless::Function') functions.push(resource);
    else if (type === 'AWS::Serverless::HttpApi') apis.declare(logicalId, properties, dependsOn);
    else if (type === 'AWS::Serverless::Application')
      addNestedStack(expansion, logicalId, properties, dependsOn);
    else if (type === 'AWS::Serverless::SimpleTable')
      addSimpleTable(expansion, logicalId, properties, dependsOn);
    else if (type.startsWith('AWS::Serverless::')) {
      report(
        `Resources.${logicalId}`,
        `the type ${type} is not supported; the sandbox's README lists those that are.`,
      );
      expansion.unsupported.add(logicalId);
      expansion.missing.add(logicalId);
    } else addResource(expansion, logicalId, type, withLocalCode(type, properties, folder), [...dependsOn]);
  }
  // Last: their events add routes to the APIs and triggers to the user pools.
  for (const { logicalId, properties, dependsOn } of functions) {
    expandFunction(expansion, apis, logicalId, properties, dependsOn);
  }
  apis.finish();
  for (const resource of expansion.resources.values()) {
    const renamed = rename(resource.properties, expansion.renamed);
    if (isMapping(renamed)) resource.properties = renamed;
  }
  return expansion;
}

/** What `sam deploy` would upload: the code of a plain function may be a local folder, too. */
function withLocalCode(type: string, properties: Mapping, folder: string): Mapping {
  const { Code: code } = properties;
  return type === 'AWS::Lambda::Function' && typeof code === 'string'
    ? { ...properties, Code: { LocalPath: path.resolve(folder, code) } }
    : { ...properties };
}

function addNestedStack(expansion: Expansion, logicalId: string, source: Mapping, dependsOn: string[]): void {
  const properties = parsePart(application, source, `Resources.${logicalId}.Properties`, expansion.report);
  if (!properties) {
    expansion.missing.add(logicalId);
    return;
  }
  const { Location, Parameters } = properties;
  addResource(
    expansion,
    logicalId,
    'AWS::CloudFormation::Stack',
    { TemplateURL: Location, Parameters },
    dependsOn,
  );
}

/** Puts the true logical id where a template says `!Ref Upload.Alias` or `!GetAtt Upload.Version.Version`. */
export function rename(value: Value, names: ReadonlyMap<string, string>): Value {
  const below = (member: Value): Value => rename(member, names);
  if (Array.isArray(value)) return changeMembers(value, below);
  if (!isMapping(value)) return value;
  const intrinsic = intrinsicOf(value);
  if (intrinsic?.name === 'Ref' && typeof intrinsic.argument === 'string') {
    const renamed = names.get(intrinsic.argument);
    return renamed === undefined ? value : { Ref: renamed };
  }
  if (intrinsic?.name === 'Fn::GetAtt' && Array.isArray(intrinsic.argument)) {
    const [owner, attribute] = intrinsic.argument;
    const [first, ...rest] = typeof attribute === 'string' ? attribute.split('.') : [];
    const renamed = names.get(`${String(owner)}.${first}`);
    if (renamed !== undefined && rest.length > 0) return { 'Fn::GetAtt': [renamed, rest.join('.')] };
  }
  if (intrinsic?.name === 'Fn::Sub') {
    const { argument } = intrinsic;
    if (typeof argument === 'string') return { 'Fn::Sub': renameInText(argument, names) };
    const [text, own] = Array.isArray(argument) ? argument : [];
    if (typeof text === 'string') return { 'Fn::Sub': [renameInText(text, names), rename(own ?? {}, names)] };
  }
  return changeMembers(value, below);
}

const renameInText = (text: string, names: ReadonlyMap<string, string>): string =>
  text.replace(/\$\{([^!}][^}]*)\}/g, (whole, name: string) =>
    names.has(name) ? `\${${names.get(name)}}` : whole,
  );
