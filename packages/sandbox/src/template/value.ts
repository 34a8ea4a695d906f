/** A value of a template: JSON, in which an object with one key `Ref` or `Fn::…` stands for an intrinsic function. */
export type Value = string | number | boolean | null | Value[] | Mapping;

export interface Mapping {
  [key: string]: Value;
}

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The name and argument of an intrinsic function; undefined for anything else. */
export function intrinsicOf(value: Value): { name: string; argument: Value } | undefined {
  if (!isMapping(value)) return undefined;
  // Asked of every mapping of a template, many times over; a list of its entries would be made each time.
  let only: string | undefined;
  for (const key in value) {
    if (only !== undefined) return undefined;
    only = key;
  }
  if (only === undefined || !(only === 'Ref' || only.startsWith('Fn::'))) return undefined;
  return { name: only, argument: value[only] ?? null };
}

/**
 * A list or a mapping with each member changed, and without those that become undefined; itself where every member stays what it
 * is, so that nothing is copied in vain.
 */
export function changeMembers(
  value: Mapping,
  change: (member: Value, key: string) => Value | undefined,
): Mapping;
export function changeMembers(
  value: Value[],
  change: (member: Value, key: string) => Value | undefined,
): Value[];
export function changeMembers(
  value: Value[] | Mapping,
  change: (member: Value, key: string) => Value | undefined,
): Value[] | Mapping {
  let isChanged = false;
  const entries = Object.entries(value).flatMap(([key, member]): [string, Value][] => {
    const changed = change(member, key);
    if (changed !== member) isChanged = true;
    return changed === undefined ? [] : [[key, changed]];
  });
  if (!isChanged) return value;
  return Array.isArray(value) ? entries.map(([, member]) => member) : Object.fromEntries(entries);
}

/** As CloudFormation turns numbers and booleans into text. */
export function scalarText(value: Value): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}

/** Stands for text that is only known once other resources are made, while a template is checked. */
export const pendingText = '(known after the start)';

/** What stands at a path of keys; undefined where there is nothing. */
export function at(value: Value | undefined, ...keys: (string | number)[]): Value | undefined {
  return keys.reduce<Value | undefined>(
    (found, key) =>
      Array.isArray(found) ? found[Number(key)] : isMapping(found) ? found[String(key)] : undefined,
    value,
  );
}

/** What may stand alone or in a list, as a list. */
export const list = (value: Value | undefined): Value[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

export const texts = (value: Value | undefined): string[] =>
  list(value).filter((item) => typeof item === 'string');

export const mappings = (value: Value | undefined): Mapping[] => list(value).filter(isMapping);
