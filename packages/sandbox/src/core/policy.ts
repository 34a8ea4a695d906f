import * as z from 'zod';
import type { AwsError } from './aws-error.ts';

/** A policy, read: who may, or may not, do what with what. */
export interface Policy {
  /** As it was written, to be shown. */
  document: unknown;
  statements: readonly Statement[];
}

export interface Statement {
  /** As it was written. */
  written: object;
  sid: string | undefined;
  effect: 'Allow' | 'Deny';
  /** Nobody is named by the policy of a role. */
  principals: Matching<PolicyPrincipal>;
  /** Patterns such as `s3:Get*`, in which case does not count. */
  actions: Matching<string>;
  /** Patterns of ARNs. */
  resources: Matching<string>;
  /** All have to hold. */
  conditions: readonly Condition[];
}

/** `Action` and the like hold for what is among these, `NotAction` and the like for all else. */
export interface Matching<Pattern> {
  except: boolean;
  patterns: readonly Pattern[];
}

export interface PolicyPrincipal {
  kind: (typeof principalKinds)[number];
  /** A service's name, an account, an ARN, or `*`. */
  name: string;
}

export interface Condition {
  /** `StringEquals`, `ForAnyValue:ArnLike`, `NullIfExists`, …; in the case in which it was written. */
  operator: string;
  /** `aws:SourceArn`, in lower case: keys are the same in any. */
  key: string;
  /** One of them has to match. Policies write them as booleans and numbers, too. */
  values: readonly string[];
}

const principalKinds = ['AWS', 'Service', 'Federated', 'CanonicalUser'] as const;

/** What is wrong with a policy; each service has words of its own for it. */
export class PolicyFault extends Error {
  readonly kind:
    | 'no-object'
    | 'no-json'
    | 'version'
    | 'empty'
    | 'missing'
    | 'unknown'
    | 'effect'
    | 'principal'
    | 'action'
    | 'resource'
    | 'condition';
  /** The element, or the value that is none. */
  readonly what: string;

  constructor(kind: PolicyFault['kind'], what: string, sentence: string) {
    super(sentence);
    this.name = 'PolicyFault';
    this.kind = kind;
    this.what = what;
  }
}

const elements = [
  ...['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction'],
  ...['Resource', 'NotResource', 'Condition'],
];
const oneOrMore = z.union([z.string().transform((one) => [one]), z.array(z.string()).min(1)]);
const scalar = z.union([z.string(), z.boolean(), z.number()]);
const conditionValues = z.union([scalar, z.array(scalar)]).transform((values) => [values].flat().map(String));
const operator =
  /^(?:ForA(?:ny|ll)Values?:)?(?:String(?:Not)?(?:Equals(?:IgnoreCase)?|Like)|Numeric(?:(?:Not)?Equals|(?:Less|Greater)Than(?:Equals)?)|Date(?:(?:Not)?Equals|(?:Less|Greater)Than(?:Equals)?)|Bool|BinaryEquals|(?:Not)?IpAddress|Arn(?:Not)?(?:Equals|Like)|Null)(?:IfExists)?$/i;

/**
 * Reads a policy, by the grammar that all of them have. That of a role names nobody: it is about the role.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 * @param given an object, or JSON text @throws PolicyFault
 */
export function readPolicy(given: unknown, of: 'resource' | 'role' = 'resource'): Policy {
  const document = typeof given === 'string' ? parsed(given) : given;
  if (!isObject(document)) throw new PolicyFault('no-object', '', 'A policy is an object.');
  const { Version: version, Statement: written } = document;
  if (version !== undefined && version !== '2012-10-17' && version !== '2008-10-17')
    throw new PolicyFault('version', String(version), 'Version is 2012-10-17.');
  if (written === undefined) throw missing('Statement');
  const statements = [written].flat();
  if (statements.length === 0) throw new PolicyFault('empty', 'Statement', 'There is no Statement.');
  return { document, statements: statements.map((statement) => readStatement(statement, of)) };
}

/**
 * Reads the policy of a resource, which names actions of its own service alone.
 * @param refuse what the service says of one that it does not take
 * @throws what `refuse` gives
 */
export function readPolicyOf(
  service: string,
  given: unknown,
  refuse: (fault: PolicyFault) => AwsError,
): Policy {
  try {
    const policy = readPolicy(given);
    for (const action of policy.statements.flatMap(({ actions }) => actions.patterns))
      if (action !== '*' && !action.toLowerCase().startsWith(`${service}:`)) throw badAction(action);
    return policy;
  } catch (error) {
    throw error instanceof PolicyFault ? refuse(error) : error;
  }
}

function readStatement(given: unknown, of: 'resource' | 'role'): Statement {
  if (!isObject(given)) throw new PolicyFault('no-object', 'Statement', 'A Statement is an object.');
  const unknown = Object.keys(given).find(
    (key) => !elements.includes(key) || (of === 'role' && key.endsWith('Principal')),
  );
  if (unknown !== undefined)
    throw new PolicyFault('unknown', unknown, `A Statement has no element ${unknown}.`);
  const { Effect: effect, Sid: sid, Condition: conditions = {} } = given;
  if (effect === undefined) throw missing('Effect');
  if (effect !== 'Allow' && effect !== 'Deny')
    throw new PolicyFault('effect', String(effect), 'Effect is Allow or Deny.');
  return {
    written: given,
    sid: typeof sid === 'string' ? sid : undefined,
    effect,
    principals: of === 'role' ? { except: false, patterns: [] } : either(given, 'Principal', readPrincipals),
    actions: either(given, 'Action', readActions),
    resources: either(given, 'Resource', readResources),
    conditions: readConditions(conditions),
  };
}

