import { isObject } from './pattern-operators.ts';
import { type Conjunction, parsePattern } from './pattern-rules.ts';
import type { Scalar, ScalarTest } from './pattern-values.ts';

export type EventMatcher = (event: unknown) => boolean;

/**
 * EventBridge's event patterns, which filter event source mappings too. Compile once, match often.
 * Not handled: duplicate keys of the pattern's JSON text, of which a parsed object holds only the last.
 * @throws InvalidPatternError
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export function compilePattern(pattern: unknown): EventMatcher {
  const rules = parsePattern(pattern).map(compileRule);
  return (event) => isObject(event) && rules.some((rule) => matches(rule, event));
}

/** @throws InvalidPatternError */
export function testPattern(pattern: unknown, event: unknown): boolean {
  return compilePattern(pattern)(event);
}

/** One field that a rule names. */
interface Field {
  path: string;
  /** `keys[i]` are the event keys that the path can go on with after `i` segments, since a key may hold dots. */
  keys: readonly (readonly string[])[];
  tests: readonly ScalarTest[];
  /** `{ exists: false }` is one of the alternatives. */
  mayBeAbsent: boolean;
}

/** Which element of which array a leaf lies in, innermost first; leaves that match together must not disagree. */
interface Membership {
  array: readonly unknown[];
  index: number;
  outer: Membership | undefined;
}

interface Leaf {
  value: Scalar;
  membership: Membership | undefined;
}

interface Rule {
  /** By path, the order in which the engine chooses array elements. */
  fields: readonly Field[];
  /** Top-level fields that must be there: `source` and `detail-type` tell most rules apart. */
  required: readonly Field[];
}

function compileRule(rule: Conjunction): Rule {
  const fields = [...rule]
    .map(([path, matchers]): Field => {
      const segments = path.split('.');
      return {
        path,
        keys: segments.map((_, i) =>
          segments.slice(i).map((__, j) => segments.slice(i, i + j + 1).join('.')),
        ),
        tests: matchers.filter((matcher) => matcher !== 'absent'),
        mayBeAbsent: matchers.includes('absent'),
      };
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  return { fields, required: fields.filter((field) => field.keys.length === 1 && !field.mayBeAbsent) };
}

function matches(rule: Rule, event: Record<string, unknown>): boolean {
  for (const field of rule.required) {
    if (!Object.hasOwn(event, field.path)) return false;
    const value = event[field.path];
    if (isScalar(value) && !passes(field, value)) return false;
  }
  let inArrays = false;
  const found = new Map<Field, Leaf[]>();
  for (const field of rule.fields) {
    const leaves: Leaf[] = [];
    collect(event, field, 0, undefined, leaves);
    if (!field.mayBeAbsent || leaves.length > 0) {
      inArrays ||= leaves.some((leaf) => leaf.membership);
      const canMatch = leaves.some((leaf) => passes(field, leaf.value));
      if (!canMatch && !(field.mayBeAbsent && inArrays)) return false;
    }
    found.set(field, leaves);
  }
  return !inArrays || matchesConsistently(rule.fields, found, 0, undefined);
}

/** Tries the leaves of one field after the other, so that those in one array come from one element of it. */
function matchesConsistently(
  fields: readonly Field[],
  found: ReadonlyMap<Field, Leaf[]>,
  from: number,
  chosen: Membership | undefined,
): boolean {
  const field = fields[from];
  if (!field) return true;
  const reachable = (found.get(field) ?? []).filter((leaf) => agree(chosen, leaf.membership));
  if (field.mayBeAbsent && reachable.length === 0) {
    return matchesConsistently(fields, found, from + 1, chosen);
  }
  return reachable.some(
    (leaf) =>
      passes(field, leaf.value) &&
      matchesConsistently(fields, found, from + 1, joined(chosen, leaf.membership)),
  );
}

function passes(field: Field, value: Scalar): boolean {
  for (const test of field.tests) if (test(value)) return true;
  return false;
}

function agree(chosen: Membership | undefined, candidate: Membership | undefined): boolean {
  for (let entry = candidate; entry; entry = entry.outer) {
    for (let known = chosen; known; known = known.outer) {
      if (known.array === entry.array && known.index !== entry.index) return false;
    }
  }
  return true;
}

function joined(chosen: Membership | undefined, added: Membership | undefined): Membership | undefined {
  let all = chosen;
  for (let entry = added; entry; entry = entry.outer) all = { ...entry, outer: all };
  return all;
}

/** Arrays are looked through; objects at the end of the path are no leaves, so they do not exist. */
function collect(
  value: unknown,
  field: Field,
  depth: number,
  membership: Membership | undefined,
  leaves: Leaf[],
): void {
  if (Array.isArray(value)) {
    value.forEach((element: unknown, index) => {
      const nested = typeof element === 'object' && element !== null;
      collect(
        element,
        field,
        depth,
        nested ? { array: value, index, outer: membership } : membership,
        leaves,
      );
    });
  } else if (isObject(value)) {
    field.keys[depth]?.forEach((key, further) => {
      if (!Object.hasOwn(value, key)) return;
      const next = depth + further + 1;
      if (key === '' && depth > 0) return;
      collect(value[key], field, next, membership, leaves);
    });
  } else if (depth === field.keys.length) {
    if (isScalar(value)) leaves.push({ value, membership });
  }
}

function isScalar(value: unknown): value is Scalar {
  return (
    value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  );
}
