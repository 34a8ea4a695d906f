import { parseIp } from './ip-address.ts';

/** A leaf of an event. */
export type Scalar = string | number | boolean | null;
export type ScalarTest = (value: Scalar) => boolean;

/** Numbers compare only within this range and with at most six decimals; others match as text alone. */
const NUMBER_LIMIT = 5e9;

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-content-based-filtering.html#filtering-numeric-matching */
export function isComparable(value: number): boolean {
  if (!(Math.abs(value) <= NUMBER_LIMIT)) return false;
  return Number.isInteger(value) || Number(value.toFixed(6)) === value;
}

export function equalTo(wanted: Scalar): ScalarTest {
  if (typeof wanted !== 'string') return (value) => value === wanted;
  const address = parseIp(wanted);
  if (!address) return (value) => value === wanted;
  return (value) => {
    if (value === wanted) return true;
    const ip = typeof value === 'string' ? parseIp(value) : undefined;
    return ip !== undefined && ip.width === address.width && ip.bits === address.bits;
  };
}

export const startsWith =
  (prefix: string): ScalarTest =>
  (value) =>
    typeof value === 'string' && value.startsWith(prefix);

export const endsWith =
  (suffix: string): ScalarTest =>
  (value) =>
    typeof value === 'string' && value.endsWith(suffix);

/**
 * Only the upper and lower case of each letter of the pattern count, so `ß` finds `SS` but not the reverse.
 * The engine looks at half characters, so one beyond the first 65,536 (an emoji) never finds itself.
 */
export function ignoringCase(text: string, place: 'whole' | 'prefix' | 'suffix'): ScalarTest {
  let source = '';
  for (let i = 0; i < text.length; i++) {
    const unit = text.charAt(i);
    const forms = /[\ud800-\udfff]/.test(unit) ? ['?'] : [unit.toLowerCase(), unit.toUpperCase()];
    source += `(?:${[...new Set(forms)].map(escapeForRegExp).join('|')})`;
  }
  const expression = new RegExp(`${place === 'suffix' ? '' : '^'}${source}${place === 'prefix' ? '' : '$'}`);
  return (value) => typeof value === 'string' && expression.test(value);
}

function escapeForRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** @returns a sentence when the wildcard is not valid. */
export function wildcard(text: string): ScalarTest | string {
  const parts = [''];
  const append = (character: string): void => {
    parts[parts.length - 1] += character;
  };
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    if (character === '\\') {
      const next = text.charAt(++i);
      if (next !== '*' && next !== '\\')
        return 'a backslash in a wildcard must escape * or another backslash';
      append(next);
    } else if (character === '*') {
      if (text.charAt(i + 1) === '*') return 'a wildcard must not have two * in a row';
      parts.push('');
    } else {
      append(character);
    }
  }
  return (value) => typeof value === 'string' && matchesParts(value, parts);
}

/** The first part stands at the beginning, the last at the end, the others between them in order. */
function matchesParts(value: string, parts: readonly string[]): boolean {
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return value === first;
  if (!value.startsWith(first)) return false;
  let from = first.length;
  for (const part of rest) {
    const found = value.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return value.length - last.length >= from && value.endsWith(last);
}

/** @returns a sentence when the block is not valid. A mask of /32 or /128 is not: write the address itself. */
export function cidr(text: string): ScalarTest | string {
  const [addressText = '', maskText = '', ...more] = text.split('/');
  const address = parseIp(addressText);
  if (more.length > 0 || !address) return 'cidr must be an IP address, one slash and a mask';
  if (!/^\+?\d+$/.test(maskText)) return 'the mask of a cidr must be a whole number';
  if (Number(maskText) >= address.width) return `the mask of this cidr must be less than ${address.width}`;
  const hostBits = BigInt(address.width - Number(maskText));
  const network = address.bits >> hostBits;
  return (value) => {
    const ip = typeof value === 'string' ? parseIp(value) : undefined;
    return ip !== undefined && ip.width === address.width && ip.bits >> hostBits === network;
  };
}

const COMPARE: Record<string, (value: number, bound: number) => boolean> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

/** `["=", 5]`, `[">", 0]` or a range `[">", 0, "<=", 5]`. @returns a sentence when it is not valid. */
export function numeric(expression: readonly unknown[]): ScalarTest | string {
  if (expression.length !== 2 && expression.length !== 4) return 'numeric takes one or two comparisons';
  const comparisons: { operator: string; bound: number }[] = [];
  for (let i = 0; i < expression.length; i += 2) {
    const [operator, bound] = [expression[i], expression[i + 1]];
    if (typeof operator !== 'string' || !Object.hasOwn(COMPARE, operator)) {
      return 'a numeric comparison must be one of = < <= > >=';
    }
    if (typeof bound !== 'number' || !isComparable(bound)) {
      return 'numeric compares with a number between -5e9 and 5e9 with at most six decimals';
    }
    comparisons.push({ operator, bound });
  }
  const [low, high] = comparisons;
  if (low && high) {
    if (!low.operator.startsWith('>') || !high.operator.startsWith('<')) {
      return 'a numeric range is a lower bound (> or >=) followed by an upper bound (< or <=)';
    }
    if (low.bound >= high.bound) return 'the lower bound of a numeric range must be less than the upper';
  }
  const tests = comparisons.map(({ operator, bound }) => ({ holds: COMPARE[operator], bound }));
  return (value) =>
    typeof value === 'number' &&
    isComparable(value) &&
    tests.every(({ holds, bound }) => holds?.(value, bound) === true);
}
