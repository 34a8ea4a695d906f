import type { Mapping } from '@shutterbus/sandbox/template/value';
import { type Breakages, type Check, seeProblems } from './breakages.ts';
import { softBuckets, softDistributions, softQueues, softUserPools } from './checks/hardening.ts';
import {
  uncheckedReleases,
  unprotectedData,
  unwatchedFunctions,
  unwatchedQueues,
  uselessAlarms,
} from './checks/operations.ts';
import { operationsAnchors, preferencesOf } from './documents.ts';
import { of, put, remove, statement } from './spoil.ts';
import type { Stack } from './templates.ts';
import { at } from './values.ts';

const alarms: Check = (stack) => uselessAlarms(stack, operationsAnchors);
const releases: Check = (stack, service) => uncheckedReleases(service, stack, preferencesOf(service));
/** Releases with one function's preference changed. */
const releasesWith =
  (id: string, change: Mapping): Check =>
  (stack, service) => {
    const preferences = preferencesOf(service);
    return uncheckedReleases(service, stack, preferences.set(id, { ...preferences.get(id), ...change }));
  };
const nothing = (): void => undefined;
const distribution = (stack: Stack) => at(of(stack, 'Distribution'), 'DistributionConfig');
const cors = (stack: Stack, ...AllowedMethods: string[]): void =>
  put(of(stack, 'UploadsBucket'), 'CorsConfiguration', {
    CorsRules: [{ AllowedMethods, AllowedOrigins: ['*'] }],
  });