/** An element, or its opposite that begins with `Not`. */
function either<Pattern>(
  statement: Record<string, unknown>,
  name: 'Principal' | 'Action' | 'Resource',
  read: (value: unknown) => Pattern[],
): Matching<Pattern> {
  const except = statement[name] === undefined;
  const value = statement[except ? `Not${name}` : name];
  if (value === undefined) throw missing(name);
  return { except, patterns: read(value) };
}

function readPrincipals(given: unknown): PolicyPrincipal[] {
  if (given === '*') return [{ kind: 'AWS', name: '*' }];
  if (!isObject(given) || Object.keys(given).length === 0) throw badPrincipal(given);
  return Object.entries(given).flatMap(([written, value]) => {
    const kind = principalKinds.find((one) => one === written);
    const names = oneOrMore.safeParse(value);
    if (!kind || !names.success) throw badPrincipal(given);
    for (const name of names.data) if (!isPrincipal(kind, name)) throw badPrincipal(name);
    return names.data.map((name) => ({ kind, name }));
  });
}

/** By its form; AWS also looks whether there is such an account, user or role. */
export function isPrincipal(kind: PolicyPrincipal['kind'], name: string): boolean {
  if (kind === 'Service') return /^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(name);
  if (kind !== 'AWS') return name !== '';
  const arn =
    /^arn:aws[\w-]*:(iam|sts)::(\d{12}|cloudfront):(root|(user|role|assumed-role|federated-user)\/.+)$/;
  return name === '*' || /^\d{12}$/.test(name) || arn.test(name);
}

function readActions(given: unknown): string[] {
  const actions = oneOrMore.safeParse(given);
  if (!actions.success) throw badAction(given);
  for (const action of actions.data)
    if (!/^(\*|[a-z0-9-]+:[a-z0-9*?]+)$/i.test(action)) throw badAction(action);
  return actions.data;
}

function readResources(given: unknown): string[] {
  const resources = oneOrMore.safeParse(given);
  if (!resources.success) throw badResource(given);
  for (const resource of resources.data)
    if (resource !== '*' && !resource.startsWith('arn:')) throw badResource(resource);
  return resources.data;
}

function readConditions(given: unknown): Condition[] {
  if (!isObject(given)) throw new PolicyFault('condition', shown(given), 'A Condition is an object.');
  return Object.entries(given).flatMap(([name, keys]) => {
    if (!operator.test(name) || !isObject(keys))
      throw new PolicyFault('condition', name, `There is no condition operator ${name}.`);
    return Object.entries(keys).map(([key, value]) => {
      const values = conditionValues.safeParse(value);
      if (!values.success) throw new PolicyFault('condition', key, `The values of ${key} are texts.`);
      return { operator: name, key: key.toLowerCase(), values: values.data };
    });
  });
}

const missing = (element: string): PolicyFault =>
  new PolicyFault('missing', element, `${element} is missing.`);
const badPrincipal = (given: unknown): PolicyFault =>
  new PolicyFault('principal', shown(given), `${shown(given)} is no principal.`);
const badAction = (given: unknown): PolicyFault =>
  new PolicyFault('action', shown(given), `${shown(given)} is no action.`);
const badResource = (given: unknown): PolicyFault =>
  new PolicyFault('resource', shown(given), `${shown(given)} is no ARN.`);

const shown = (given: unknown): string => (typeof given === 'string' ? given : JSON.stringify(given));

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(text: string): unknown {
  if (!text.startsWith('{')) throw new PolicyFault('no-object', '', 'A policy is an object.');
  try {
    return JSON.parse(text);
  } catch {
    throw new PolicyFault('no-json', '', 'A policy is JSON.');
  }
}

/** Whether a pattern, as policies and paths of distributions have them, in which `*` stands for any text and `?` for one character, covers a text. */
export const covers = (pattern: string, text: string): boolean => patternOf(pattern).test(text);

/** Such a pattern, to be asked more than once. */
export const patternOf = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern.replace(/[.*+?^${}()|[\]\\]/g, (c) => (c === '*' ? '[^]*' : c === '?' ? '[^]' : `\\${c}`))}$`,
  );

/** Whether a statement names this action and this resource, by `Action` and `Resource`. */
export const isAbout = (
  { actions, resources }: Pick<Statement, 'actions' | 'resources'>,
  action: string,
  resource: string,
): boolean =>
  !(actions.except || resources.except) &&
  actions.patterns.some((pattern) => covers(pattern.toLowerCase(), action.toLowerCase())) &&
  resources.patterns.some((pattern) => covers(pattern, resource));

/** Whether a statement has no condition but one that this value of this key meets. @param asked in lower case */
export const onlyAsks = ({ conditions }: Statement, asked: string, value: string): boolean =>
  conditions.every(
    ({ operator: name, key, values }) =>
      /^(String|Arn)(Equals|Like)$/.test(name) &&
      key === asked &&
      values.some((pattern) => covers(pattern, value)),
  );
