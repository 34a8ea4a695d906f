import path from 'node:path';
import type { ResourceProvider } from '../core/resource.ts';
import type { World } from '../core/world.ts';
import type { Fault } from '../template/faults.ts';
import { placeOf, type Resource } from '../template/sam/expansion.ts';
import { TemplateError } from '../template/template-error.ts';
import {
  changeMembers,
  intrinsicOf,
  isMapping,
  type Mapping,
  pendingText,
  type Value,
} from '../template/value.ts';
import { missingAttributes } from './attributes.ts';
import { undeliverable } from './deliverable.ts';
import { inertResource } from './inert-types.ts';
import { type PlanRequest, type PlanWorld, planStack, type StackPlan, type TemplateCache } from './plan.ts';
import { readProperties } from './read-properties.ts';
import type { Finding, Surroundings } from './refusals/refusal.ts';
import { refusalsOf } from './refusals/refusals.ts';

export const nestedType = 'AWS::CloudFormation::Stack';

export interface CheckNeeds {
  world: PlanWorld & Pick<World, 'now'>;
  /** By resource type. */
  providers: ReadonlyMap<string, ResourceProvider>;
}

/** What is found without making anything. */
export interface Found {
  problems: string[];
  notes: Notes;
}

export interface Notes {
  warnings: string[];
  /** Places by what is said of them all. */
  soonRefused: Map<string, string[]>;
  /** Resources that are accepted without effect, by type and reason. */
  withoutEffect: Map<string, string[]>;
}

/** Everything that shows of this stack and the nested ones before a resource is made. */
export function check(
  plan: StackPlan,
  needs: CheckNeeds,
  cache: TemplateCache,
  within: readonly string[] = [],
): Found {
  const problems = [...plan.problems];
  const warnings = [...plan.warnings];
  const soonRefused = new Map<string, string[]>();
  const withoutEffect = new Map<string, string[]>();
  const addNested = (found: Found): void => {
    problems.push(...found.problems);
    warnings.push(...found.notes.warnings);
    for (const [reason, names] of found.notes.withoutEffect) listUnder(withoutEffect, reason, ...names);
    for (const [sentence, places] of found.notes.soonRefused) listUnder(soonRefused, sentence, ...places);
  };

  const around: Surroundings = {
    resources: new Map(plan.resources.map((resource) => [resource.logicalId, resource])),
    now: needs.world.now(),
  };
  const refused = (resource: Resource): Finding[] => {
    const findings = refusalsOf(resource, around);
    for (const finding of findings) {
      const place = `${plan.file}: ${placeOf(resource, finding.path)}`;
      if (finding.warning) listUnder(soonRefused, finding.sentence, place);
      else problems.push(`${place}: ${finding.sentence}.`);
    }
    return findings;
  };
  const unsupported = new Set(plan.unsupported);
  const declaredTypes = new Map(plan.declared.map(({ logicalId, type }) => [logicalId, type]));
  for (const resource of plan.declared) if (resource.type.startsWith('AWS::Serverless::')) refused(resource);
  for (const resource of plan.resources) {
    const { logicalId, type, properties } = resource;
    const place = `${plan.file}: Resources.${logicalId}`;
    const findings = refused(resource);
    if (type === nestedType) {
      addNested(checkNested(plan, resource, needs, cache, within));
      continue;
    }
    const provider = needs.providers.get(type);
    if (provider) {
      const kinds = undeliverable(resource, around);
      // What is wrong with a property is said once, by AWS's rule where there is one.
      const known = new Set([...findings, ...kinds].map(({ path: at }) => at.join('.')));
      const faults = faultsOfResource(provider, properties).filter(
        ({ path: at }) => at.length === 0 || !known.has(at.join('.')),
      );
      for (const { path: at, sentence } of [...kinds, ...faults])
        problems.push(`${plan.file}: ${placeOf(resource, at)}: ${sentence}.`);
      continue;
    }
    const inert = inertResource(type, logicalId, properties, needs.world);
    if (inert) listUnder(withoutEffect, `${type}: ${inert.reason}`, logicalId);
    else {
      if (declaredTypes.get(logicalId) === type) unsupported.add(logicalId);
      problems.push(
        `${place}: the resource type ${type} is not supported by the sandbox, whose README lists those that are.`,
      );
    }
  }
  const asked: [Value, string][] = [
    ...plan.resources.flatMap((resource) =>
      Object.entries(resource.properties).map(([name, value]): [Value, string] => [
        value,
        `${plan.file}: ${placeOf(resource, [name])}`,
      ]),
    ),
    ...plan.outputs.map(({ name, value }): [Value, string] => [value, `${plan.file}: Outputs.${name}`]),
  ];
  for (const [value, place] of asked) problems.push(...missingAttributes(value, place, around.resources));
  // Of what is not supported at all, nothing else is said.
  const silent = [...unsupported].map((name) => `${plan.file}: Resources.${name}.Properties`);
  return {
    problems: problems.filter((problem) => !silent.some((place) => problem.startsWith(place))),
    notes: { warnings, soonRefused, withoutEffect },
  };
}

