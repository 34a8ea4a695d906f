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
  const asWritten = schema.safeParse(source, once);
  if (asWritten.success) return { properties: asWritten.data };
  const candidate = structuredClone(source);
  const isCoerced = asWritten.error.issues.map((issue) => coerce(candidate, issue)).some(Boolean);
  const parsed = isCoerced ? schema.safeParse(candidate, once) : asWritten;
  if (parsed.success) return { properties: parsed.data };
  const { error } = parsed;
  const faults = faultsOf(error, candidate).filter(({ path }, index) => {
    const value = valueAt(candidate, path);
    // That a value is null is said of the template itself.
    return error.issues[index]?.code === 'unrecognized_keys' || !(value === null || isPending(value));
  });
  return { faults };
}

/** @returns true when the value that an issue names was turned into the wanted type */
function coerce(root: Mapping, issue: z.core.$ZodIssue): boolean {
  if (issue.code === 'invalid_union') {
    return issue.errors.some((branch) =>
      branch.some((inner) => coerce(root, { ...inner, path: [...issue.path, ...inner.path] })),
    );
  }
  if (issue.code !== 'invalid_type' && issue.code !== 'invalid_value') return false;
  const path = issue.path.map(String);
  const owner = valueAt(root, path.slice(0, -1));
  const key = path.at(-1);
  const value = valueAt(root, path);
  if (key === undefined || value === undefined) return false;
  const wanted =
    issue.code === 'invalid_type'
      ? converted(value as Value, issue.expected)
      : literal(value as Value, issue.values);
  if (wanted === undefined) return false;
  if (Array.isArray(owner)) owner[Number(key)] = wanted;
  else if (isMapping(owner)) owner[key] = wanted;
  return true;
}

/** The choice that a value means when it is text for it, or it is text for the value. */
function literal(value: Value, choices: readonly unknown[]): Value | undefined {
  const meant = choices.find((choice) => choice !== value && String(choice) === String(value));
  return typeof meant === 'string' || typeof meant === 'number' || typeof meant === 'boolean'
    ? meant
    : undefined;
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
