// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation writes its variables like this
import type { ReportProblem } from '../template-error.ts';
import { isMapping, type Mapping, scalarText, type Value } from '../value.ts';

/** SAM's policy templates: the parameter that names the resource, the ARNs made from it, and the actions. */
interface PolicyTemplate {
  parameter: string;
  /** `${Name}` is the parameter. */
  resources: string[];
  actions: string[];
}

const arn = (service: string, resource: string): string =>
  `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`;
const table = [arn('dynamodb', 'table/${Name}'), arn('dynamodb', 'table/${Name}/index/*')];
const queue = [arn('sqs', '${Name}')];
const bucket = ['arn:${AWS::Partition}:s3:::${Name}', 'arn:${AWS::Partition}:s3:::${Name}/*'];

const tableReads = ['GetItem', 'Scan', 'Query', 'BatchGetItem', 'DescribeTable'];
const tableWrites = ['PutItem', 'UpdateItem', 'BatchWriteItem'];
const objectReads = [
  'GetObject',
  'ListBucket',
  'GetBucketLocation',
  'GetObjectVersion',
  'GetLifecycleConfiguration',
];
const prefixed = (service: string, actions: string[]): string[] =>
  actions.map((action) => `${service}:${action}`);

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-template-list.html */
const templates: Record<string, PolicyTemplate> = {
  DynamoDBReadPolicy: { parameter: 'TableName', resources: table, actions: prefixed('dynamodb', tableReads) },
  DynamoDBWritePolicy: {
    parameter: 'TableName',
    resources: table,
    actions: prefixed('dynamodb', tableWrites),
  },
  DynamoDBCrudPolicy: {
    parameter: 'TableName',
    resources: table,
    actions: prefixed('dynamodb', [...tableReads, ...tableWrites, 'DeleteItem', 'ConditionCheckItem']),
  },
  SQSSendMessagePolicy: { parameter: 'QueueName', resources: queue, actions: ['sqs:SendMessage*'] },
  SQSPollerPolicy: {
    parameter: 'QueueName',
    resources: queue,
    actions: prefixed('sqs', [
      ...['ChangeMessageVisibility', 'ChangeMessageVisibilityBatch', 'DeleteMessage', 'DeleteMessageBatch'],
      ...['GetQueueAttributes', 'ReceiveMessage'],
    ]),
  },
  S3ReadPolicy: { parameter: 'BucketName', resources: bucket, actions: prefixed('s3', objectReads) },
  S3WritePolicy: {
    parameter: 'BucketName',
    resources: bucket,
    actions: prefixed('s3', ['PutObject', 'PutObjectAcl', 'PutLifecycleConfiguration']),
  },
  S3CrudPolicy: {
    parameter: 'BucketName',
    resources: bucket,
    actions: prefixed('s3', [
      ...objectReads,
      'PutObject',
      'PutObjectAcl',
      'PutLifecycleConfiguration',
      'DeleteObject',
    ]),
  },
  EventBridgePutEventsPolicy: {
    parameter: 'EventBusName',
    resources: [arn('events', 'event-bus/${Name}')],
    actions: ['events:PutEvents'],
  },
  LambdaInvokePolicy: {
    parameter: 'FunctionName',
    resources: [arn('lambda', 'function:${Name}*')],
    actions: ['lambda:InvokeFunction'],
  },
  SESCrudPolicy: {
    parameter: 'IdentityName',
    resources: [arn('ses', 'identity/${Name}')],
    actions: prefixed('ses', [
      'GetIdentityVerificationAttributes',
      'SendEmail',
      'SendRawEmail',
      'VerifyEmailIdentity',
    ]),
  },
};

/** The policy document that `{ DynamoDBReadPolicy: { TableName: … } }` stands for. */
export function policyFromTemplate(
  policy: Mapping,
  place: string,
  report: ReportProblem,
): Mapping | undefined {
  const [name = '', ...others] = Object.keys(policy);
  const template = Object.hasOwn(templates, name) ? templates[name] : undefined;
  if (!template || others.length > 0) {
    report(
      place,
      `the SAM policy template ${name} is not supported (there are ${Object.keys(templates).join(', ')}).`,
    );
    return undefined;
  }
  const given = policy[name];
  const value = isMapping(given) ? given[template.parameter] : undefined;
  if (value === undefined || !(isMapping(value) || scalarText(value) !== undefined)) {
    report(place, `${name} needs its parameter ${template.parameter}.`);
    return undefined;
  }
  const resources: Value[] = template.resources.map((text) => ({ 'Fn::Sub': [text, { Name: value }] }));
  return { Statement: [{ Effect: 'Allow', Action: template.actions, Resource: resources }] };
}
