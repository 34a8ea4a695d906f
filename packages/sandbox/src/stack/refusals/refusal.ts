import { isPending, oneOf, shown } from '../../template/faults.ts';
import { isSettled } from '../../template/intrinsics.ts';
import { referencesIn } from '../../template/references.ts';
import type { Resource } from '../../template/sam/expansion.ts';
import { intrinsicOf, isMapping, type Mapping, scalarText, type Value } from '../../template/value.ts';

/** Something that AWS refuses, or will refuse soon, in one resource. */
export interface Finding {
  /** Below the resource's properties. */
  path: readonly string[];
  /** What is wrong and what would be right; no full stop. */
  sentence: string;
  /** True when AWS still takes it. */
  warning?: boolean;
}

/** The stack around a resource, as rules look at it. */
export interface Surroundings {
  /** By logical id. */
  resources: ReadonlyMap<string, Resource>;
  /** Milliseconds since the epoch. */
  now: number;
}

/** One rule of AWS, in a form from which the page of refusals is made too. */
export interface Refusal {
  /** What is refused. */
  rule: string;
  /** Where AWS says so. */
  page: string;
  /** The resource type that it looks at, SAM's own types included. */
  type: string;
  find(resource: Resource, around: Surroundings): Iterable<Finding>;
}

/** CloudFormation's page of a type. */
export function pageOf(type: string): string {
  const [, service = '', name = ''] = type.toLowerCase().split('::');
  return `https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-${service}-${name}.html`;
}

export interface Placed {
  path: string[];
  value: Value;
}

/** Rules ask for the same few paths of every resource. */
const stepsOf = new Map<string, readonly string[]>();

/** @returns `Targets`, `[]` and `Arn` of `Targets[].Arn` */
function stepsIn(path: string): readonly string[] {
  const known = stepsOf.get(path);
  if (known) return known;
  const steps = path.split('.').flatMap((step) => (step.endsWith('[]') ? [step.slice(0, -2), '[]'] : [step]));
  stepsOf.set(path, steps);
  return steps;
}

/** The values at a path such as `Targets[].Arn`, intrinsic functions included; what is absent is left out. */
export function valuesAt(properties: Mapping, path: string): Placed[] {
  let found: Placed[] = [{ path: [], value: properties }];
  for (const step of stepsIn(path)) {
    found = found.flatMap(({ path: at, value }): Placed[] => {
      if (step === '[]') {
        const items = Array.isArray(value) ? value : [];
        return items.map((item, index) => ({ path: [...at, String(index)], value: item }));
      }
      const member = isMapping(value) && !intrinsicOf(value) ? value[step] : undefined;
      return member === undefined ? [] : [{ path: [...at, step], value: member }];
    });
  }
  return found;
}

/** The same without what is known only later. */
export const knownAt = (properties: Mapping, path: string): Placed[] =>
  valuesAt(properties, path).filter(({ value }) => isSettled(value) && !isPending(value));

export function numberAt(properties: Mapping, path: string): number | undefined {
  const [first] = knownAt(properties, path);
  return first === undefined ? undefined : numberOf(first.value);
}

export function textAt(properties: Mapping, path: string): string | undefined {
  const [first] = knownAt(properties, path);
  return first === undefined ? undefined : scalarText(first.value);
}

/** CloudFormation takes numbers as text, too. */
export function numberOf(value: Value): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** The one resource of the stack that a value refers to; undefined for several and for none. */
export function referred(value: Value | undefined, { resources }: Surroundings): Resource | undefined {
  const [first, ...others] = value === undefined ? [] : referencesIn(value, '');
  return first && others.every(({ logicalId }) => logicalId === first.logicalId)
    ? resources.get(first.logicalId)
    : undefined;
}

const services: Record<string, string> = {
  'AWS::DynamoDB::Table': 'dynamodb',
  'AWS::Events::EventBus': 'events',
  'AWS::KinesisFirehose::DeliveryStream': 'firehose',
  'AWS::Lambda::Alias': 'lambda',
  'AWS::Lambda::Function': 'lambda',
  'AWS::Lambda::Version': 'lambda',
  'AWS::Logs::LogGroup': 'logs',
  'AWS::S3::Bucket': 's3',
  'AWS::SNS::Topic': 'sns',
  'AWS::SQS::Queue': 'sqs',
};

/** The service of an ARN, or of the resource that a reference names; undefined while it cannot be known. */
export function serviceOf(value: Value | undefined, around: Surroundings): string | undefined {
  if (typeof value === 'string') return isPending(value) ? undefined : (value.split(':')[2] ?? '');
  return services[referred(value, around)?.type ?? ''];
}

