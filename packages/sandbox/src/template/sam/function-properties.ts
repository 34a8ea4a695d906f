import * as z from 'zod';
import { mapping, value } from '../sections.ts';

const notSupported = (name: string) =>
  z
    .undefined({
      error: `${name} is not supported by the sandbox; leave it out here, by a condition where AWS needs it`,
    })
    .optional();

/** Where a discarded or finished event goes; SAM makes the queue when only `Type: SQS` is given. */
export const destination = z.strictObject({
  Type: z.enum(['SQS', 'SNS', 'Lambda', 'EventBridge', 'S3Bucket']).optional(),
  Destination: value.optional(),
});

const invokeConfig = z.strictObject({
  MaximumEventAgeInSeconds: value.optional(),
  MaximumRetryAttempts: value.optional(),
  DestinationConfig: z
    .strictObject({ OnFailure: destination.optional(), OnSuccess: destination.optional() })
    .optional(),
});
export type InvokeConfig = z.infer<typeof invokeConfig>;

/** SAM's names for the configurations that CodeDeploy brings; any other name is one of the template's own. */
export const shiftTypes: readonly string[] = [
  'AllAtOnce',
  ...[5, 10, 15, 30].map((minutes) => `Canary10Percent${minutes}Minutes`),
  ...['Linear10PercentEvery1Minute', 'Linear10PercentEvery2Minutes', 'Linear10PercentEvery3Minutes'],
  'Linear10PercentEvery10Minutes',
];

const deploymentPreference = z.strictObject({
  Enabled: z.union([z.boolean(), z.stringbool()]).optional(),
  Type: value.optional(),
  Alarms: value.optional(),
  Hooks: mapping.optional(),
  Role: value.optional(),
  TriggerConfigurations: value.optional(),
  PassthroughCondition: z.unknown().optional(),
});
export type DeploymentPreference = z.infer<typeof deploymentPreference>;

const inS3 = 'must be a local folder, not a place in S3';

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html */
export const functionProperties = z.strictObject({
  /** A folder, counted from the template's; the template's own when absent. */
  CodeUri: z
    .string({ error: inS3 })
    .refine((uri) => !uri.startsWith('s3://'), inS3)
    .optional(),
  /** The text of `index.js`, in the place of a folder. */
  InlineCode: value.optional(),
  Handler: value.optional(),
  Runtime: value.optional(),
  FunctionName: value.optional(),
  Description: value.optional(),
  Architectures: value.optional(),
  MemorySize: value.optional(),
  Timeout: value.optional(),
  Environment: value.optional(),
  ReservedConcurrentExecutions: value.optional(),
  Tracing: z.enum(['Active', 'PassThrough', 'Disabled']).optional(),
  LoggingConfig: value.optional(),
  EphemeralStorage: value.optional(),
  RuntimeManagementConfig: value.optional(),
  RecursiveLoop: value.optional(),
  SnapStart: value.optional(),
  Tags: mapping.optional(),
  PropagateTags: z.unknown().optional(),
  DeadLetterQueue: z.strictObject({ Type: z.enum(['SQS', 'SNS']), TargetArn: value }).optional(),
  Role: value.optional(),
  RolePath: value.optional(),
  Policies: value.optional(),
  PermissionsBoundary: value.optional(),
  AssumeRolePolicyDocument: value.optional(),
  EventInvokeConfig: invokeConfig.optional(),
  DurableConfig: mapping.optional(),
  Events: z
    .record(z.string(), z.strictObject({ Type: z.string(), Properties: mapping.default({}) }))
    .default({}),
  AutoPublishAlias: z.string().optional(),
  AutoPublishAliasAllProperties: z.unknown().optional(),
  AutoPublishCodeSha256: value.optional(),
  VersionDescription: value.optional(),
  DeploymentPreference: deploymentPreference.optional(),
  ProvisionedConcurrencyConfig: notSupported('ProvisionedConcurrencyConfig'),
  PackageType: z
    .literal('Zip', { error: 'is Image; the sandbox runs code from a folder, and no images' })
    .optional(),
  Layers: notSupported('Layers'),
  VpcConfig: notSupported('VpcConfig'),
  FileSystemConfigs: notSupported('FileSystemConfigs'),
  FunctionUrlConfig: z
    .strictObject({ AuthType: value, Cors: value.optional(), InvokeMode: value.optional() })
    .optional(),
});
export type FunctionProperties = z.infer<typeof functionProperties>;
