import { eventReaders } from '../../scripts/lib/event-readers.ts';
import { eventsPage } from '../../scripts/lib/events-page.ts';
import { services } from '../../scripts/lib/repository.ts';
import { foreignAccess, plainHttp, putEventsAsOther, wrongCallsByTags } from './checks/access.ts';
import { circles } from './checks/circles.ts';
import { sharedRoles, unreadBatchFailures, wrongGrants, wrongVariables } from './checks/code.ts';
import {
  openApis,
  unboundedRoutes,
  unknownEvents,
  unlistedReaders,
  unreadEvents,
  wrongRoutes,
} from './checks/events.ts';
import { missingExits } from './checks/failures.ts';
import {
  doubleGrants,
  guessedNames,
  openLists,
  openSenders,
  rolesOfOthers,
  unknownAbsences,
} from './checks/grants.ts';
import {
  forgottenVersions,
  softBuckets,
  softDistributions,
  softQueues,
  softUserPools,
} from './checks/hardening.ts';
import {
  tooManyResources,
  uncheckedReleases,
  unprotectedData,
  unwatchedFunctions,
  unwatchedQueues,
  uselessAlarms,
} from './checks/operations.ts';
import { wrongParts, wrongResources } from './checks/resources.ts';
import { wrongCallLimits, wrongTimeouts } from './checks/timeouts.ts';
import { operationsAnchors, preferencesOf } from './documents.ts';
import { functionsOf } from './functions.ts';
import { granting, of, put, remove, statement } from './spoil.ts';
import { readStacks, type Stack, type Stacks } from './templates.ts';
import { at } from './values.ts';

