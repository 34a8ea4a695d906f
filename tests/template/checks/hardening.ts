import type { Mapping, Value } from '@shutterbus/sandbox/template/value';
import { ofType, type Stack } from '../templates.ts';
import { at, keys, list, mappings, named, textOf, texts } from '../values.ts';

const publicAccess = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'];

/** A sentence for each demand that is not met. */
const unmet = (demands: Record<string, boolean>): string[] =>
  Object.entries(demands).flatMap(([sentence, isMet]) => (isMet ? [] : [sentence]));

/** Buckets that somebody could open, or write to past their owner. What plain HTTP reaches, `plainHttp` says. */
export function softBuckets(stack: Stack): string[] {
  return ofType(stack, 'AWS::S3::Bucket').flatMap(([id, bucket]) => {
    const cors = mappings(at(bucket, 'CorsConfiguration', 'CorsRules'));
    return unmet({
      [`${id} does not block public access`]: publicAccess.every(
        (block) => at(bucket, 'PublicAccessBlockConfiguration', block) === true,
      ),
      [`${id} has access lists`]:
        at(bucket, 'OwnershipControls', 'Rules', 0, 'ObjectOwnership') === 'BucketOwnerEnforced',
      [`${id} is not encrypted`]: at(bucket, 'BucketEncryption') !== undefined,
      // A form can be sent by whoever has one; a link that somebody has must not let a page read.
      [`${id} lets pages of every site read`]: !cors.some(
        (rule) => texts(rule.AllowedOrigins).includes('*') && texts(rule.AllowedMethods).join() !== 'POST',
      ),
      // Where browsers write, a presigned form can be sent twice: what was checked has to be what is used.
      [`${id} takes uploads and keeps no versions`]:
        !cors.some((rule) => texts(rule.AllowedMethods).includes('POST')) ||
        at(bucket, 'VersioningConfiguration', 'Status') === 'Enabled',
      [`${id} keeps all versions and parts for ever`]:
        at(bucket, 'VersioningConfiguration') === undefined ||
        ['NoncurrentVersionExpiration', 'AbortIncompleteMultipartUpload'].every((kind) =>
          mappings(at(bucket, 'LifecycleConfiguration', 'Rules')).some((rule) => rule[kind] !== undefined),
        ),
    });
  });
}

const secondsOfDay = 24 * 60 * 60;
const defaultRetentionSeconds = 4 * secondsOfDay;

/**
 * Buckets that forget an overwritten version while a message may still lie somewhere that speaks of it, and be redriven.
 * A day more than the messages have: S3 counts whole days.
 */
export function forgottenVersions(stack: Stack): string[] {
  const retentions = ofType(stack, 'AWS::SQS::Queue').map(([, queue]) =>
    Number(queue.MessageRetentionPeriod ?? defaultRetentionSeconds),
  );
  const messageDays = Math.max(0, ...retentions) / secondsOfDay;
  return ofType(stack, 'AWS::S3::Bucket').flatMap(([id, bucket]) =>
    mappings(at(bucket, 'LifecycleConfiguration', 'Rules')).flatMap((rule) => {
      const days = at(rule, 'NoncurrentVersionExpiration', 'NoncurrentDays');
      return days === undefined || Number(days) > messageDays
        ? []
        : [`${id} forgets versions after ${days} days, dead letters last ${messageDays}`];
    }),
  );
}

/** Queues and delivery streams whose content lies open on a disk. */
export function softQueues(stack: Stack): string[] {
  const queues = ofType(stack, 'AWS::SQS::Queue').filter(([, queue]) => queue.SqsManagedSseEnabled !== true);
  const streams = ofType(stack, 'AWS::KinesisFirehose::DeliveryStream').filter(
    ([, stream]) => stream.DeliveryStreamEncryptionConfigurationInput === undefined,
  );
  return [...queues, ...streams].map(([id]) => `${id} is not encrypted`);
}

