import { type Breakages, type Check, seeProblems } from './breakages.ts';
import { foreignAccess, plainHttp } from './checks/access.ts';
import { unreadBatchFailures, wrongGrants, wrongVariables } from './checks/code.ts';
import { openApis, unboundedRoutes, unreadEvents, withoutReader, wrongRoutes } from './checks/events.ts';
import { missingExits } from './checks/failures.ts';
import { wrongTimeouts } from './checks/timeouts.ts';
import { functionsOf } from './functions.ts';
import { granting, of, put, remove, statement } from './spoil.ts';
import type { Stack } from './templates.ts';
import { at } from './values.ts';

const [unread = ''] = withoutReader;

const role = (stack: Stack, id: string) => of(stack, `${id}Role`);
const stage = (stack: Stack) => of(stack, 'ApiApiGatewayDefaultStage');
const access = foreignAccess;
const http: Check = (stack, _, all) => plainHttp(stack, Object.values(all));
const variables: Check = (stack, service) => wrongVariables(service, stack);
const grants: Check = (stack, service) => wrongGrants(service, stack);
const batches: Check = (stack, service) => unreadBatchFailures(service, stack);
const routes: Check = (stack, service) => wrongRoutes(service, stack);
const events: Check = (_stack, _, all) => unreadEvents(all);