const { stacks, problems } = readStacks();
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
  'a hook may call what it has a probe for, and nobody else': {
    check: (stack, name, all) => wrongCallsByTags(name, stack, all),
    service: 'media',
    spoil: (stack) => {
      for (const { properties } of functionsOf(stack)) remove(properties, 'Tags');
      put(
        at(statement(stack, 'CheckMediaReleaseRole'), 'Condition', 'StringEquals'),
        'aws:ResourceTag/releasedWith',
        'users',
      );
    },
    complaint: /^CheckMediaRelease may call GetMe, for which it has no probe/,
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
    spoil: (stack) => delete stack.WorkQueuesPolicy,
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
  'a table and its indexes, a bucket and its objects are granted apart, as the code asks them': {
    check: (stack, name) => wrongParts(name, stack),
    service: 'users',
    spoil: (stack) => put(statement(stack, 'ConductLeavingRole'), 'Action', ['dynamodb:GetItem']),
    complaint: /^ConductLeaving may not do dynamodb:Query on table/,
  },
  'who is told of a resource may do something there, and nobody else may': {
    check: (stack, name) => wrongResources(name, stack),
    service: 'media',
    spoil: (stack) =>
      put(statement(stack, 'ListFeedRole'), 'Resource', {
        'Fn::GetAtt': ['MediaDeadLetters', 'Arn'],
      }),
    complaint: /^ListFeed may do dynamodb:BatchGetItem on MediaDeadLetters, of which nothing tells it/,
  },
  'no role grants the same twice': {
    check: doubleGrants,
    service: 'notifications',
    spoil: (stack) =>
      put(at(of(stack, 'OnUserFollowedRole'), 'Policies', 0, 'PolicyDocument', 'Statement'), 9, {
        ...{ Effect: 'Allow', Action: 'sqs:SendMessage' },
        Resource: { 'Fn::GetAtt': ['NotificationsDeadLetters', 'Arn'] },
      }),
    complaint: /^OnUserFollowed may twice do sqs:SendMessage on NotificationsDeadLetters/,
  },
  'no role lists a whole bucket': {
    check: openLists,
    service: 'media',
    spoil: (stack) => put(statement(stack, 'OnOwnMediaDeletedRole', 0), 'Action', ['s3:ListBucketVersions']),
    complaint: /^OnOwnMediaDeleted may list a whole bucket/,
  },
  'no role sends mails as another than the sender': {
    check: openSenders,
    service: 'notifications',
    spoil: (stack) => {
      put(granting(stack, 'SendMailRole', 'ses:SendEmail'), 'Condition', {});
    },
    complaint: /^SendMail may send mails as anybody/,
  },
  'who does something else where an object is gone may learn that it is': {
    check: (stack, name) => unknownAbsences(name, stack),
    service: 'thumbnails',
    spoil: (stack) => {
      put(granting(stack, 'OnMediaUploadedRole', 's3:ListBucket'), 'Action', ['s3:ListBucketVersions']);
    },
    complaint: /^OnMediaUploaded does not learn what is gone from arn:aws:s3:::uploads-of-media/,
  },
  'no service uses a role for another account': {
    check: rolesOfOthers,
    service: 'root',
    spoil: (stack) =>
      put(at(of(stack, 'ReleaseRole'), 'AssumeRolePolicyDocument', 'Statement', 0), 'Condition', {}),
    complaint: /^ReleaseRole can be used for another account/,
    root: true,
  },
  'no policy guesses a name that CloudFormation makes': {
    check: guessedNames,
    service: 'media',
    spoil: (stack) =>
      put(statement(stack, 'ListFeedRole'), 'Condition', {
        ArnLike: { 'aws:SourceArn': 'arn:aws:events:eu-west-1:1:rule/app-media-*' },
      }),
    complaint: /^ListFeedRole guesses a name/,
    root: true,
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
    complaint: /waits for ThumbnailsMade of shutterbus.thumbnails/,
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
  'each route that writes or costs money has a limit of its own': {
    check: unboundedRoutes,
    service: 'media',
    spoil: (stack) => put(at(of(stack, 'ApiApiGatewayDefaultStage'), 'RouteSettings'), 'POST /v1/media', {}),
    complaint: /^POST \/v1\/media has no lower limit/,
  },
  'each failure has an exit that it may take': {
    check: missingExits,
    service: 'media',
    spoil: (stack) => {
      const conditions = at(of(stack, 'QueuesPolicy'), 'PolicyDocument', 'Statement', 1, 'Condition');
      put(
        at(conditions, 'ArnLike', 'aws:SourceArn'),
        1,
        'arn:aws:events:eu-west-1:111122223333:rule/app-media-*',
      );
    },
    complaint: /^OnObjectCreatedUploads may not write to MediaDeadLetters/,
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
  'each function that fails, crashes or is slow is heard of': {
    check: unwatchedFunctions,
    service: 'media',
    spoil: (stack) => delete stack.Failing,
    complaint: /^ListFeed counts its faults and nobody looks/,
  },
  'each queue has its alarms': {
    check: unwatchedQueues,
    service: 'notifications',
    spoil: (stack) => delete stack.DeadLettersNotEmpty,
    complaint: /^MailDeadLetters has no alarm on depth/,
    root: true,
  },
  'each alarm tells somebody, who finds what to do': {
    check: (stack) => uselessAlarms(stack, operationsAnchors),
    service: 'media',
    spoil: (stack) => put(of(stack, 'ApiFailing'), 'AlarmActions', []),
    complaint: /^ApiFailing tells nobody/,
    root: true,
  },
  'each release is asked before, watched during and looked at after': {
    check: (stack, name) => uncheckedReleases(name, stack, preferencesOf(name)),
    service: 'media',
    spoil: (stack) => delete stack.ReleaseFailing,
    complaint: /^RelayMedia: no alarm on the faults of its release stops it/,
  },
  'no resources wait for one another': {
    check: (stack, name) => circles(stack, name === 'root' ? new Map() : preferencesOf(name)),
    service: 'users',
    // The release hook of ConductLeaving waits for StartLeaving, and StartLeaving for its alias.
    spoil: (stack) => {
      put(granting(stack, 'CheckUsersReleaseRole', 'lambda:InvokeFunction'), 'Resource', {
        'Fn::GetAtt': ['StartLeaving', 'Arn'],
      });
      put(at(of(stack, 'StartLeaving'), 'Environment', 'Variables'), 'CONDUCT_LEAVING', {
        Ref: 'ConductLeavingAliaslive',
      });
    },
    complaint: /StartLeaving → ConductLeavingAliaslive/,
    root: true,
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
  'no bucket can be opened': {
    check: softBuckets,
    service: 'media',
    spoil: (stack) => put(of(stack, 'UploadsBucket'), 'PublicAccessBlockConfiguration', {}),
    complaint: /^UploadsBucket does not block public access/,
    root: true,
  },
  'a version of an original is kept for longer than a dead letter that speaks of it': {
    check: forgottenVersions,
    service: 'media',
    spoil: (stack) =>
      put(
        at(of(stack, 'UploadsBucket'), 'LifecycleConfiguration', 'Rules', 0, 'NoncurrentVersionExpiration'),
        'NoncurrentDays',
        14,
      ),
    complaint: /^UploadsBucket forgets versions after 14 days, dead letters last 14/,
  },
  'what waits, waits encrypted': {
    check: softQueues,
    service: 'media',
    spoil: (stack) => delete of(stack, 'MediaDeadLetters').SqsManagedSseEnabled,
    complaint: /^MediaDeadLetters is not encrypted/,
    root: true,
  },
  'the user pool is as hard as it can be': {
    check: softUserPools,
    service: 'users',
    spoil: (stack) => delete of(stack, 'UserPoolClient').PreventUserExistenceErrors,
    complaint: /^UserPoolClient tells who has an account/,
  },
  'the distribution speaks HTTPS, with the headers that browsers heed': {
    check: softDistributions,
    service: 'root',
    spoil: (stack) =>
      put(
        at(of(stack, 'Distribution'), 'DistributionConfig', 'CacheBehaviors', 0),
        'ViewerProtocolPolicy',
        'allow-all',
      ),
    complaint: /^Distribution takes plain HTTP for \/v1\/users/,
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

  it('bring events to nobody but who is in the list of readers', () => {
    const readers = eventReaders();
    expect(unlistedReaders(stacks, readers)).toEqual([]);
    const without = readers.filter(({ functionName }) => functionName !== 'FillHomes');
    expect(unlistedReaders(stacks, without)).toEqual([
      'media FillHomes gets MediaPublished by HomesRule and is not in the list',
    ]);
    const page = eventsPage('');
    for (const { functionName } of readers) expect(page).toContain(`\`${functionName}\``);
  });

  it('name the version where two say the same', () => {
    const rule = (version?: number) => ({
      type: 'AWS::Events::Rule',
      properties: {
        EventPattern: {
          ...{ source: ['shutterbus.notifications'], 'detail-type': ['NotificationSent'] },
          ...(version !== undefined && { detail: { metadata: { version: [version] } } }),
        },
        Targets: [],
      },
    });
    expect(unlistedReaders({ media: { Rule: rule() } }, [])).toEqual([
      'Rule gets version 1 of NotificationSent, which says what another says',
    ]);
    expect(unlistedReaders({ media: { Rule: rule(2) } }, [])).toEqual([]);
  });

  it('have a reader for each event, unless it is named as having none', () => {
    expect(unreadEvents(stacks)).toEqual([]);
    const { media: _, ...without } = stacks;
    expect(unreadEvents(without)).toContain('ThumbnailsGenerated has no reader');
  });
});