/** What can be wrong with alarms, releases and hardening, beyond what stands beside each check. */
const breakages: Breakages = {
  'GetUser has no timeout': ['users', unwatchedFunctions, (stack) => remove(of(stack, 'GetUser'), 'Timeout')],
  'GetUser has no memory size': [
    'users',
    unwatchedFunctions,
    (stack) => remove(of(stack, 'GetUser'), 'MemorySize'),
  ],
  'GetUser logs for ever': [
    'users',
    unwatchedFunctions,
    (stack) => remove(of(stack, 'Logs'), 'RetentionInDays'),
  ],
  'GetUser logs under another name': [
    'users',
    unwatchedFunctions,
    (stack) => put(of(stack, 'Logs'), 'LogGroupName', '/app/users'),
  ],
  'GetUser crashes and nobody hears of it': [
    'users',
    unwatchedFunctions,
    (stack) => put(of(stack, 'Crashes'), 'FilterPattern', '{ $.type = "platform.start" }'),
  ],
  'GetMe crashes and nobody hears of it': [
    'users',
    unwatchedFunctions,
    (stack) => put(at(of(stack, 'GetMe'), 'LoggingConfig'), 'LogFormat', 'Text'),
  ],
  'GetUser does not know its release': [
    'users',
    unwatchedFunctions,
    (stack) => put(at(of(stack, 'GetUser'), 'Environment', 'Variables'), 'RELEASE', 'first'),
  ],
  'GetUser is slow and nobody hears of it': [
    'users',
    unwatchedFunctions,
    (stack) => put(of(stack, 'GetUser'), 'Timeout', 3),
  ],
  'GetUser counts its faults and nobody looks': [
    'users',
    unwatchedFunctions,
    (stack) => put(at(of(stack, 'GetUser'), 'Environment', 'Variables'), 'POWERTOOLS_SERVICE_NAME', 'user'),
  ],
  "RelayUsers has no alarm on its iterator's age": [
    'users',
    unwatchedFunctions,
    (stack) => delete stack.OutboxOld,
  ],
  'UploadsQueue has no alarm on age': ['thumbnails', unwatchedQueues, (stack) => delete stack.QueuesOld],
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
  'GetPhoto: no alarm on time stops its release': ['media', releases, (stack) => delete stack.Slow],
  'GetPhoto: no alarm on the faults of its release stops it': [
    'media',
    releasesWith('GetPhoto', { Alarms: [{ Ref: 'Failing' }] }),
    nothing,
  ],
  'GetPhoto: no alarm on crashes stops its release': ['media', releases, (stack) => delete stack.Crashes],
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
  'NewRoute: its hook has no probe for it, and would stop each of its releases': [
    'media',
    releases,
    (stack) => {
      const copy = stack.GetPhoto;
      if (copy) stack.NewRoute = copy;
    },
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
  'UploadsBucket has access lists': [
    'media',
    softBuckets,
    (stack) => remove(of(stack, 'UploadsBucket'), 'OwnershipControls'),
  ],
  'UploadsBucket is not encrypted': [
    'media',
    softBuckets,
    (stack) => remove(of(stack, 'UploadsBucket'), 'BucketEncryption'),
  ],
  'UploadsBucket lets pages of every site read': [
    'media',
    softBuckets,
    (stack) => cors(stack, 'POST', 'GET'),
  ],
  'UploadsBucket takes uploads and keeps no versions': [
    'media',
    softBuckets,
    (stack) => {
      cors(stack, 'POST');
      remove(of(stack, 'UploadsBucket'), 'VersioningConfiguration');
    },
  ],
  'UploadsBucket keeps all versions and parts for ever': [
    'media',
    softBuckets,
    (stack) => remove(of(stack, 'UploadsBucket'), 'LifecycleConfiguration'),
  ],
  'EventLakeStream is not encrypted': [
    'root',
    softQueues,
    (stack) => remove(of(stack, 'EventLakeStream'), 'DeliveryStreamEncryptionConfigurationInput'),
  ],
  'UserPool sends fifty mails a day, and not by SES': [
    'users',
    softUserPools,
    (stack) => remove(of(stack, 'UserPool'), 'EmailConfiguration'),
  ],
  'UserPool can be deleted': [
    'users',
    softUserPools,
    (stack) => put(of(stack, 'UserPool'), 'DeletionProtection', 'INACTIVE'),
  ],
  'UserPool takes short passwords': [
    'users',
    softUserPools,
    (stack) => put(at(of(stack, 'UserPool'), 'Policies', 'PasswordPolicy'), 'MinimumLength', 8),
  ],
  'UserPool takes an address before it is verified': [
    'users',
    softUserPools,
    (stack) => remove(of(stack, 'UserPool'), 'UserAttributeUpdateSettings'),
  ],
  "UserPool's triggers can be called by others": [
    'users',
    softUserPools,
    (stack) => remove(of(stack, 'PreSignUpPermission'), 'SourceAccount'),
  ],
  "UserPoolClient lets people write an address without the service's knowing": [
    'users',
    softUserPools,
    (stack) => put(of(stack, 'UserPoolClient'), 'WriteAttributes', ['email', 'name']),
  ],
  'UserPoolClient cannot take a token back': [
    'users',
    softUserPools,
    (stack) => put(of(stack, 'UserPoolClient'), 'EnableTokenRevocation', false),
  ],
  'UserPoolClient never changes its refresh tokens': [
    'users',
    softUserPools,
    (stack) => remove(of(stack, 'UserPoolClient'), 'RefreshTokenRotation'),
  ],
  'UserPoolClient sends passwords, or refreshes without rotation': [
    'users',
    softUserPools,
    (stack) =>
      put(of(stack, 'UserPoolClient'), 'ExplicitAuthFlows', [
        'ALLOW_USER_SRP_AUTH',
        'ALLOW_REFRESH_TOKEN_AUTH',
      ]),
  ],
  'Distribution sends no security headers with everything else': [
    'root',
    softDistributions,
    (stack) => put(distribution(stack), 'DefaultCacheBehavior', { ViewerProtocolPolicy: 'https-only' }),
  ],
  'Distribution reaches users unsigned or in plain': [
    'root',
    softDistributions,
    (stack) => put(distribution(stack), 'Origins', [{ Id: 'users', CustomOriginConfig: {} }]),
  ],
  'Distribution brings media no key': [
    'root',
    softDistributions,
    (stack) => put(distribution(stack), 'Origins', [{ Id: 'media', CustomOriginConfig: {} }]),
  ],
  'UsersTable cannot be taken back': [
    'users',
    unprotectedData,
    (stack) => put(of(stack, 'UsersTable'), 'PointInTimeRecoverySpecification', {}),
  ],
};

describe('the checks say of a broken copy', () => seeProblems(breakages));
