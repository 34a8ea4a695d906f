import { InvalidPatternError } from './pattern-error.ts';
import {
  cidr,
  endsWith,
  equalTo,
  ignoringCase,
  isComparable,
  numeric,
  type ScalarTest,
  startsWith,
  wildcard,
} from './pattern-values.ts';

/** One entry of a field's list: a test of a leaf, or the wish that there is none. */
export type Matcher = ScalarTest | 'absent';

/** Names that are no field names inside `$or`, among them some that AWS keeps for later. */
export const RESERVED_INSIDE_OR: ReadonlySet<string> = new Set([
  ...['exactly', 'equals-ignore-case', 'prefix', 'suffix', 'anything-but', 'exists', 'wildcard', 'numeric'],
  ...['cidr', '=', '<', '<=', '>', '>=', 'regex', 'not-wildcard', 'not-equals-ignore-case', 'date-after'],
  ...['date-on-or-after', 'date-before', 'date-on-or-before', 'in-date-range', 'ip-address-in-range'],
  'ip-address-not-in-range',
]);

/** @throws InvalidPatternError */
export function parseMatcher(entry: unknown, where: string): Matcher {
  if (
    entry === null ||
    typeof entry === 'boolean' ||
    typeof entry === 'number' ||
    typeof entry === 'string'
  ) {
    return equalTo(entry);
  }
  const [operator, operand] = onlyEntry(entry, where);
  const parse = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
  if (!parse) throw new InvalidPatternError(where, `unrecognized match type ${operator}`);
  return parse(operand, where);
}

const OPERATORS: Record<string, (operand: unknown, where: string) => Matcher> = {
  exactly: (operand, where) => {
    const wanted = text(operand, 'exactly', where);
    return (value) => value === wanted;
  },
  prefix: (operand, where) =>
    isObject(operand)
      ? ignoringCase(innerIgnoreCase(operand, 'prefix', where), 'prefix')
      : startsWith(text(operand, 'prefix', where)),
  suffix: (operand, where) =>
    isObject(operand)
      ? ignoringCase(innerIgnoreCase(operand, 'suffix', where), 'suffix')
      : endsWith(text(operand, 'suffix', where)),
  'equals-ignore-case': (operand, where) => ignoringCase(text(operand, 'equals-ignore-case', where), 'whole'),
  wildcard: (operand, where) => valid(wildcard(text(operand, 'wildcard', where)), where),
  cidr: (operand, where) => valid(cidr(text(operand, 'cidr', where)), where),
  numeric: (operand, where) => {
    if (!Array.isArray(operand))
      throw new InvalidPatternError(where, 'the value of numeric must be an array');
    return valid(numeric(operand), where);
  },
  exists: (operand, where) => {
    if (typeof operand !== 'boolean') throw new InvalidPatternError(where, 'exists must be true or false');
    return operand ? () => true : 'absent';
  },
  'anything-but': (operand, where) => {
    const excluded = isObject(operand) ? excludedByOperator(operand, where) : excludedValues(operand, where);
    return (value) => !excluded.some((test) => test(value));
  },
};

function excludedValues(operand: unknown, where: string): ScalarTest[] {
  const values: unknown[] = Array.isArray(operand) ? operand : [operand];
  const strings = values.filter((value) => typeof value === 'string');
  const numbers = values.filter((value) => typeof value === 'number');
  if (values.length === 0 || (strings.length !== values.length && numbers.length !== values.length)) {
    throw new InvalidPatternError(where, 'anything-but takes strings only or numbers only, at least one');
  }
  if (!numbers.every(isComparable)) {
    throw new InvalidPatternError(
      where,
      'anything-but takes numbers between -5e9 and 5e9 with at most six decimals',
    );
  }
  const excluded = new Set<unknown>(values);
  return [(value) => excluded.has(value)];
}

const EXCLUDING: Record<string, (operand: string, where: string) => ScalarTest> = {
  prefix: (operand, where) => startsWith(notEmpty(operand, where)),
  suffix: (operand, where) => endsWith(notEmpty(operand, where)),
  'equals-ignore-case': (operand) => ignoringCase(operand, 'whole'),
  wildcard: (operand, where) => valid(wildcard(operand), where),
};

function excludedByOperator(operand: object, where: string): ScalarTest[] {
  const [operator, wanted] = onlyEntry(operand, where);
  const make = Object.hasOwn(EXCLUDING, operator) ? EXCLUDING[operator] : undefined;
  if (!make) throw new InvalidPatternError(where, `unsupported anything-but pattern ${operator}`);
  const values: unknown[] = Array.isArray(wanted) ? wanted : [wanted];
  if (values.length === 0) throw new InvalidPatternError(where, `anything-but ${operator} must not be empty`);
  return values.map((value) => make(text(value, `anything-but ${operator}`, where), where));
}

function innerIgnoreCase(operand: object, outer: string, where: string): string {
  const [operator, value] = onlyEntry(operand, where);
  if (operator !== 'equals-ignore-case') {
    throw new InvalidPatternError(where, `unsupported ${outer} pattern ${operator}`);
  }
  return text(value, `${outer} equals-ignore-case`, where);
}

function onlyEntry(value: unknown, where: string): [string, unknown] {
  if (!isObject(value)) {
    throw new InvalidPatternError(
      where,
      'a match value must be a string, number, true, false, null or an operator',
    );
  }
  const entries = Object.entries(value);
  const [first] = entries;
  if (entries.length !== 1 || !first) {
    throw new InvalidPatternError(where, 'a match expression has exactly one key');
  }
  return first;
}

function text(value: unknown, operator: string, where: string): string {
  if (typeof value !== 'string') throw new InvalidPatternError(where, `${operator} must be a string`);
  return value;
}

function notEmpty(value: string, where: string): string {
  if (value === '') throw new InvalidPatternError(where, 'anything-but takes no empty prefix or suffix');
  return value;
}

function valid(result: ScalarTest | string, where: string): ScalarTest {
  if (typeof result === 'string') throw new InvalidPatternError(where, result);
  return result;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
