import { compilePattern } from './pattern.ts';
import { isObject } from './pattern-operators.ts';

/** A field of a pattern that an event does not match. */
export interface Difference {
  /** Dotted; of an `$or`, the object that it stands in, with `$or` behind. */
  path: string;
  /** What the pattern has there. */
  wanted: unknown;
  /** What the event has there; absent where it has nothing, and for an `$or`. */
  found?: unknown;
}

/**
 * Why a pattern does not match an event: each field that differs by itself. None where it matches, and where the fields match
 * one by one but not within one element of an array, as several must.
 */
export function patternDifferences(pattern: unknown, event: unknown): Difference[] {
  return leavesOf(pattern, [])
    .filter(({ alone }) => !compilePattern(alone)(event))
    .map(({ keys, wanted }) => {
      const found = keys.at(-1) === '$or' ? undefined : valueAt(event, keys);
      return { path: keys.join('.'), wanted, ...(found !== undefined && { found }) };
    });
}

interface PatternLeaf {
  keys: readonly string[];
  wanted: unknown;
  /** A pattern of this field alone. */
  alone: unknown;
}

function leavesOf(pattern: unknown, before: readonly string[]): PatternLeaf[] {
  if (!isObject(pattern)) return [];
  return Object.entries(pattern).flatMap(([key, wanted]): PatternLeaf[] => {
    const keys = [...before, key];
    if (key !== '$or' && isObject(wanted)) return leavesOf(wanted, keys);
    return [{ keys, wanted, alone: keys.reduceRight<unknown>((inner, name) => ({ [name]: inner }), wanted) }];
  });
}

function valueAt(value: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (inner, key) => (isObject(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined),
    value,
  );
}