/** The lines for the terminal. */
export function notesOf({ warnings, soonRefused, withoutEffect }: Notes): string[] {
  const soon = [...soonRefused].map(([sentence, places]) => `${places.join(', ')}: ${sentence}.`);
  const inert = [...withoutEffect].map(([reason, names]) => `${[...new Set(names)].join(', ')} (${reason})`);
  return [...warnings, ...soon, ...(inert.length > 0 ? [`Without effect here: ${inert.join('; ')}.`] : [])];
}

function listUnder(lists: Map<string, string[]>, key: string, ...items: string[]): void {
  lists.set(key, [...(lists.get(key) ?? []), ...items]);
}

function faultsOfResource(provider: ResourceProvider, properties: Mapping): Fault[] {
  const candidate = guessed(properties);
  const reading = readProperties(provider.properties, candidate);
  return [...('faults' in reading ? reading.faults : []), ...(provider.faults?.(candidate) ?? [])];
}

function checkNested(
  plan: StackPlan,
  { logicalId, properties }: Resource,
  needs: CheckNeeds,
  cache: TemplateCache,
  within: readonly string[],
): Found {
  const place = `${plan.file}: Resources.${logicalId}.Properties.TemplateURL`;
  const only = (...problems: string[]): Found => ({
    problems,
    notes: { warnings: [], soonRefused: new Map(), withoutEffect: new Map() },
  });
  const nested = nestedRequest(plan, logicalId, properties);
  if (!nested) return only(`${place}: must be a local file.`);
  const files = [...within, plan.templateFile];
  if (files.includes(nested.templateFile)) {
    return only(`${place}: ${path.basename(nested.templateFile)} is nested in itself.`);
  }
  try {
    return check(planStack(nested, needs.world, cache), needs, cache, files);
  } catch (error) {
    if (error instanceof TemplateError) return only(...error.problems);
    throw error;
  }
}

export function nestedRequest(
  plan: StackPlan,
  logicalId: string,
  properties: Mapping,
): PlanRequest | undefined {
  const { TemplateURL: location, Parameters: given } = properties;
  if (typeof location !== 'string' || /^\w+:\/\//.test(location)) return undefined;
  const parameters = guessed(isMapping(given) ? given : {});
  return {
    templateFile: path.resolve(path.dirname(plan.templateFile), location),
    stackName: `${plan.stackName}-${logicalId}`,
    parameters,
  };
}

/** Text in the place of what is not known before other resources are made. */
const guessed = (properties: Mapping): Mapping => changeMembers(properties, guess);

function guess(value: Value): Value {
  if (Array.isArray(value)) return changeMembers(value, guess);
  if (!isMapping(value)) return value;
  return intrinsicOf(value) ? pendingText : guessed(value);
}
