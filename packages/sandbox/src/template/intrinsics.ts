import type { ResourceResult } from '../core/resource.ts';
import { isPending } from './faults.ts';
import type { ReportProblem } from './template-error.ts';
import {
  changeMembers,
  intrinsicOf,
  isMapping,
  type Mapping,
  pendingText,
  scalarText,
  type Value,
} from './value.ts';

/** What intrinsic functions may ask while a template is evaluated. */
export interface Scope {
  /** Parameters and pseudo parameters. */
  variables: ReadonlyMap<string, Value>;
  mappings: Record<string, Record<string, Mapping>>;
  /** The section Conditions, unevaluated. */
  conditions: Mapping;
  /** A resource that is made already; what refers to another stays as it is written. */
  resource(logicalId: string): ResourceResult | undefined;
  report: ReportProblem;
}

/**
 * Evaluates every intrinsic function in `value` whose arguments are known. What depends on a resource that is not made
 * yet stays an intrinsic function, so that a second call, after the resource is made, finishes it.
 * @returns undefined for `AWS::NoValue`; inside lists and mappings such entries are left out. What has nothing to evaluate is
 *   returned itself
 */
export function evaluate(value: Value, scope: Scope, place: string): Value | undefined {
  if (Array.isArray(value))
    return changeMembers(value, (item, index) => evaluate(item, scope, `${place}[${index}]`));
  if (!isMapping(value)) return value;
  const intrinsic = intrinsicOf(value);
  if (intrinsic) return call(intrinsic.name, intrinsic.argument, scope, place);
  return changeMembers(value, (member, key) => {
    if (!key.startsWith('Fn::')) return evaluate(member, scope, `${place}.${key}`);
    scope.report(place, `${key} stands beside other keys; an intrinsic function is alone in its mapping.`);
    return undefined;
  });
}

/** True when no intrinsic function is left in `value`. */
export function isSettled(value: Value): boolean {
  if (Array.isArray(value)) return value.every(isSettled);
  if (!isMapping(value)) return true;
  return !intrinsicOf(value) && Object.values(value).every(isSettled);
}

function call(name: string, argument: Value, scope: Scope, place: string): Value | undefined {
  if (name === 'Ref') return reference(argument, scope, place);
  if (name === 'Fn::If') return choose(argument, scope, place);
  if (conditionFunctions.has(name)) return truth({ [name]: argument }, scope, place);
  const compute = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!compute) {
    scope.report(
      place,
      notHere.has(name)
        ? `the intrinsic function ${name} is not supported.`
        : `there is no intrinsic function ${name}; it is misspelt, or none that CloudFormation knows.`,
    );
    // What rests on it is not wrong.
    return pendingText;
  }
  const known = evaluate(argument, scope, place) ?? null;
  if (name === 'Fn::Sub') return substitute(known, scope, place);
  if (name === 'Fn::GetAtt') return attribute(known, scope, place);
  // A list whose items are pending can be selected from; anything else waits for its arguments.
  if (!isSettled(known) && name !== 'Fn::Select') return { [name]: known };
  const result = compute(known, scope);
  // A value that is not there yet is no wrong one.
  if (result === invalid && isPending(known)) return pendingText;
  if (result === invalid)
    scope.report(place, `the arguments of ${name} are not as CloudFormation wants them.`);
  return result === invalid ? null : result;
}

function reference(argument: Value, scope: Scope, place: string): Value | undefined {
  if (typeof argument !== 'string') {
    scope.report(place, 'Ref takes a name.');
    return null;
  }
  if (argument === 'AWS::NoValue') return undefined;
  return scope.variables.get(argument) ?? scope.resource(argument)?.ref ?? { Ref: argument };
}

function attribute(argument: Value, scope: Scope, place: string): Value {
  const [logicalId, ...rest] = typeof argument === 'string' ? argument.split('.') : toTexts(argument);
  if (logicalId === undefined || rest.length === 0) {
    scope.report(place, 'Fn::GetAtt takes a resource and an attribute.');
    return null;
  }
  const name = rest.join('.');
  const resource = scope.resource(logicalId);
  if (!resource) return { 'Fn::GetAtt': [logicalId, name] };
  const value = resource.attributes[name];
  if (value !== undefined) return value;
  const known = Object.keys(resource.attributes).join(', ') || 'none';
  scope.report(place, `${logicalId} has no attribute ${name} here (it has ${known}).`);
  return null;
}

const toTexts = (value: Value): string[] =>
  Array.isArray(value) ? value.flatMap((item) => (typeof item === 'string' ? [item] : [])) : [];

/** The names in the text of `Fn::Sub`; `${!Literal}` is none. */
const placeholder = /\$\{([^!}][^}]*)\}/g;

export function substitutedNames(text: string): string[] {
  return [...text.matchAll(placeholder)].map((match) => (match[1] ?? '').trim());
}

