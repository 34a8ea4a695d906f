import type { ResourceResult } from '../core/resource.ts';
import type { World } from '../core/world.ts';
import { type Mapping, scalarText } from '../template/value.ts';

/** A type that a template may have although nothing on one machine comes of it. */
interface InertType {
  reason: string;
  /** Property that gives the name; the physical name otherwise. */
  nameFrom?: string;
  /** ARN for a name, without `arn:aws:`; `<place>` stands for `<region>:<account>`. */
  arn?: string;
  /** True when `!Ref` gives the ARN. */
  refIsArn?: boolean;
  /** Attributes beside `Arn`; `<arn>`, `<name>` and `<region>` are filled in. */
  attributes?: Record<string, string>;
}

const monitoring = 'nobody watches it here';
const releases = 'releases need no more than the deployment groups';
const analytics = 'events are not archived for queries here';
const access = 'who may call is not checked yet';

/** Resource types that are accepted without effect, each with the reason. What has a provider is not looked up here. */
export const inertTypes: Readonly<Record<string, InertType>> = {
  'AWS::CloudWatch::CompositeAlarm': {
    reason: monitoring,
    nameFrom: 'AlarmName',
    arn: 'cloudwatch:<place>:alarm:<name>',
  },
  'AWS::CloudWatch::AnomalyDetector': { reason: monitoring },
  'AWS::CloudWatch::Dashboard': { reason: monitoring, nameFrom: 'DashboardName' },
  'AWS::Logs::QueryDefinition': { reason: monitoring },
  'AWS::Logs::ResourcePolicy': { reason: access },
  'AWS::Logs::SubscriptionFilter': { reason: 'logs go nowhere else' },
  'AWS::CodeDeploy::Application': { reason: releases, nameFrom: 'ApplicationName' },
  'AWS::KMS::Key': {
    reason: 'nothing is encrypted here',
    arn: 'kms:<place>:key/<name>',
    attributes: { KeyId: '<name>' },
  },
  'AWS::KMS::Alias': { reason: 'nothing is encrypted here', nameFrom: 'AliasName' },
  'AWS::CDK::Metadata': { reason: 'nobody counts here' },
  'AWS::Lambda::Url': {
    reason: 'function URLs are not answered here, the function can be invoked',
    attributes: { FunctionUrl: 'https://<name>.lambda-url.<region>.on.aws/' },
  },
  'AWS::KinesisFirehose::DeliveryStream': {
    reason: analytics,
    nameFrom: 'DeliveryStreamName',
    arn: 'firehose:<place>:deliverystream/<name>',
  },
  'AWS::Glue::Database': { reason: analytics },
  'AWS::Glue::Table': { reason: analytics },
  'AWS::Athena::WorkGroup': { reason: analytics, nameFrom: 'Name' },
  'AWS::Athena::NamedQuery': { reason: analytics },
  'AWS::Budgets::Budget': { reason: 'nothing costs anything here' },
};

export interface Inert {
  reason: string;
  result: ResourceResult;
}

/** What a type without effect answers to `!Ref` and `!GetAtt`; undefined for any other type. */
export function inertResource(
  type: string,
  physicalName: string,
  properties: Mapping,
  { region, accountId }: Pick<World, 'region' | 'accountId'>,
): Inert | undefined {
  const inert = Object.hasOwn(inertTypes, type) ? inertTypes[type] : undefined;
  if (!inert) return undefined;
  const given = inert.nameFrom === undefined ? undefined : properties[inert.nameFrom];
  const name = (given === undefined ? undefined : scalarText(given)) ?? physicalName;
  const arn =
    inert.arn && `arn:aws:${inert.arn}`.replace('<place>', `${region}:${accountId}`).replace('<name>', name);
  const attributes: Record<string, string> = arn === undefined ? {} : { Arn: arn };
  for (const [key, text] of Object.entries(inert.attributes ?? {})) {
    attributes[key] = text
      .replace('<arn>', arn ?? '')
      .replace('<name>', name)
      .replace('<region>', region);
  }
  return { reason: inert.reason, result: { ref: inert.refIsArn && arn ? arn : name, attributes } };
}
