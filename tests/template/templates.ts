import path from 'node:path';
import { planStack, type StackPlan } from '@shutterbus/sandbox/stack/plan';
import { evaluate } from '@shutterbus/sandbox/template/intrinsics';
import { isMapping, type Mapping, type Value } from '@shutterbus/sandbox/template/value';
import { root, services } from '../../scripts/lib/repository.ts';
import { at, named, textOf } from './values.ts';

export interface Resource {
  type: string;
  properties: Mapping;
  /** What it comes after without referring to it. */
  dependsOn?: readonly string[];
}
/** The resources of one template after SAM's expansion, by logical id. What refers to resources is still a function. */
export type Stack = Record<string, Resource>;
/** By service; the root template is `root`. */
export type Stacks = Record<string, Stack>;

/** Of the templates as they are read here. */
export const release = 'r1';

/** Values that another template gives at run time, told apart by their names. */
const given: Record<string, Record<string, Value>> = {
  root: { EventLake: 'true', AlarmEmail: 'alarms@example.com', FrontDoorKey: 'k'.repeat(32) },
  users: {
    MailIdentity: 'example.com',
    WebOriginParameter: '/app/web-origin',
    TellingAlarm: 'telling-alarm',
  },
  media: {
    ...{ UserPoolId: 'pool', UserPoolClientId: 'client', PublishingAlarm: 'alarm' },
    ...{ WebBucketName: 'web-app', WebOriginParameter: '/app/web-origin' },
  },
  thumbnails: {
    UserPoolId: 'pool',
    UserPoolClientId: 'client',
    PublishingAlarm: 'alarm',
    ThumbnailTimeAlarm: 'time-alarm',
    UploadsBucketName: 'uploads-of-media',
  },
  notifications: {
    ...{ UserPoolId: 'pool', UserPoolClientId: 'client' },
    ...{ WebOriginParameter: '/app/web-origin', TellingAlarm: 'telling-alarm' },
  },
};

const givenToServices = { EventBusName: 'app', AlarmTopicArn: 'topic', ReleaseRoleArn: 'release-role' };

/** A folder with what SAM's own transform made of the templates; the checks hold for that as well (.ci/templates). */
const expanded = process.env.EXPANDED_TEMPLATES;

const fileOf = (name: string): string => {
  if (expanded !== undefined) return path.join(expanded, `${name}.json`);
  return path.join(root, name === 'root' ? 'template.yaml' : `services/${name}/template.yaml`);
};

const place = { region: 'eu-west-1', accountId: '111122223333' };

/** Reads and expands the templates as the sandbox does; what a service nests stands among its own resources. */
export function readStacks(): { stacks: Stacks; problems: string[] } {
  const problems: string[] = [];
  const stacks: Stacks = {};
  for (const name of ['root', ...services]) {
    const all = {
      Stage: 'prod',
      Release: release,
      ReserveConcurrency: 'true',
      RolesBoundary: 'arn:aws:iam::aws:policy/boundary',
    };
    const shared = name === 'root' ? all : { ...all, ...givenToServices };
    const plan = planStack(
      {
        templateFile: fileOf(name),
        stackName: name === 'root' ? 'app' : `app-${name}`,
        parameters: { ...shared, ...given[name] },
      },
      place,
      new Map(),
    );
    problems.push(...plan.problems);
    const nested = name === 'root' ? [] : plan.resources.flatMap((resource) => withinOf(plan, resource));
    problems.push(...nested.flatMap((inner) => inner.problems));
    stacks[name] = Object.fromEntries([
      ...plan.resources.map(({ logicalId, type, properties, dependsOn }) => [
        logicalId,
        { type, properties, dependsOn },
      ]),
      ...nested.flatMap(({ resources }) =>
        resources.map(({ logicalId, type, properties, dependsOn }) => [
          logicalId,
          { type, properties: referring(properties), dependsOn },
        ]),
      ),
    ]);
  }
  return { stacks, problems };
}

/** The plan of a nested template, whose parameters have the text `${Queue.Arn}` where they refer to a resource. */
function withinOf(plan: StackPlan, { logicalId, type, properties }: Resource & { logicalId: string }) {
  if (type !== 'AWS::CloudFormation::Stack') return [];
  const file = path.basename(textOf(properties.TemplateURL));
  const given = evaluate(written(properties.Parameters ?? {}), plan.scope, logicalId);
  return [
    planStack(
      {
        templateFile: path.join(root, 'services', file),
        stackName: `${plan.stackName}-${logicalId}`,
        parameters: isMapping(given) ? given : {},
      },
      place,
      new Map(),
    ),
  ];
}

/** References as text. */
function written(value: Value): Value {
  const id = named(value);
  if (id === undefined) return isMapping(value) ? mapped(value, written) : value;
  const attribute = at(value, 'Fn::GetAtt', 1);
  return `\${${[id, attribute].filter((part) => part !== undefined).join('.')}}`;
}

/** Text as references. */
function referring(value: Value): Mapping[string] {
  if (Array.isArray(value)) return value.map(referring);
  if (isMapping(value)) return mapped(value, referring);
  if (typeof value !== 'string' || !value.includes('${')) return value;
  const [, id, attribute] = /^\$\{(\w+)(?:\.(\w+))?\}$/.exec(value) ?? [];
  if (id === undefined) return { 'Fn::Sub': value };
  return attribute === undefined ? { Ref: id } : { 'Fn::GetAtt': [id, attribute] };
}

const mapped = (mapping: Mapping, change: (value: Value) => Value): Mapping =>
  Object.fromEntries(Object.entries(mapping).map(([key, value]) => [key, change(value)]));

export const ofType = (stack: Stack, type: string): [string, Mapping][] =>
  Object.entries(stack).flatMap(([id, resource]) =>
    resource.type === type ? [[id, resource.properties]] : [],
  );