/** What can be wrong with rights, routes, events and failure exits, beyond what stands beside each check. */
const breakages: Breakages = {
  'GetPhoto has the managed policy arn:aws:iam::aws:policy/ReadOnlyAccess': [
    'media',
    access,
    (stack) => put(role(stack, 'GetPhoto'), 'ManagedPolicyArns', ['arn:aws:iam::aws:policy/ReadOnlyAccess']),
  ],
  'GetPhoto may do dynamodb:*': [
    'media',
    access,
    (stack) => put(statement(stack, 'GetPhotoRole'), 'Action', 'dynamodb:*'),
  ],
  'GetUser may do dynamodb:GetItem on *': [
    'users',
    access,
    (stack) => put(statement(stack, 'GetUserRole'), 'Resource', '*'),
  ],
  'EventLakeWriter may do s3:*': [
    'root',
    access,
    (stack) => put(statement(stack, 'EventLakeWriter'), 'Action', 's3:*'),
  ],
  'UploadsBucket takes plain HTTP': ['media', http, (stack) => delete stack.UploadsBucketPolicy],
  'RenditionsBucket takes plain HTTP': [
    'thumbnails',
    http,
    (_, all) => delete all.root?.RenditionsBucketPolicy,
  ],
  'GetUser does not read UNREAD': [
    'users',
    variables,
    (stack) => put(at(of(stack, 'GetUser'), 'Environment', 'Variables'), 'UNREAD', '1'),
  ],
  'GetMe does not read FOR_ALL': [
    'users',
    variables,
    (stack) => {
      for (const { properties } of functionsOf(stack))
        put(at(properties, 'Environment', 'Variables'), 'FOR_ALL', '1');
    },
  ],
  'GetUser needs no dynamodb:Scan': [
    'users',
    grants,
    (stack) => put(statement(stack, 'GetUserRole'), 'Action', ['dynamodb:GetItem', 'dynamodb:Scan']),
  ],
  'OnUserChanged does not keep dynamodb:PutItem for the release before': [
    'media',
    grants,
    (stack) => put(granting(stack, 'OnUserChangedRole', 'dynamodb:PutItem'), 'Action', 'dynamodb:GetItem'),
  ],
  'GetUser has no role': ['users', grants, (stack) => remove(of(stack, 'GetUser'), 'Role')],
  'RelayUsersOutbox and its handler do not agree on ReportBatchItemFailures': [
    'users',
    batches,
    (stack) => remove(of(stack, 'RelayUsersOutbox'), 'FunctionResponseTypes'),
  ],
  'MediaPublished has no reader': [
    'notifications',
    events,
    (stack, copy) => {
      for (const rule of ['OnMediaPublishedRule', 'NewsRule'])
        put(at(of(stack, rule), 'EventPattern'), 'detail-type', []);
      put(at(of(copy.media ?? {}, 'HomesRule'), 'EventPattern'), 'detail-type', []);
    },
  ],
  [`${unread} has a reader after all`]: [
    'notifications',
    events,
    (stack) => put(at(of(stack, 'OnMediaPublishedRule'), 'EventPattern'), 'detail-type', [unread]),
  ],
  'no contract has GET /v1/thumbnails none': [
    'thumbnails',
    routes,
    (stack) => put(at(of(stack, 'Api'), 'Body', 'paths'), '/v1/thumbnails', { get: {} }),
  ],
  'no template has GET /v1/media/mine user': [
    'media',
    routes,
    (stack) => put(at(of(stack, 'Api'), 'Body', 'paths', '/v1/media/mine', 'get'), 'security', []),
  ],
  'ApiApiGatewayDefaultStage has no access log': [
    'media',
    openApis,
    (stack) => remove(stage(stack), 'AccessLogSettings'),
  ],
  'ApiApiGatewayDefaultStage asks for no key': [
    'users',
    openApis,
    (stack) => remove(stage(stack), 'StageVariables'),
  ],
  'ApiApiGatewayDefaultStage logs who asks': [
    'media',
    openApis,
    (stack) => put(at(stage(stack), 'AccessLogSettings'), 'Format', '{"from":"$context.identity.sourceIp"}'),
  ],
  'GET /v1/thumbnails/links has no lower limit than the others': [
    'thumbnails',
    unboundedRoutes,
    (stack) =>
      put(stage(stack), 'RouteSettings', {
        'GET /v1/thumbnails/links': stage(stack).DefaultRouteSettings ?? {},
      }),
  ],
  'ConductLeaving has no dead-letter queue': [
    'users',
    missingExits,
    (stack) => remove(of(stack, 'ConductLeaving'), 'DeadLetterConfig'),
  ],
  'UploadsRule has no dead-letter queue': [
    'thumbnails',
    missingExits,
    (stack) => put(at(of(stack, 'UploadsRule'), 'Targets', 0), 'DeadLetterConfig', {}),
  ],
  'OnUserChanged has no failure destination': [
    'media',
    missingExits,
    (stack) => delete stack.OnUserChangedEventInvokeConfig,
  ],
  'OnMediaPublished may not write to NotificationsDeadLetters': [
    'notifications',
    missingExits,
    (stack) => put(role(stack, 'OnMediaPublished'), 'Policies', []),
  ],
  'OnUserChanged has its exit not on the alias': [
    'media',
    missingExits,
    (stack) => put(of(stack, 'OnUserChangedEventInvokeConfig'), 'Qualifier', '$LATEST'),
  ],
  'RelayMediaOutbox has no failure destination': [
    'media',
    missingExits,
    (stack) => remove(of(stack, 'RelayMediaOutbox'), 'DestinationConfig'),
  ],
  'RelayMedia may not write to MediaDeadLetters': [
    'media',
    missingExits,
    (stack) => put(role(stack, 'RelayMedia'), 'Policies', []),
  ],
  'RelayMediaOutbox has no MaximumRetryAttempts': [
    'media',
    missingExits,
    (stack) => remove(of(stack, 'RelayMediaOutbox'), 'MaximumRetryAttempts'),
  ],
  'the queue of SendMailQueue has no dead-letter queue': [
    'notifications',
    missingExits,
    (stack) => remove(of(stack, 'MailQueue'), 'RedrivePolicy'),
  ],
  'GetUser may take longer than the API waits': [
    'users',
    wrongTimeouts,
    (stack) => put(of(stack, 'GetUser'), 'Timeout', 30),
  ],
};

describe('the checks say of a broken copy', () => seeProblems(breakages));
