import { rowsOf, rowsOn, testRefusals } from '../../../test/refusal-rows.ts';

const rules = (rule: string): string => `LifecycleConfiguration: { Rules: [{ ${rule} }] }`;
const cors = (rule: string): string => `CorsConfiguration: { CorsRules: [{ ${rule} }] }`;
const notify = (list: string): string => `NotificationConfiguration: { ${list} }`;
const keys = (schema: string, defined: string): string =>
  `KeySchema: [${schema}], AttributeDefinitions: [${defined}]`;
const hash = (name: string): string => `{ AttributeName: ${name}, KeyType: HASH }`;
const text = (name: string): string => `{ AttributeName: ${name}, AttributeType: S }`;
const name = 'S3 Bucket: malformed BucketName';

describe('refusals of buckets and tables', () => {
  testRefusals([
    ...rowsOn('AWS::S3::Bucket', [
      [name, 'BucketName: ab', 'is "ab", which has 2 characters; it has 3 to 63', 'BucketName: abc'],
      [
        name,
        'BucketName: My_Bucket',
        'which has other characters; it has lower case letters',
        'BucketName: my.bucket-1',
      ],
      [name, 'BucketName: a..b', 'two dots side by side', 'BucketName: !Ref Later'],
      [name, 'BucketName: 192.168.1.1', 'looks like an IP address'],
      [name, 'BucketName: xn--abc', 'begins or ends with something that S3 keeps for itself'],
      [
        'S3 Bucket: unknown VersioningConfiguration.Status',
        'VersioningConfiguration: { Status: On }',
        'is true; it is Enabled or Suspended',
      ],
      [
        'S3 Bucket: unknown CorsConfiguration.CorsRules.AllowedMethods',
        cors('AllowedMethods: [PATCH]'),
        'is "PATCH"; it is GET, PUT',
        cors('AllowedMethods: [GET]'),
      ],
      [
        'S3 Bucket: CorsConfiguration.CorsRules, more than 100',
        `CorsConfiguration: { CorsRules: [${'{},'.repeat(101)}] }`,
        'has 101 entries',
      ],
      [
        'S3 Bucket: unknown LifecycleConfiguration.Rules.Status',
        rules('Status: on'),
        'it is Enabled or Disabled',
      ],
      [
        'S3 Bucket: a lifecycle rule that does nothing',
        rules('Status: Enabled'),
        'says nothing to do',
        rules('ExpirationInDays: 1'),
      ],
      [
        'S3 Bucket: a notification of an unknown event',
        notify('QueueConfigurations: [{ Event: s3:Created, Queue: x }]'),
        'is "s3:Created", no event of a bucket',
        notify("QueueConfigurations: [{ Event: 's3:ObjectCreated:*', Queue: x }]"),
      ],
      [
        'S3 Bucket: a notification to a target of another kind than its list says',
        notify('LambdaConfigurations: [{ Function: "arn:aws:sqs:x:1:y" }]'),
        'is of sqs; in LambdaConfigurations it is an ARN of lambda',
        notify('LambdaConfigurations: [{ Function: "arn:aws:lambda:x:1:function:y" }]'),
      ],
    ]),
    ...rowsOf([
      [
        'S3 Bucket: a notification to a FIFO queue',
        `X: { Type: AWS::S3::Bucket, Properties: { ${notify('QueueConfigurations: [{ Queue: !GetAtt Q.Arn }]')} } }\nQ: { Type: AWS::SQS::Queue, Properties: { FifoQueue: true } }`,
        'is a FIFO queue; S3 sends to standard queues',
        `X: { Type: AWS::S3::Bucket, Properties: { ${notify('QueueConfigurations: [{ Queue: !GetAtt Q.Arn }]')} } }\nQ: { Type: AWS::SQS::Queue }`,
      ],
    ]),
    ...rowsOn('AWS::DynamoDB::Table', [
      [
        'DynamoDB Table: malformed TableName',
        'TableName: ab',
        'is "ab"; it has 3 to 255',
        'TableName: a.b-c',
      ],
      [
        'DynamoDB Table: unknown AttributeDefinitions.AttributeType',
        'AttributeDefinitions: [{ AttributeType: M }]',
        'is "M"; it is S, N or B',
        'AttributeDefinitions: [{ AttributeType: N }]',
      ],
      ['DynamoDB Table: unknown BillingMode', 'BillingMode: FREE', 'it is PAY_PER_REQUEST or PROVISIONED'],
      [
        'DynamoDB Table: unknown StreamSpecification.StreamViewType',
        'StreamSpecification: { StreamViewType: ALL }',
        'is "ALL"',
      ],
      ['DynamoDB Table: unknown TableClass', 'TableClass: CHEAP', 'is "CHEAP"'],
      [
        'DynamoDB Table: ProvisionedThroughput.ReadCapacityUnits below 1',
        'ProvisionedThroughput: { ReadCapacityUnits: 0 }',
        'is 0',
      ],
      [
        'DynamoDB Table: PointInTimeRecoverySpecification.RecoveryPeriodInDays outside 1 to 35 days',
        'PointInTimeRecoverySpecification: { RecoveryPeriodInDays: 36 }',
        'is 36',
      ],
      [
        'DynamoDB Table: GlobalSecondaryIndexes, more than 20',
        `GlobalSecondaryIndexes: [${'{},'.repeat(21)}]`,
        'has 21 entries',
      ],
      [
        'DynamoDB Table: LocalSecondaryIndexes, more than 5',
        `LocalSecondaryIndexes: [${'{},'.repeat(6)}]`,
        'has 6 entries',
      ],
      [
        'DynamoDB Table: malformed GlobalSecondaryIndexes.IndexName',
        'GlobalSecondaryIndexes: [{ IndexName: a b }]',
        'is "a b"',
      ],
      [
        'DynamoDB Table: unknown GlobalSecondaryIndexes.Projection.ProjectionType',
        'GlobalSecondaryIndexes: [{ Projection: { ProjectionType: SOME } }]',
        'is "SOME"',
      ],
      [
        'DynamoDB Table: key attributes that are not defined, or defined attributes that are no keys',
        keys(hash('id'), text('other')).replace(
          '[{ AttributeName: other',
          '[{ AttributeName: id, AttributeType: S }, { AttributeName: other',
        ),
        'has other, which no key uses',
        keys(hash('id'), text('id')),
      ],
      [
        'DynamoDB Table: key attributes that are not defined, or defined attributes that are no keys',
        keys(`${hash('id')}, { AttributeName: at, KeyType: RANGE }`, text('id')),
        'lacks at; it has the attributes of all keys',
        keys(hash('!Ref Later'), text('id')),
      ],
      [
        'DynamoDB Table: a key that is not one HASH with at most one RANGE behind it',
        keys('{ AttributeName: id, KeyType: RANGE }', text('id')),
        'has the key types RANGE; it has HASH',
        keys(hash('id'), text('id')),
      ],
      [
        'DynamoDB Table: throughput with PAY_PER_REQUEST, or none without it',
        'BillingMode: PAY_PER_REQUEST, ProvisionedThroughput: {}',
        'does not go with BillingMode PAY_PER_REQUEST',
        'BillingMode: PAY_PER_REQUEST',
      ],
      [
        'DynamoDB Table: throughput with PAY_PER_REQUEST, or none without it',
        'TableName: abc',
        'is missing, which means PROVISIONED',
        'ProvisionedThroughput: {}',
      ],
      [
        'DynamoDB Table: a local index without RANGE',
        `LocalSecondaryIndexes: [{ KeySchema: [${hash('id')}] }]`,
        'has no RANGE; a local index',
      ],
    ]),
  ]);
});
