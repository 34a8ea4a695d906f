import type * as z from 'zod';
import { parseWhatFits, placeBelow } from '../faults.ts';
import type { ReportProblem } from '../template-error.ts';
import { isMapping, type Mapping, type Value } from '../value.ts';

/** A resource in plain CloudFormation terms; what refers to other resources is still an intrinsic function. */
export interface Resource {
  logicalId: string;
  type: string;
  properties: Mapping;
  dependsOn: string[];
  /** The event of a function that SAM makes it of; it stands in the template itself otherwise. */
  madeOf?: EventOrigin;
}

interface EventOrigin {
  /** Of the event's properties. */
  place: string;
  /** By the name of the resource's property, that of the event's where it is another. */
  names: Readonly<Record<string, string>>;
}

/** Where the author of a template finds a property of a resource. */
export function placeOf({ logicalId, madeOf }: Resource, path: readonly string[] = []): string {
  if (!madeOf) return placeBelow(`Resources.${logicalId}.Properties`, path);
  const [first, ...rest] = path;
  return placeBelow(madeOf.place, first === undefined ? [] : [madeOf.names[first] ?? first, ...rest]);
}

/** What the parts of SAM's expansion share: the resources made so far, and a way to say what is wrong. */
export interface Expansion {
  resources: Map<string, Resource>;
  /** Folder of the template file, from which CodeUri and Location count. */
  folder: string;
  /** How the names begin of resources that would be there if all that the template says were supported. */
  missing: Set<string>;
  /** Resources of which nothing is made, because of their type. */
  unsupported: Set<string>;
  /** Names such as `Upload.Alias` that `Ref` may use, and the logical ids that they stand for. */
  renamed: Map<string, string>;
  report: ReportProblem;
}

export function addResource(
  { resources, report }: Expansion,
  logicalId: string,
  type: string,
  properties: Record<string, Value | undefined>,
  dependsOn: string[] = [],
): void {
  if (resources.has(logicalId)) {
    report(
      `Resources.${logicalId}`,
      `SAM makes a resource of this name (${type}), so the template cannot have another.`,
    );
    return;
  }
  resources.set(logicalId, { logicalId, type, properties: defined(properties), dependsOn });
}

/** Leaves out the members that are undefined. */
export function defined(members: Record<string, Value | undefined>): Mapping {
  const kept: Mapping = {};
  for (const [key, member] of Object.entries(members)) {
    if (member !== undefined) kept[key] = member;
  }
  return kept;
}

/** Parses with a strict schema and says each problem as a sentence. @returns what is left without them, if anything */
export function parsePart<Part>(
  schema: z.ZodType<Part>,
  source: unknown,
  place: string,
  report: ReportProblem,
): Part | undefined {
  const { part, faults } = parseWhatFits(schema, source);
  for (const { path, sentence } of faults) report(placeBelow(place, path), `${sentence}.`);
  return part;
}

export const attributeOf = (logicalId: string, attribute: string): Mapping => ({
  'Fn::GetAtt': [logicalId, attribute],
});

/** The logical id that `{ Ref: … }` or `{ Fn::GetAtt: [ … ] }` names. */
export function referredTo(value: Value | undefined): string | undefined {
  if (!isMapping(value)) return undefined;
  const { Ref: name, 'Fn::GetAtt': attribute } = value;
  if (typeof name === 'string') return name;
  return Array.isArray(attribute) && typeof attribute[0] === 'string' ? attribute[0] : undefined;
}
