import type * as z from 'zod';
import { type Fault, faultsOf, isPending, valueAt } from '../template/faults.ts';
import { isMapping, type Mapping, type Value } from '../template/value.ts';

export type Reading<Properties> = { properties: Properties } | { faults: Fault[] };

/** Most schemas are used once or twice, and the code that zod writes for a schema pays from the third time on. */
const once = { jitless: true };

/**
 * Parses a resource's properties with its provider's schema. Numbers, booleans and text stand in for one another as in
 * CloudFormation, where a parameter's value is always text. Values that are not known yet are not judged.
 */
export function readProperties<Properties>(
  schema: z.ZodType<Properties>,
  source: Mapping,
): Reading<Properties> {
  const candidate = structuredClone(source);
  let parsed = schema.safeParse(candidate, once);
  if (!parsed.success && parsed.error.issues.map((issue) => coerce(candidate, issue)).some(Boolean)) {
    parsed = schema.safeParse(candidate, once);
  }
  if (parsed.success) return { properties: parsed.data };
  const { error } = parsed;
  const faults = faultsOf(error, candidate).filter(
    ({ path }, index) =>
      error.issues[index]?.code === 'unrecognized_keys' || !isPending(valueAt(candidate, path)),
  );
  return { faults };
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
  const owner = valueAt(root, path.slice(0, -1));
  const key = path.at(-1);
  const value = valueAt(root, path);
  if (key === undefined || value === undefined) return false;
  const wanted = converted(value as Value, issue.expected);
  if (wanted === undefined) return false;
  if (Array.isArray(owner)) owner[Number(key)] = wanted;
  else if (isMapping(owner)) owner[key] = wanted;
  return true;
}

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
