import path from 'node:path';
import { planStack } from '@shutterbus/sandbox/stack/plan';
import type { Mapping, Value } from '@shutterbus/sandbox/template/value';
import { root, services } from '../../scripts/lib/repository.ts';

export interface Resource {
  type: string;
  properties: Mapping;
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

/** A folder with what SAM's own transform made of the templates; the checks hold for that as well (.ci/templates). */
const expanded = process.env.EXPANDED_TEMPLATES;

const fileOf = (name: string): string => {
  if (expanded !== undefined) return path.join(expanded, `${name}.json`);
  return path.join(root, name === 'root' ? 'template.yaml' : `services/${name}/template.yaml`);
};

/** Reads and expands the five templates as the sandbox does. */
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
    const shared = name === 'root' ? all : { ...all, EventBusName: 'app', AlarmTopicArn: 'topic' };
    const plan = planStack(
      {
        templateFile: fileOf(name),
        stackName: name === 'root' ? 'app' : `app-${name}`,
        parameters: { ...shared, ...given[name] },
      },
      { region: 'eu-west-1', accountId: '111122223333' },
      new Map(),
    );
    problems.push(...plan.problems);
    stacks[name] = Object.fromEntries(
      plan.resources.map(({ logicalId, type, properties }) => [logicalId, { type, properties }]),
    );
  }
  return { stacks, problems };
}

export const ofType = (stack: Stack, type: string): [string, Mapping][] =>
  Object.entries(stack).flatMap(([id, resource]) =>
    resource.type === type ? [[id, resource.properties]] : [],
  );