/** User pools that tell who has an account, take weak passwords, or cannot take a token back. */
export function softUserPools(stack: Stack): string[] {
  const pools = ofType(stack, 'AWS::Cognito::UserPool').flatMap(([id, pool]) => {
    const called = keys(pool.LambdaConfig).map((trigger) => named(at(pool, 'LambdaConfig', trigger)));
    const permissions = ofType(stack, 'AWS::Lambda::Permission').filter(
      ([, { Principal }]) => Principal === 'cognito-idp.amazonaws.com',
    );
    const bound = ([, permission]: [string, Mapping]): boolean =>
      permission.SourceArn !== undefined && permission.SourceAccount !== undefined;
    return unmet({
      [`${id} sends fifty mails a day, and not by SES`]:
        at(pool, 'EmailConfiguration', 'EmailSendingAccount') === 'DEVELOPER',
      [`${id} can be deleted`]: pool.DeletionProtection === 'ACTIVE',
      [`${id} takes short passwords`]: Number(at(pool, 'Policies', 'PasswordPolicy', 'MinimumLength')) >= 12,
      [`${id} takes an address before it is verified`]: texts(
        at(pool, 'UserAttributeUpdateSettings', 'AttributesRequireVerificationBeforeUpdate'),
      ).includes('email'),
      [`${id}'s triggers can be called by others`]:
        permissions.length === called.length && permissions.every(bound),
    });
  });
  const clients = ofType(stack, 'AWS::Cognito::UserPoolClient').flatMap(([id, client]) =>
    unmet({
      [`${id} tells who has an account`]: client.PreventUserExistenceErrors === 'ENABLED',
      [`${id} lets people write an address without the service's knowing`]:
        client.WriteAttributes !== undefined && !texts(client.WriteAttributes).includes('email'),
      [`${id} cannot take a token back`]: client.EnableTokenRevocation === true,
      [`${id}'s tokens outlive a sign-out by more than a quarter of an hour`]: [
        'AccessToken',
        'IdToken',
      ].every(
        (token) =>
          Number(client[`${token}Validity`]) <= 15 && at(client, 'TokenValidityUnits', token) === 'minutes',
      ),
      [`${id} never changes its refresh tokens`]: at(client, 'RefreshTokenRotation', 'Feature') === 'ENABLED',
      [`${id} sends passwords, or refreshes without rotation`]:
        texts(client.ExplicitAuthFlows).join() === 'ALLOW_USER_SRP_AUTH',
    }),
  );
  return [...pools, ...clients];
}

/** Distributions that answer over plain HTTP, leave headers out, or pass on what an API must not see. */
export function softDistributions(stack: Stack): string[] {
  return ofType(stack, 'AWS::CloudFront::Distribution').flatMap(([id, { DistributionConfig: config }]) => {
    const behaviors: Value[] = [
      ...list(at(config, 'DefaultCacheBehavior')),
      ...list(at(config, 'CacheBehaviors')),
    ];
    const origins = mappings(at(config, 'Origins'));
    return [
      ...mappings(behaviors).flatMap((behavior) => {
        const path = textOf(behavior.PathPattern ?? 'everything else');
        return unmet({
          [`${id} takes plain HTTP for ${path}`]: /^(https-only|redirect-to-https)$/.test(
            textOf(behavior.ViewerProtocolPolicy),
          ),
          [`${id} sends no security headers with ${path}`]: behavior.ResponseHeadersPolicyId !== undefined,
        });
      }),
      ...origins.flatMap((origin) =>
        unmet({
          [`${id} reaches ${textOf(origin.Id)} unsigned or in plain`]:
            origin.OriginAccessControlId !== undefined ||
            (at(origin, 'CustomOriginConfig', 'OriginProtocolPolicy') === 'https-only' &&
              texts(at(origin, 'CustomOriginConfig', 'OriginSSLProtocols')).join() === 'TLSv1.2'),
          [`${id} brings ${textOf(origin.Id)} no key`]:
            origin.OriginAccessControlId !== undefined ||
            mappings(origin.OriginCustomHeaders).some(({ HeaderName }) => HeaderName === 'x-front-door-key'),
        }),
      ),
    ];
  });
}
