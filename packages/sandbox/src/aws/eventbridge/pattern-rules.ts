import { InvalidPatternError } from './pattern-error.ts';
import { isObject, type Matcher, parseMatcher, RESERVED_INSIDE_OR } from './pattern-operators.ts';

/** Field paths (dotted) with what each must match; all of them must. A pattern is an or of these. */
export type Conjunction = ReadonlyMap<string, readonly Matcher[]>;

/** AWS refuses an `$or` with more combinations than this. */
const MAX_COMBINATIONS = 1000;
/** Events are read to this depth at most, so a deeper pattern could never match. */
const MAX_DEPTH = 1100;

/**
 * Multiplies `$or` out. Of two entries for one path the later one holds, as in AWS's engine, where a field written
 * after an `$or` replaces the branch's.
 * @throws InvalidPatternError
 */
export function parsePattern(pattern: unknown): Conjunction[] {
  if (!isObject(pattern)) throw new InvalidPatternError('', 'must be a JSON object');
  return parseObject(pattern, [], '', false, 0);
}

function parseObject(
  object: Record<string, unknown>,
  before: Conjunction[],
  path: string,
  insideOr: boolean,
  depth: number,
): Conjunction[] {
  if (depth > MAX_DEPTH) throw new InvalidPatternError('', `is nested more than ${MAX_DEPTH} levels deep`);
  const entries = Object.entries(object);
  if (entries.length === 0) throw new InvalidPatternError(path, 'empty objects are not allowed');
  let rules = before;
  for (const [key, value] of entries) {
    const where = path === '' ? key : `${path}.${key}`;
    if (key === '$or') {
      rules = parseOr(value, rules, path, depth);
      continue;
    }
    if (insideOr && RESERVED_INSIDE_OR.has(key)) {
      throw new InvalidPatternError(where, `${key} is a reserved name that cannot be a field inside $or`);
    }
    if (isObject(value)) {
      rules = parseObject(value, rules, where, insideOr, depth + 1);
    } else if (Array.isArray(value)) {
      if (value.length === 0) throw new InvalidPatternError(where, 'empty arrays are not allowed');
      const matchers = value.map((entry: unknown) => parseMatcher(entry, where));
      rules = (rules.length > 0 ? rules : [new Map()]).map((rule) => new Map([...rule, [where, matchers]]));
    } else {
      throw new InvalidPatternError(where, 'must be an object or an array');
    }
  }
  return rules;
}

function parseOr(branches: unknown, before: Conjunction[], path: string, depth: number): Conjunction[] {
  const where = path === '' ? '$or' : `${path}.$or`;
  if (!Array.isArray(branches)) throw new InvalidPatternError(where, 'must be an array');
  if (branches.length < 2) throw new InvalidPatternError(where, 'must hold at least two objects');
  const rules: Conjunction[] = [];
  for (const branch of branches as unknown[]) {
    if (!isObject(branch)) throw new InvalidPatternError(where, 'must hold objects only');
    rules.push(...parseObject(branch, before, path, true, depth + 1));
    if (rules.length > MAX_COMBINATIONS) {
      throw new InvalidPatternError(where, `makes more than ${MAX_COMBINATIONS} combinations`);
    }
  }
  return rules;
}
