import * as z from 'zod';
import type { ResourceProvider } from '../../core/resource.ts';
import type { BucketNotification, BucketStore } from './bucket-store.ts';

const switchedOn = z.union([z.boolean(), z.stringbool()]);

const notified = {
  Event: z.string(),
  Filter: z
    .strictObject({
      S3Key: z.strictObject({
        Rules: z.array(z.strictObject({ Name: z.string(), Value: z.string() })),
      }),
    })
    .optional(),
};

const bucketProperties = z.strictObject({
  BucketName: z.string().optional(),
  VersioningConfiguration: z.strictObject({ Status: z.enum(['Enabled', 'Suspended']) }).optional(),
  CorsConfiguration: z
    .strictObject({
      CorsRules: z.array(
        z.strictObject({
          Id: z.string().optional(),
          AllowedOrigins: z.array(z.string()),
          AllowedMethods: z.array(z.enum(['GET', 'PUT', 'POST', 'DELETE', 'HEAD'])),
          AllowedHeaders: z.array(z.string()).optional(),
          ExposedHeaders: z.array(z.string()).optional(),
          MaxAge: z.coerce.number().optional(),
        }),
      ),
    })
    .optional(),
  NotificationConfiguration: z
    .strictObject({
      EventBridgeConfiguration: z.strictObject({ EventBridgeEnabled: switchedOn.default(true) }).optional(),
      LambdaConfigurations: z.array(z.strictObject({ ...notified, Function: z.string() })).optional(),
      QueueConfigurations: z.array(z.strictObject({ ...notified, Queue: z.string() })).optional(),
      TopicConfigurations: z.array(z.strictObject({ ...notified, Topic: z.string() })).optional(),
    })
    .optional(),
  /** No effect: nothing on one machine grows old enough. */
  LifecycleConfiguration: z.unknown().optional(),
  /** No effect: the files are not encrypted. */
  BucketEncryption: z.unknown().optional(),
  /** No effect: every request needs a signature here, and ACLs have no meaning. */
  PublicAccessBlockConfiguration: z.unknown().optional(),
  OwnershipControls: z.unknown().optional(),
  /** No effect: nothing reads them here. */
  Tags: z.unknown().optional(),
  LoggingConfiguration: z.unknown().optional(),
  MetricsConfigurations: z.unknown().optional(),
});
export type BucketProperties = z.infer<typeof bucketProperties>;

/** AWS::S3::Bucket. A bucket that is there keeps its objects and gets the settings of the template. */
export function bucketProvider(
  buckets: BucketStore,
  region: string,
  isEmpty: (bucketName: string) => boolean,
): ResourceProvider<BucketProperties> {
  return {
    type: 'AWS::S3::Bucket',
    properties: bucketProperties,
    apply({ physicalName, properties, unchanged }) {
      const name = properties.BucketName ?? bucketNameOf(physicalName);
      // Versioning cannot be taken back, only suspended.
      const versioning =
        properties.VersioningConfiguration?.Status ??
        (buckets.find(name)?.versioning ? 'Suspended' : undefined);
      if (!(unchanged && buckets.find(name)))
        buckets.save(name, {
          versioning,
          notifications: notificationsOf(properties.NotificationConfiguration),
          eventBridge:
            properties.NotificationConfiguration?.EventBridgeConfiguration?.EventBridgeEnabled ?? false,
          cors: (properties.CorsConfiguration?.CorsRules ?? []).map((rule) => ({
            allowedOrigins: rule.AllowedOrigins,
            allowedMethods: rule.AllowedMethods,
            allowedHeaders: rule.AllowedHeaders ?? [],
            exposedHeaders: rule.ExposedHeaders ?? [],
            ...(rule.MaxAge !== undefined && { maxAgeSeconds: rule.MaxAge }),
          })),
        });
      return {
        ref: name,
        attributes: {
          Arn: `arn:aws:s3:::${name}`,
          DomainName: `${name}.s3.amazonaws.com`,
          RegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
          DualStackDomainName: `${name}.s3.dualstack.${region}.amazonaws.com`,
          WebsiteURL: `http://${name}.s3-website.${region}.amazonaws.com`,
        },
      };
    },
    remove({ ref }) {
      if (!isEmpty(ref)) throw new Error('the bucket is not empty');
      buckets.remove(ref);
    },
  };
}

function notificationsOf(configuration: BucketProperties['NotificationConfiguration']): BucketNotification[] {
  const {
    LambdaConfigurations = [],
    QueueConfigurations = [],
    TopicConfigurations = [],
  } = configuration ?? {};
  const all = [
    ...LambdaConfigurations.map(({ Function: targetArn, ...rest }) => ({ targetArn, ...rest })),
    ...QueueConfigurations.map(({ Queue: targetArn, ...rest }) => ({ targetArn, ...rest })),
    ...TopicConfigurations.map(({ Topic: targetArn, ...rest }) => ({ targetArn, ...rest })),
  ];
  return all.map(({ targetArn, Event: event, Filter: filter }, index) => {
    const textOf = (name: string): string =>
      filter?.S3Key.Rules.find((rule) => rule.Name.toLowerCase() === name)?.Value ?? '';
    return {
      id: `notification-${index + 1}`,
      targetArn,
      event,
      prefix: textOf('prefix'),
      suffix: textOf('suffix'),
    };
  });
}

/** Bucket names are lower case and at most 63 characters long. */
const bucketNameOf = (physicalName: string): string =>
  physicalName
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .slice(0, 63)
    .replace(/-+$/, '');

const policyProperties = z.strictObject({
  Bucket: z.string(),
  PolicyDocument: z.looseObject({ Statement: z.unknown() }),
});
export type BucketPolicyProperties = z.infer<typeof policyProperties>;

/** AWS::S3::BucketPolicy: kept with the bucket; it decides what the distribution may read. */
export function bucketPolicyProvider(buckets: BucketStore): ResourceProvider<BucketPolicyProperties> {
  return {
    type: 'AWS::S3::BucketPolicy',
    properties: policyProperties,
    apply({ logicalId, properties, unchanged }) {
      if (!buckets.find(properties.Bucket)) {
        throw new Error(`${logicalId}: Bucket names ${properties.Bucket}, which is not there.`);
      }
      if (!(unchanged && buckets.knowsPolicy(properties.Bucket)))
        buckets.save(properties.Bucket, { policy: properties.PolicyDocument });
      return { ref: properties.Bucket, attributes: {} };
    },
    remove({ ref }) {
      if (buckets.find(ref)) buckets.save(ref, { policy: undefined });
    },
  };
}
