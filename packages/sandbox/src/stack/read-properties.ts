import type * as z from 'zod';
import { sentence } from '../template/sections.ts';
import { isMapping, type Mapping, type Value } from '../template/value.ts';

export type Reading<Properties> = { properties: Properties } | { problems: string[] };

/**
 * Parses a resource's properties with its provider's schema. Numbers, booleans and text stand in for one another as in
 * CloudFormation, where a parameter's value is always text.
 * @param place begins each problem, for example `Resources.Table.Properties`
 */
export function readProperties<Properties>(
  schema: z.ZodType<Properties>,
  source: Mapping,
  place: string,
): Reading<Properties> {
  const candidate = structuredClone(source);
  let parsed = schema.safeParse(candidate);
  if (!parsed.success && parsed.error.issues.map((issue) => coerce(candidate, issue)).some(Boolean)) {
    parsed = schema.safeParse(candidate);
  }
  if (parsed.success) return { properties: parsed.data };
  return { problems: parsed.error.issues.map((issue) => sentence(issue, [place])) };
}

/** The keys that a schema does not know, found while some values are still open. */
export function unknownProperties(schema: z.ZodType, source: Mapping, place: string): string[] {
  const parsed = schema.safeParse(source);
  if (parsed.success) return [];
  return parsed.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? [sentence(issue, [place])] : [],
  );
}

/** @returns true when the value that an issue names was turned into the wanted type */
function coerce(root: Mapping, issue: z.core.$ZodIssue): boolean {
  if (issue.code === 'invalid_union') {
    return issue.errors.some((branch) =>
      branch.some((inner) => coerce(root, { ...inner, path: [...issue.path, ...inner.path] })),
    );
  }
  if (issue.code !== 'invalid_type') return false;
  const path = issue.path.map(String);
  const key = path.pop();
  const owner = path.reduce<Value | undefined>((at, part) => child(at, part), root);
  if (key === undefined || owner === undefined || owner === null || typeof owner !== 'object') return false;
  const value = child(owner, key);
  const wanted = value === undefined ? undefined : converted(value, issue.expected);
  if (wanted === undefined) return false;
  if (Array.isArray(owner)) owner[Number(key)] = wanted;
  else owner[key] = wanted;
  return true;
}

const child = (value: Value | undefined, key: string): Value | undefined =>
  Array.isArray(value) ? value[Number(key)] : isMapping(value) ? value[key] : undefined;

function converted(value: Value, expected: string): Value | undefined {
  if (expected === 'string' && (typeof value === 'number' || typeof value === 'boolean'))
    return String(value);
  if (typeof value !== 'string') return undefined;
  if (
    (expected === 'number' || expected === 'int') &&
    value.trim() !== '' &&
    Number.isFinite(Number(value))
  ) {
    return Number(value);
  }
  if (expected === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  return undefined;
}
