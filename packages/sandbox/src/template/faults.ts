import type * as z from 'zod';
import { isMapping, pendingText } from './value.ts';

/** One thing that a schema finds wrong, in words for the author of a template. */
export interface Fault {
  path: readonly string[];
  /** Begins with a verb, since a place stands before it: `is "big"; it takes a number`. No full stop. */
  sentence: string;
}

type Issue = z.core.$ZodIssue;

/** `Resources.R.Properties` and `Targets`, `0`, `Arn` make `Resources.R.Properties.Targets[0].Arn`. */
export const placeBelow = (place: string, path: readonly string[]): string =>
  path.reduce(
    (at, part) => (/^\d+$/.test(part) ? `${at}[${part}]` : at === '' ? part : `${at}.${part}`),
    place,
  );

/** What a schema says of `source`, one sentence for each place. */
export function faultsOf(error: z.ZodError, source: unknown): Fault[] {
  return error.issues.map((issue) => {
    const path = issue.path.map(String);
    return { path, sentence: sentenceOf(issue, valueAt(source, path)) };
  });
}

export interface Parsed<Part> {
  /** What is left when all that is wrong is taken out; undefined when nothing useful is. */
  part: Part | undefined;
  faults: Fault[];
}

/** Parses what can be parsed, so that one fault does not hide what stands beside it. */
export function parseWhatFits<Part>(schema: z.ZodType<Part>, source: unknown): Parsed<Part> {
  const first = schema.safeParse(source);
  if (first.success) return { part: first.data, faults: [] };
  const faults = faultsOf(first.error, source);
  const rest: unknown = structuredClone(source);
  let { error } = first;
  for (;;) {
    if (!error.issues.map((issue) => takeOut(rest, issue)).every(Boolean)) return { part: undefined, faults };
    const next = schema.safeParse(rest);
    if (next.success) return { part: next.data, faults };
    error = next.error;
  }
}

/** @returns false when nothing would be left */
function takeOut(root: unknown, issue: Issue): boolean {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) remove(root, [...path, key]);
    return true;
  }
  // What is missing cannot be taken out; what lacks it can.
  const standing = valueAt(root, path) === undefined ? path.slice(0, -1) : path;
  return remove(root, standing);
}

function remove(root: unknown, path: readonly string[]): boolean {
  const key = path.at(-1);
  if (key === undefined) return false;
  const owner = valueAt(root, path.slice(0, -1));
  if (Array.isArray(owner)) owner.splice(Number(key), 1);
  else if (isMapping(owner)) delete owner[key];
  return true;
}

export const valueAt = (root: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (at, key) => (Array.isArray(at) ? at[Number(key)] : isMapping(at) ? at[key] : undefined),
    root,
  );

/** Whether a value has text in it that stands for what is known only later. */
export function isPending(value: unknown): boolean {
  if (typeof value === 'string') return value.includes(pendingText);
  if (Array.isArray(value)) return value.some(isPending);
  return isMapping(value) && Object.values(value).some(isPending);
}

export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

/** `a`, `a or b`, `a, b or c`. */
export function oneOf(choices: readonly string[]): string {
  const last = choices.at(-1) ?? '';
  return choices.length < 2 ? last : `${choices.slice(0, -1).join(', ')} or ${last}`;
}

const kinds: Record<string, string> = {
  ...{ string: 'text', number: 'a number', int: 'a whole number', nan: 'a number', boolean: 'true or false' },
  ...{ array: 'a list', object: 'a mapping', record: 'a mapping' },
};

function sentenceOf(issue: Issue, value: unknown): string {
  // A schema of ours that says more than its library does.
  if (!/^(Invalid|Too |Unrecognized)/.test(issue.message)) return issue.message;
  switch (issue.code) {
    case 'unrecognized_keys':
      return `${issue.keys.map((key) => `"${key}"`).join(', ')} is not supported; it is misspelt, or more than the sandbox knows`;
    case 'invalid_type':
      return `${isOf(value)}; it takes ${kinds[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      // Every word that a library takes for yes or no.
      if (issue.values.includes('enabled')) return `${isOf(value)}; it is true or false`;
      return `${isOf(value)}; it is ${oneOf(issue.values.map(String))}`;
    case 'too_small':
      return `${sizeOf(issue.origin, value)}; the least is ${issue.minimum}`;
    case 'too_big':
      return `${sizeOf(issue.origin, value)}; the most is ${issue.maximum}`;
    case 'invalid_union':
      return unionSentence(issue, value);
    case 'invalid_format':
      return `${isOf(value)}; it has the form ${issue.pattern ?? issue.format}`;
    default:
      return value === undefined
        ? 'is missing and has to be there'
        : `${isOf(value)}, which is not possible here`;
  }
}

const isOf = (value: unknown): string => (value === undefined ? 'is missing' : `is ${shown(value)}`);

function sizeOf(origin: string, value: unknown): string {
  if (origin === 'string' && typeof value === 'string') return `has ${value.length} characters`;
  if (Array.isArray(value)) return `has ${value.length} entries`;
  return isOf(value);
}

/** The branch that comes furthest says what is wrong; when none gets inside, what the branches would take. */
function unionSentence(issue: Extract<Issue, { code: 'invalid_union' }>, value: unknown): string {
  const inner = issue.errors.flat().find(({ path, code }) => path.length > 0 || code !== 'invalid_type');
  if (inner) {
    const path = inner.path.map(String);
    const at = path.length > 0 ? `is wrong at ${path.join('.')}, which ` : '';
    return `${at}${sentenceOf(inner, valueAt(value, path))}`;
  }
  const expected = issue.errors
    .flat()
    .flatMap((each) => (each.code === 'invalid_type' ? [kinds[each.expected] ?? each.expected] : []));
  return `${isOf(value)}; it takes ${oneOf([...new Set<string>(expected)])}`;
}
