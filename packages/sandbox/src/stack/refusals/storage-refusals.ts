import { shown } from '../../template/faults.ts';
import { isMapping, type Mapping, scalarText, type Value } from '../../template/value.ts';
import {
  choice,
  each,
  form,
  knownAt,
  most,
  type Refusal,
  range,
  referred,
  serviceOf,
  textAt,
  valuesAt,
} from './refusal.ts';

const bucket = 'AWS::S3::Bucket';
const table = 'AWS::DynamoDB::Table';
const s3Guide = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide';
const tableApi = 'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html';

/** Events that a bucket can tell a function, queue or topic. */
const bucketEvents = [
  's3:ObjectCreated:*',
  ...['Put', 'Post', 'Copy', 'CompleteMultipartUpload'].map((name) => `s3:ObjectCreated:${name}`),
  's3:ObjectRemoved:*',
  ...['Delete', 'DeleteMarkerCreated'].map((name) => `s3:ObjectRemoved:${name}`),
  's3:ObjectRestore:*',
  ...['Post', 'Completed', 'Delete'].map((name) => `s3:ObjectRestore:${name}`),
  's3:ReducedRedundancyLostObject',
  's3:Replication:*',
  ...[
    'OperationFailedReplication',
    'OperationMissedThreshold',
    'OperationReplicatedAfterThreshold',
    'OperationNotTracked',
  ].map((name) => `s3:Replication:${name}`),
  's3:LifecycleExpiration:*',
  ...['Delete', 'DeleteMarkerCreated'].map((name) => `s3:LifecycleExpiration:${name}`),
  ...['s3:LifecycleTransition', 's3:IntelligentTiering', 's3:ObjectAcl:Put'],
  's3:ObjectTagging:*',
  ...['Put', 'Delete'].map((name) => `s3:ObjectTagging:${name}`),
];

const notified = [
  { list: 'LambdaConfigurations', target: 'Function', service: 'lambda' },
  { list: 'QueueConfigurations', target: 'Queue', service: 'sqs' },
  { list: 'TopicConfigurations', target: 'Topic', service: 'sns' },
];

/** What a bucket's name must not be, in words; undefined for a good one. */
function bucketNameFault(name: string): string | undefined {
  if (name.length < 3 || name.length > 63) return `has ${name.length} characters; it has 3 to 63`;
  if (!/^[a-z0-9][a-z0-9.-]*[a-z0-9]$/.test(name))
    return 'has other characters; it has lower case letters, digits, dots and hyphens, and begins and ends with a letter or digit';
  if (name.includes('..')) return 'has two dots side by side; between two dots stands something';
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) return 'looks like an IP address; give it a name';
  if (/^(xn--|sthree-|amzn-s3-demo-)/.test(name) || /(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(name))
    return 'begins or ends with something that S3 keeps for itself; take another name';
  return undefined;
}

const bucketRules: Refusal[] = [
  each(
    bucket,
    'BucketName',
    'S3 Bucket: malformed BucketName',
    ({ value }) => {
      const fault = bucketNameFault(scalarText(value) ?? '');
      return fault && `is ${shown(value)}, which ${fault}`;
    },
    `${s3Guide}/bucketnamingrules.html`,
  ),
  choice(bucket, 'VersioningConfiguration.Status', ['Enabled', 'Suspended']),
  choice(bucket, 'CorsConfiguration.CorsRules[].AllowedMethods[]', ['GET', 'PUT', 'HEAD', 'POST', 'DELETE']),
  most(bucket, 'CorsConfiguration.CorsRules', 100),
  choice(bucket, 'LifecycleConfiguration.Rules[].Status', ['Enabled', 'Disabled']),
  {
    type: bucket,
    rule: 'S3 Bucket: a lifecycle rule that does nothing',
    page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-rule.html',
    *find({ properties }) {
      const doing =
        /^(AbortIncompleteMultipartUpload|Expiration|ExpiredObjectDeleteMarker|Noncurrent|Transition)/;
      for (const { path, value } of valuesAt(properties, 'LifecycleConfiguration.Rules[]')) {
        if (isMapping(value) && !Object.keys(value).some((key) => doing.test(key) || key.startsWith('Fn::')))
          yield {
            path,
            sentence:
              'says nothing to do; it has an expiration, a transition or AbortIncompleteMultipartUpload',
          };
      }
    },
  },
  {
    type: bucket,
    rule: 'S3 Bucket: a notification of an unknown event',
    page: `${s3Guide}/notification-how-to-event-types-and-destinations.html`,
    *find({ properties }) {
      const paths = notified.map(({ list }) => `NotificationConfiguration.${list}[].Event`);
      for (const { path, value } of paths.flatMap((at) => knownAt(properties, at))) {
        if (!bucketEvents.includes(scalarText(value) ?? ''))
          yield {
            path,
            sentence: `is ${shown(value)}, no event of a bucket; s3:ObjectCreated:* and s3:ObjectRemoved:* are the usual ones`,
          };
      }
    },
  },
  {
    type: bucket,
    rule: 'S3 Bucket: a notification to a target of another kind than its list says',
    page: `${s3Guide}/notification-how-to-event-types-and-destinations.html`,
    *find({ properties }, around) {
      for (const { list, target, service } of notified) {
        for (const { path, value } of valuesAt(properties, `NotificationConfiguration.${list}[].${target}`)) {
          const found = serviceOf(value, around);
          if (found !== undefined && found !== service)
            yield { path, sentence: `is of ${found || 'no service'}; in ${list} it is an ARN of ${service}` };
        }
      }
    },
  },
  {
    type: bucket,
    rule: 'S3 Bucket: a notification to a FIFO queue',
    page: `${s3Guide}/notification-how-to-event-types-and-destinations.html`,
    *find({ properties }, around) {
      for (const { path, value } of valuesAt(
        properties,
        'NotificationConfiguration.QueueConfigurations[].Queue',
      )) {
        if (textAt(referred(value, around)?.properties ?? {}, 'FifoQueue') === 'true')
          yield { path, sentence: 'is a FIFO queue; S3 sends to standard queues' };
      }
    },
  },
];

