import type { Mapping } from '@shutterbus/sandbox/template/value';
import { foreignAccess, plainHttp } from './checks/access.ts';
import { unreadBatchFailures, wrongGrants, wrongVariables } from './checks/code.ts';
import { openApis, unboundedRoutes, unreadEvents, wrongRoutes } from './checks/events.ts';
import { missingExits, wrongTimeouts } from './checks/failures.ts';
import {
  uncheckedReleases,
  unprotectedData,
  unwatchedFunctions,
  unwatchedQueues,
  uselessAlarms,
} from './checks/operations.ts';
import { operationsAnchors, preferencesOf } from './documents.ts';
import { of, put, statement } from './spoil.ts';
import { readStacks, type Stack, type Stacks } from './templates.ts';
import { at } from './values.ts';

type Check = (stack: Stack, service: string, all: Stacks) => string[];
/** Where, which check, and what is done to a copy. */
type Breakage = [service: string, check: Check, spoil: (stack: Stack, all: Stacks) => void];

const { stacks } = readStacks();
const role = (stack: Stack, id: string) => of(stack, `${id}Role`);
const stage = (stack: Stack) => of(stack, 'ApiApiGatewayDefaultStage');
const nothing = (): void => undefined;
const remove = (target: Mapping, key: string): boolean => delete target[key];
const access = foreignAccess;
const http: Check = (stack, _, all) => plainHttp(stack, Object.values(all));
const variables: Check = (stack, service) => wrongVariables(service, stack);
const grants: Check = (stack, service) => wrongGrants(service, stack);
const batches: Check = (stack, service) => unreadBatchFailures(service, stack);
const routes: Check = (stack, service) => wrongRoutes(service, stack);
const events: Check = (_stack, _, all) => unreadEvents(all);
const alarms: Check = (stack) => uselessAlarms(stack, operationsAnchors);
const releases: Check = (stack, service) => uncheckedReleases(stack, preferencesOf(service));
/** Releases with one function's preference changed. */
const releasesWith =
  (id: string, change: Mapping): Check =>
  (stack, service) => {
    const preferences = preferencesOf(service);
    return uncheckedReleases(stack, preferences.set(id, { ...preferences.get(id), ...change }));
  };

/**
 * By what is to be said of it: each way in which a template can be wrong and a check says so, but for the one that stands
 * beside the check in templates.test.ts.
 */
const breakages: Record<string, Breakage> = {
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
  'GetUser needs no dynamodb:Scan': [
    'users',
    grants,
    (stack) => put(statement(stack, 'GetUserRole'), 'Action', ['dynamodb:GetItem', 'dynamodb:Scan']),
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
    (stack) => put(at(of(stack, 'OnMediaPublishedRule'), 'EventPattern'), 'detail-type', []),
  ],
  'MediaUpdated has a reader after all': [
    'notifications',
    events,
    (stack) => put(at(of(stack, 'OnMediaPublishedRule'), 'EventPattern'), 'detail-type', ['MediaUpdated']),
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
  'GetUser has no timeout': ['users', unwatchedFunctions, (stack) => remove(of(stack, 'GetUser'), 'Timeout')],
  'GetUser has no memory size': [
    'users',
    unwatchedFunctions,
    (stack) => remove(of(stack, 'GetUser'), 'MemorySize'),
  ],
  'GetUser logs for ever': [
    'users',
    unwatchedFunctions,
    (stack) => remove(of(stack, 'GetUserLogs'), 'RetentionInDays'),
  ],
  'GetUser shares its log group': [
    'users',
    unwatchedFunctions,
    (stack) => put(at(of(stack, 'GetUser'), 'LoggingConfig'), 'LogGroup', { Ref: 'GetMeLogs' }),
  ],
  'GetUser logs under another name': [
    'users',
    unwatchedFunctions,
    (stack) => put(of(stack, 'GetUserLogs'), 'LogGroupName', '/aws/lambda/app-users-GetMe'),
  ],
  'CheckTriggersRelease has no alarm on errors': [
    'users',
    unwatchedFunctions,
    (stack) => delete stack.ReleaseHooksFailing,
  ],
  "RelayUsers has no alarm on its iterator's age": [
    'users',
    unwatchedFunctions,
    (stack) => delete stack.OutboxOld,
  ],
  'UploadsQueue has no alarm on age': [
    'thumbnails',
    unwatchedQueues,
    (stack) => delete stack.UploadsQueueOld,
  ],
  'ThumbnailsSlow: docs/operations.md does not say what to do (#good-luck)': [
    'root',
    alarms,
    (stack) => put(of(stack, 'ThumbnailsSlow'), 'AlarmDescription', 'docs/operations.md#good-luck'),
  ],
  'ThumbnailsSlow rings when nothing happens': [
    'root',
    alarms,
    (stack) => remove(of(stack, 'ThumbnailsSlow'), 'TreatMissingData'),
  ],
  'ApiFailing looks at more than ten metrics': [
    'media',
    alarms,
    (stack) => put(of(stack, 'ApiFailing'), 'Metrics', Array(11).fill({ Id: 'm', MetricStat: {} })),
  ],
  'ApiFailing searches, which alarms cannot': [
    'media',
    alarms,
    (stack) => put(of(stack, 'ApiFailing'), 'Metrics', [{ Id: 'm', Expression: "SEARCH('x', 'Sum')" }]),
  ],
  'GetPhoto: no alarm on the alias stops its release': [
    'media',
    releases,
    (stack) => delete stack.HttpFunctionsFailing,
  ],
  "GetPhoto: no alarm on the new version's time stops its release": [
    'media',
    releases,
    (stack) => delete stack.HttpVersionsSlow,
  ],
  "GetPhoto: no alarm on the new version's errors stops its release": [
    'media',
    releasesWith('GetPhoto', { Alarms: [{ Ref: 'HttpFunctionsFailing' }] }),
    nothing,
  ],
  'GetPhoto: CodeDeploy takes ten alarms, not 11': [
    'media',
    releasesWith('GetPhoto', { Alarms: Array(11).fill('alarm') }),
    nothing,
  ],
  'GetPhoto: no hook calls the new version before traffic': [
    'media',
    releases,
    (stack) => put(statement(stack, 'CheckMediaReleaseRole'), 'Resource', []),
  ],
  'GetPhoto: no hook looks at the business metrics after traffic': [
    'media',
    releasesWith('GetPhoto', { Hooks: { PreTraffic: { Ref: 'CheckMediaRelease' } } }),
    nothing,
  ],
  'CheckMediaRelease is a hook and would be released by itself': [
    'media',
    releasesWith('CheckMediaRelease', { Enabled: true }),
    nothing,
  ],
  'UsersTable cannot be taken back': [
    'users',
    unprotectedData,
    (stack) => put(of(stack, 'UsersTable'), 'PointInTimeRecoverySpecification', {}),
  ],
};

describe('the checks say of a broken copy', () => {
  it.each(Object.entries(breakages))('%s', (problem, [service, check, spoil]) => {
    const copy = structuredClone(stacks);
    const stack = copy[service] ?? {};
    spoil(stack, copy);
    expect(check(stack, service, copy)).toContain(problem);
    // It comes from the damage and was not there before; a changed preference does damage without the copy.
    if (JSON.stringify(copy) !== JSON.stringify(stacks))
      expect(check(stacks[service] ?? {}, service, stacks)).not.toContain(problem);
  });
});
