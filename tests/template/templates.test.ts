import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readTemplateFile } from '@shutterbus/sandbox/template/read-template';
import { withGlobals } from '@shutterbus/sandbox/template/sam/globals';
import { isMapping, type Mapping, type Value } from '@shutterbus/sandbox/template/value';
import { foreignAccess, plainHttp, putEventsAsOther } from './checks/access.ts';
import { sharedRoles, unreadBatchFailures, wrongGrants, wrongVariables } from './checks/code.ts';
import { openApis, unknownEvents, unreadEvents, wrongRoutes } from './checks/events.ts';
import { missingExits } from './checks/failures.ts';
import {
  tooManyResources,
  uncheckedReleases,
  unprotectedData,
  unwatchedFunctions,
  unwatchedQueues,
  uselessAlarms,
} from './checks/operations.ts';
import { wrongCallLimits, wrongTimeouts } from './checks/timeouts.ts';
import { readStacks, root, type Stack, type Stacks, services } from './templates.ts';
import { at } from './values.ts';

const { stacks, problems } = readStacks();
const anchors = readFileSync(path.join(root, 'docs/operations.md'), 'utf8')
  .split('\n')
  .flatMap((line) => /^#{2,4} (.+)$/.exec(line)?.[1] ?? [])
  .map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  );

/** DeploymentPreference of each function of a service's template. */
function preferencesOf(service: string): Map<string, Mapping> {
  const { Resources, Globals } = readTemplateFile(path.join(root, `services/${service}/template.yaml`));
  return new Map(
    mappingsOf(Resources).flatMap(([id, { Type, Properties }]) => {
      const own = isMapping(Properties) ? Properties : {};
      const preference = withGlobals(
        String(Type),
        own,
        isMapping(Globals) ? Globals : {},
      ).DeploymentPreference;
      return isMapping(preference) ? [[id, preference] as const] : [];
    }),
  );
}
const mappingsOf = (value: Value | undefined): [string, Mapping][] =>
  Object.entries(isMapping(value) ? value : {}).flatMap(([id, one]) => (isMapping(one) ? [[id, one]] : []));

type Check = (stack: Stack, name: string, all: Stacks) => string[];
interface Row {
  check: Check;
  /** Where the check is broken on purpose. */
  service: string;
  /** Breaks a copy. */
  spoil: (stack: Stack, all: Stacks) => void;
  complaint: RegExp;
  root?: true;
}

/** The properties of a resource of a copy, to be changed. */
function of(stack: Stack, id: string): Mapping {
  const resource = stack[id];
  if (!resource) throw new Error(`the template has no ${id}`);
  return resource.properties;
}
const put = (target: unknown, key: string | number, value: Mapping[string]): void => {
  if (Array.isArray(target)) target[Number(key)] = value;
  else if (isMapping(target)) target[key] = value;
  else throw new Error(`there is nothing to put ${key} into`);
};
const statement = (stack: Stack, role: string, index = 0) =>
  at(of(stack, role), 'Policies', index, 'PolicyDocument', 'Statement', 0);