function substitute(argument: Value, scope: Scope, place: string): Value {
  const [text, own] = Array.isArray(argument) ? argument : [argument, {}];
  if (typeof text !== 'string' || !isMapping(own)) {
    scope.report(place, 'Fn::Sub takes a text, and optionally a mapping of its variables.');
    return null;
  }
  // What is known is bound to its name, so that only what is pending counts as a reference.
  const bound: Mapping = { ...own };
  let pending = false;
  for (const name of substitutedNames(text)) {
    if (Object.hasOwn(own, name) || Object.hasOwn(bound, name)) continue;
    const isAttribute = name.includes('.') && !scope.variables.has(name);
    const value = isAttribute ? attribute(name, scope, place) : reference(name, scope, place);
    if (value !== undefined && isSettled(value)) bound[name] = value;
    else pending = true;
  }
  if (pending || !isSettled(bound)) return { 'Fn::Sub': [text, bound] };
  return text
    .replace(placeholder, (_, name: string) => substitution(bound[name.trim()] ?? ''))
    .replaceAll('${!', '${');
}

function substitution(value: Value): string {
  return Array.isArray(value) ? value.join(',') : (scalarText(value) ?? JSON.stringify(value));
}

function choose(argument: Value, scope: Scope, place: string): Value | undefined {
  const [condition, whenTrue, whenFalse] = Array.isArray(argument) ? argument : [];
  if (typeof condition !== 'string' || whenTrue === undefined || whenFalse === undefined) {
    scope.report(place, 'Fn::If takes a condition and two values.');
    return null;
  }
  return evaluate(holds(condition, scope, place) ? whenTrue : whenFalse, scope, place);
}

/** CloudFormation's own, which the sandbox does not evaluate. */
const notHere = new Set(
  ['Cidr', 'ForEach', 'GetAZs', 'ImportValue', 'Length', 'ToJsonString', 'Transform'].map(
    (name) => `Fn::${name}`,
  ),
);

const conditionFunctions = new Set(['Fn::Equals', 'Fn::Not', 'Fn::And', 'Fn::Or']);

/** The outcome of a condition of the section Conditions. */
export function holds(name: string, scope: Scope, place: string, within: readonly string[] = []): boolean {
  const condition = scope.conditions[name];
  if (condition === undefined || within.includes(name)) {
    const sentence = condition === undefined ? 'there is no condition' : 'this condition refers to itself:';
    scope.report(place, `${sentence} ${name}.`);
    // What it is about is looked at all the same.
    return true;
  }
  return truth(condition, scope, `Conditions.${name}`, [...within, name]);
}

function truth(condition: Value, scope: Scope, place: string, within: readonly string[] = []): boolean {
  const [name, argument] = (isMapping(condition) && Object.entries(condition)[0]) || [];
  const items = Array.isArray(argument) ? argument : [];
  const each = (item: Value): boolean => truth(item, scope, place, within);
  if (name === 'Condition' && typeof argument === 'string') return holds(argument, scope, place, within);
  if (name === 'Fn::Not' && items[0] !== undefined) return !each(items[0]);
  if (name === 'Fn::And') return items.every(each);
  if (name === 'Fn::Or') return items.some(each);
  if (name === 'Fn::Equals' && items.length === 2) {
    let isKnown = true;
    const [left, right] = items.map((item) => {
      const value = evaluate(item, scope, place) ?? null;
      if (!isSettled(value)) {
        isKnown = false;
        scope.report(
          place,
          isMapping(value) && typeof value.Ref === 'string'
            ? `${value.Ref} is no parameter; a condition depends on parameters alone.`
            : 'a condition cannot depend on a resource.',
        );
      }
      return scalarText(value) ?? JSON.stringify(value);
    });
    return !isKnown || left === right;
  }
  scope.report(place, 'a condition is made of Fn::Equals, Fn::Not, Fn::And, Fn::Or and Condition.');
  return true;
}

const invalid = Symbol('invalid');

type Compute = (argument: Value, scope: Scope) => Value | typeof invalid;

const functions: Record<string, Compute> = {
  // Both are handled before: they look at resources.
  'Fn::Sub': () => invalid,
  'Fn::GetAtt': () => invalid,
  'Fn::Base64': (text) => (typeof text === 'string' ? Buffer.from(text).toString('base64') : invalid),
  'Fn::Join': (argument) => {
    const [separator, list] = Array.isArray(argument) ? argument : [];
    return typeof separator === 'string' && Array.isArray(list)
      ? list.map((item) => scalarText(item) ?? '').join(separator)
      : invalid;
  },
  'Fn::Split': (argument) => {
    const [separator, text] = Array.isArray(argument) ? argument : [];
    return typeof separator === 'string' && typeof text === 'string' ? text.split(separator) : invalid;
  },
  'Fn::Select': (argument) => {
    const [index, list] = Array.isArray(argument) ? argument : [];
    if (list !== undefined && intrinsicOf(list)) return { 'Fn::Select': argument };
    return (Array.isArray(list) ? list[Number(index)] : undefined) ?? invalid;
  },
  'Fn::FindInMap': (argument, { mappings }) => {
    const [map = '', top = '', second = ''] = Array.isArray(argument)
      ? argument.map((key) => scalarText(key) ?? '')
      : [];
    return mappings[map]?.[top]?.[second] ?? invalid;
  },
};