/** The function that a name, ARN or alias of the stack stands for. */
export function functionOf(value: Value | undefined, around: Surroundings): Resource | undefined {
  const found = referred(value, around);
  if (found?.type === 'AWS::Lambda::Function') return found;
  return found?.type === 'AWS::Lambda::Alias' || found?.type === 'AWS::Lambda::Version'
    ? functionOf(found.properties.FunctionName, around)
    : undefined;
}

type Judge = (placed: Placed) => string | undefined;

/** A rule about each value at one path. */
export function each(type: string, path: string, rule: string, judge: Judge, page = pageOf(type)): Refusal {
  return {
    ...{ type, rule, page },
    *find({ properties }) {
      for (const placed of knownAt(properties, path)) {
        const sentence = judge(placed);
        if (sentence !== undefined) yield { path: placed.path, sentence };
      }
    },
  };
}

const nameOf = (type: string): string => type.replace(/^AWS::/, '').replaceAll('::', ' ');
const ruleOn = (type: string, path: string, adjective = ''): string =>
  `${nameOf(type)}: ${adjective}${path.replaceAll('[]', '')}`;

/** A number outside of its bounds, or none at all. */
export function range(type: string, path: string, least: number, most: number, unit = ''): Refusal {
  const bounds = most === Infinity ? `at least ${least}` : `${least} to ${most}`;
  const outside = most === Infinity ? `below ${least}` : `outside ${bounds}`;
  return each(type, path, `${ruleOn(type, path)} ${outside}${unit}`, ({ value }) => {
    const number = numberOf(value);
    if (number !== undefined && Number.isInteger(number) && number >= least && number <= most)
      return undefined;
    return `is ${shown(value)}; it is a whole number, ${bounds}${unit}`;
  });
}

export function choice(type: string, path: string, choices: readonly (string | number)[]): Refusal {
  const texts = choices.map(String);
  return each(type, path, ruleOn(type, path, 'unknown '), ({ value }) =>
    texts.includes(scalarText(value) ?? '') ? undefined : `is ${shown(value)}; it is ${oneOf(texts)}`,
  );
}

/** @param words how such text looks, after `it `: `has up to 80 letters, digits, - and _` */
export function form(type: string, path: string, pattern: RegExp, words: string): Refusal {
  return each(type, path, ruleOn(type, path, 'malformed '), ({ value }) =>
    pattern.test(scalarText(value) ?? '') ? undefined : `is ${shown(value)}; it ${words}`,
  );
}

export function longest(type: string, path: string, most: number): Refusal {
  return each(type, path, `${ruleOn(type, path)} of more than ${most} characters`, ({ value }) => {
    const { length } = scalarText(value) ?? '';
    return length <= most ? undefined : `has ${length} characters; the most are ${most}`;
  });
}

/** Counts also entries that are known only later. */
export function most(type: string, path: string, count: number, page = pageOf(type)): Refusal {
  return {
    ...{ type, page, rule: `${ruleOn(type, path)}, more than ${count}` },
    *find({ properties }) {
      for (const { path: at, value } of valuesAt(properties, path)) {
        if (Array.isArray(value) && value.length > count)
          yield { path: at, sentence: `has ${value.length} entries; the most are ${count}` };
      }
    },
  };
}

/** At most one of several properties side by side. @param owner path of the mapping that holds them, '' for the resource */
export function onlyOne(type: string, owner: string, names: readonly string[]): Refusal {
  return {
    ...{ type, page: pageOf(type), rule: `${nameOf(type)}: ${names.join(' beside ')}` },
    *find({ properties }) {
      const owners = owner === '' ? [{ path: [], value: properties }] : valuesAt(properties, owner);
      for (const { path, value } of owners) {
        const given = isMapping(value) ? names.filter((name) => value[name] !== undefined) : [];
        if (given.length > 1) yield { path, sentence: `has ${given.join(' and ')}; only one of them goes` };
      }
    },
  };
}

/** At least one of several properties of a resource. */
export function needed(type: string, ...names: string[]): Refusal {
  return {
    ...{ type, page: pageOf(type), rule: `${nameOf(type)} without ${oneOf(names)}` },
    *find({ properties }) {
      if (names.every((name) => properties[name] === undefined))
        yield {
          path: names.length === 1 ? names : [],
          sentence: names.length === 1 ? 'is missing' : `has neither ${names.join(' nor ')}; it needs one`,
        };
    },
  };
}