const checks: Record<string, Row> = {
  'no role reaches what belongs to another service, and none has a * without a reason': {
    check: foreignAccess,
    service: 'media',
    spoil: (stack) =>
      put(
        statement(stack, 'ListFeedRole'),
        'Resource',
        'arn:aws:dynamodb:eu-west-1:1:table/app-users-UsersTable',
      ),
    complaint: /^ListFeed may do dynamodb:BatchGetItem on arn:aws:dynamodb/,
  },
  'a relay speaks for its own service only': {
    check: (stack, name) => putEventsAsOther(name, stack),
    service: 'users',
    spoil: (stack) => put(statement(stack, 'RelayUsersRole'), 'Condition', {}),
    complaint: /^RelayUsers may put events as another service/,
  },
  'no bucket and no queue takes plain HTTP': {
    check: (stack, _, all) => plainHttp(stack, Object.values(all)),
    service: 'notifications',
    spoil: (stack) => delete stack.MailQueuePolicy,
    complaint: /^MailQueue takes plain HTTP/,
    root: true,
  },
  'each handler gets the variables that it reads, and no others': {
    check: (stack, name) => wrongVariables(name, stack),
    service: 'users',
    spoil: (stack) => put(of(stack, 'GetUser'), 'Environment', { Variables: { UNREAD: '1' } }),
    complaint: /^GetUser is not given USERS_TABLE/,
  },
  'each call of the code is granted, and each grant is used': {
    check: (stack, name) => wrongGrants(name, stack),
    service: 'users',
    spoil: (stack) => put(statement(stack, 'GetUserRole'), 'Action', ['dynamodb:Scan']),
    complaint: /^GetUser may not do dynamodb:GetItem/,
  },
  'each function has a role of its own': {
    check: sharedRoles,
    service: 'users',
    spoil: (stack) => put(of(stack, 'GetUser'), 'Role', of(stack, 'GetMe').Role ?? null),
    complaint: /^GetMeRole has several functions/,
  },
  'a mapping reads the batch failures that its handler reports': {
    check: (stack, name) => unreadBatchFailures(name, stack),
    service: 'thumbnails',
    spoil: (stack) => delete of(stack, 'OnMediaUploadedUploads').FunctionResponseTypes,
    complaint: /^OnMediaUploadedUploads and its handler do not agree/,
  },
  'each rule waits for an event of the catalogue': {
    check: unknownEvents,
    service: 'media',
    spoil: (stack) =>
      put(at(of(stack, 'OnThumbnailsGeneratedBus'), 'EventPattern'), 'detail-type', ['ThumbnailsMade']),
    complaint: /waits for shutterbus.thumbnails ThumbnailsMade/,
    root: true,
  },
  'the API is what the contracts say': {
    check: (stack, name) => wrongRoutes(name, stack),
    service: 'thumbnails',
    spoil: (stack) => put(at(of(stack, 'Api'), 'Body'), 'paths', {}),
    complaint: /^no template has GET \/v1\/thumbnails\/links user/,
  },
  'each API has a limit and a log of nobody': {
    check: openApis,
    service: 'media',
    spoil: (stack) => delete of(stack, 'ApiApiGatewayDefaultStage').DefaultRouteSettings,
    complaint: /has no limit/,
  },
  'each failure has an exit that it may take': {
    check: missingExits,
    service: 'media',
    spoil: (stack) => delete stack.MediaDeadLettersPolicy,
    complaint: /^OnUserChangedBus may not write to MediaDeadLetters/,
    root: true,
  },
  'whoever waits, waits longer than what he waits for': {
    check: wrongTimeouts,
    service: 'thumbnails',
    spoil: (stack) => put(of(stack, 'OnMediaUploaded'), 'Timeout', 90),
    complaint: /messages come back after 360 s, before 540 s/,
  },
  'whoever calls AWS, gives up before the function ends': {
    check: (stack, name) => wrongCallLimits(name, stack),
    service: 'users',
    spoil: (stack) => put(of(stack, 'PostConfirmation'), 'Timeout', 4),
    complaint: /^PostConfirmation ends after 4000 ms, its DynamoDBClient gives up after 4800 ms/,
  },
  'each function has alarm, log group, timeout and memory': {
    check: unwatchedFunctions,
    service: 'media',
    spoil: (stack) => delete stack.HttpFunctionsFailing,
    complaint: /^ListFeed has no alarm on errors/,
  },
  'each queue has its alarms': {
    check: unwatchedQueues,
    service: 'notifications',
    spoil: (stack) => delete stack.MailDeadLettersNotEmpty,
    complaint: /^MailDeadLetters has no alarm on depth/,
    root: true,
  },
  'each alarm tells somebody, who finds what to do': {
    check: (stack) => uselessAlarms(stack, anchors),
    service: 'media',
    spoil: (stack) => put(of(stack, 'ApiFailing'), 'AlarmActions', []),
    complaint: /^ApiFailing tells nobody/,
    root: true,
  },
  'each release is asked before, watched during and looked at after': {
    check: (stack, name) => uncheckedReleases(stack, preferencesOf(name)),
    service: 'media',
    spoil: (stack) => delete stack.EventVersionsFailing,
    complaint: /^RelayMedia: no alarm on the new version/,
  },
  'each template is far from the limit of 500 resources': {
    check: (stack, name) => tooManyResources(name, stack),
    service: 'media',
    spoil: (stack) => {
      for (let n = 0; n < 400; n += 1) stack[`More${n}`] = { type: 'AWS::SNS::Topic', properties: {} };
    },
    complaint: /^media has \d+ resources/,
    root: true,
  },
  'what holds data is protected in prod': {
    check: unprotectedData,
    service: 'users',
    spoil: (stack) => put(of(stack, 'UsersTable'), 'DeletionProtectionEnabled', false),
    complaint: /^UsersTable can be deleted/,
  },
};

describe('the templates', () => {
  it('are read and expanded without a problem', () => {
    expect(problems).toEqual([]);
  });

  describe.each(Object.entries(checks))('%s', (_, { check, service, spoil, complaint, ...row }) => {
    it.each(row.root ? ['root', ...services] : services)('in %s', (name) => {
      expect(check(stacks[name] ?? {}, name, stacks)).toEqual([]);
    });

    it('and the check sees when it is not so', () => {
      const copy = structuredClone(stacks);
      const stack = copy[service] ?? {};
      spoil(stack, copy);
      expect(check(stack, service, copy)).toEqual(expect.arrayContaining([expect.stringMatching(complaint)]));
    });
  });

  it('have a reader for each event, unless it is named as having none', () => {
    expect(unreadEvents(stacks)).toEqual([]);
    const { media: _, ...without } = stacks;
    expect(unreadEvents(without)).toContain('ThumbnailsGenerated has no reader');
  });
});