const keysOf = (value: Value | undefined): Mapping[] => (Array.isArray(value) ? value.filter(isMapping) : []);
const indexes = ['GlobalSecondaryIndexes', 'LocalSecondaryIndexes'];

const keyRules: Refusal[] = [
  {
    type: table,
    rule: 'DynamoDB Table: key attributes that are not defined, or defined attributes that are no keys',
    page: tableApi,
    *find({ properties }) {
      const names = (path: string): string[] =>
        knownAt(properties, path).flatMap(({ value }) => scalarText(value) ?? []);
      const defined = names('AttributeDefinitions[].AttributeName');
      const keys = ['KeySchema', ...indexes.map((list) => `${list}[].KeySchema`)];
      const used = keys.flatMap((path) => names(`${path}[].AttributeName`));
      // A name that is known only later may be any of the others.
      const open = ['AttributeDefinitions', ...keys].some(
        (path) =>
          valuesAt(properties, `${path}[].AttributeName`).length !== names(`${path}[].AttributeName`).length,
      );
      if (open || defined.length === 0) return;
      const missing = [...new Set(used.filter((name) => !defined.includes(name)))];
      const spare = defined.filter((name) => !used.includes(name));
      if (missing.length > 0)
        yield {
          path: ['AttributeDefinitions'],
          sentence: `lacks ${missing.join(', ')}; it has the attributes of all keys`,
        };
      if (spare.length > 0)
        yield {
          path: ['AttributeDefinitions'],
          sentence: `has ${spare.join(', ')}, which no key uses; it has the attributes of keys alone`,
        };
    },
  },
  {
    type: table,
    rule: 'DynamoDB Table: a key that is not one HASH with at most one RANGE behind it',
    page: tableApi,
    *find({ properties }) {
      for (const { path, value } of ['KeySchema', ...indexes.map((list) => `${list}[].KeySchema`)].flatMap(
        (at) => valuesAt(properties, at),
      )) {
        const kinds = keysOf(value).map(({ KeyType: kind }) => kind);
        if (kinds.some((kind) => typeof kind !== 'string')) continue;
        if (!['HASH', 'HASH,RANGE'].includes(kinds.join(',')))
          yield {
            path,
            sentence: `has the key types ${kinds.join(', ') || 'none'}; it has HASH, and perhaps RANGE behind it`,
          };
      }
    },
  },
  {
    type: table,
    rule: 'DynamoDB Table: throughput with PAY_PER_REQUEST, or none without it',
    page: tableApi,
    *find({ properties }) {
      const { BillingMode: mode, ProvisionedThroughput: throughput } = properties;
      if (mode === 'PAY_PER_REQUEST' && throughput !== undefined)
        yield {
          path: ['ProvisionedThroughput'],
          sentence: 'does not go with BillingMode PAY_PER_REQUEST; leave one of them out',
        };
      if ((mode === undefined || mode === 'PROVISIONED') && throughput === undefined)
        yield {
          path: ['BillingMode'],
          sentence: `is ${mode === undefined ? 'missing, which means PROVISIONED' : 'PROVISIONED'}, without ProvisionedThroughput; set PAY_PER_REQUEST or give a ProvisionedThroughput`,
        };
    },
  },
  {
    type: table,
    rule: 'DynamoDB Table: a local index without RANGE',
    page: tableApi,
    *find({ properties }) {
      for (const { path, value } of valuesAt(properties, 'LocalSecondaryIndexes[].KeySchema')) {
        if (keysOf(value).length < 2)
          yield {
            path,
            sentence: 'has no RANGE; a local index has the HASH of its table and a RANGE of its own',
          };
      }
    },
  },
];

const tableRules: Refusal[] = [
  form(table, 'TableName', /^[a-zA-Z0-9_.-]{3,255}$/, 'has 3 to 255 letters, digits, dots, - and _'),
  choice(table, 'AttributeDefinitions[].AttributeType', ['S', 'N', 'B']),
  choice(table, 'BillingMode', ['PAY_PER_REQUEST', 'PROVISIONED']),
  choice(table, 'StreamSpecification.StreamViewType', [
    'KEYS_ONLY',
    'NEW_IMAGE',
    'OLD_IMAGE',
    'NEW_AND_OLD_IMAGES',
  ]),
  choice(table, 'TableClass', ['STANDARD', 'STANDARD_INFREQUENT_ACCESS']),
  range(table, 'ProvisionedThroughput.ReadCapacityUnits', 1, Infinity),
  range(table, 'PointInTimeRecoverySpecification.RecoveryPeriodInDays', 1, 35, ' days'),
  most(table, 'GlobalSecondaryIndexes', 20),
  most(table, 'LocalSecondaryIndexes', 5),
  form(
    table,
    'GlobalSecondaryIndexes[].IndexName',
    /^[a-zA-Z0-9_.-]{3,255}$/,
    'has 3 to 255 letters, digits, dots, - and _',
  ),
  choice(table, 'GlobalSecondaryIndexes[].Projection.ProjectionType', ['ALL', 'INCLUDE', 'KEYS_ONLY']),
];

export const storageRefusals: Refusal[] = [...bucketRules, ...tableRules, ...keyRules];
