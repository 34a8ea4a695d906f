import * as z from 'zod';
import { mapping, value } from '../sections.ts';
import { isMapping, type Mapping, type Value } from '../value.ts';
import { addResource, attributeOf, defined, parsePart, referredTo } from './expansion.ts';
import type { FunctionContext } from './function-context.ts';
import { addMapping } from './mapping-events.ts';
import { addPermission } from './permission.ts';

const bucketEvent = z.strictObject({
  Bucket: value,
  Events: z.union([z.string().transform((event) => [event]), z.array(z.string())]),
  Filter: mapping.optional(),
});

/** S3: adds the function to the notifications of a bucket of the same template. */
export function addBucketNotification(
  context: FunctionContext,
  name: string,
  source: Mapping,
  place: string,
): void {
  const { expansion, logicalId, targetArn } = context;
  const event = parsePart(bucketEvent, source, place, expansion.report);
  if (!event) return;
  const bucket = expansion.resources.get(referredTo(event.Bucket) ?? '');
  if (bucket?.type !== 'AWS::S3::Bucket') {
    expansion.report(`${place}.Bucket`, 'must be a !Ref to a bucket of the same template.');
    return;
  }
  const { NotificationConfiguration: given = {} } = bucket.properties;
  const configuration = isMapping(given) ? given : {};
  const { LambdaConfigurations: others = [] } = configuration;
  const own = event.Events.map((type) => defined({ Event: type, Filter: event.Filter, Function: targetArn }));
  bucket.properties.NotificationConfiguration = {
    ...configuration,
    LambdaConfigurations: [...(Array.isArray(others) ? others : []), ...own],
  };
  const permission = `${logicalId}${name}Permission`;
  addPermission(context, permission, 's3.amazonaws.com', { SourceAccount: { Ref: 'AWS::AccountId' } });
  // S3 asks for the permission when it gets the configuration.
  bucket.dependsOn.push(permission);
}

const topicEvent = z.strictObject({
  Topic: value,
  Region: value.optional(),
  FilterPolicy: value.optional(),
  FilterPolicyScope: value.optional(),
  RedrivePolicy: value.optional(),
  SqsSubscription: z
    .union([
      z.boolean(),
      z.strictObject({
        QueueArn: value,
        QueueUrl: value,
        QueuePolicyLogicalId: z.string().optional(),
        BatchSize: value.optional(),
        Enabled: value.optional(),
      }),
    ])
    .optional(),
});
type TopicEvent = z.infer<typeof topicEvent>;

/** SNS: subscribes the function to a topic, itself or behind a queue. */
export function addTopicSubscription(
  context: FunctionContext,
  name: string,
  source: Mapping,
  place: string,
): void {
  const { expansion, logicalId, targetArn } = context;
  const event = parsePart(topicEvent, source, place, expansion.report);
  if (!event) return;
  const id = `${logicalId}${name}`;
  if (!event.SqsSubscription) {
    subscribe(context, id, event, 'lambda', targetArn);
    addPermission(context, `${id}Permission`, 'sns.amazonaws.com', { SourceArn: event.Topic });
    return;
  }
  const own = `${id}Queue`;
  const given = event.SqsSubscription === true ? undefined : event.SqsSubscription;
  if (!given) addResource(expansion, own, 'AWS::SQS::Queue', {});
  const queueArn = given?.QueueArn ?? attributeOf(own, 'Arn');
  subscribe(context, id, event, 'sqs', queueArn);
  addResource(expansion, given?.QueuePolicyLogicalId ?? `${id}QueuePolicy`, 'AWS::SQS::QueuePolicy', {
    Queues: [given?.QueueUrl ?? { Ref: own }],
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sqs:SendMessage',
          Principal: '*',
          Resource: queueArn,
          Condition: { ArnEquals: { 'aws:SourceArn': event.Topic } },
        },
      ],
    },
  });
  addMapping(context, `${name}EventSourceMapping`, {
    EventSourceArn: queueArn,
    BatchSize: given?.BatchSize ?? 10,
    Enabled: given?.Enabled ?? true,
  });
  context.grants.managed.push('service-role/AWSLambdaSQSQueueExecutionRole');
}

function subscribe(
  { expansion }: FunctionContext,
  id: string,
  { Topic, Region, FilterPolicy, FilterPolicyScope, RedrivePolicy }: TopicEvent,
  protocol: string,
  endpoint: Value,
): void {
  addResource(expansion, id, 'AWS::SNS::Subscription', {
    ...{ TopicArn: Topic, Protocol: protocol, Endpoint: endpoint },
    ...{ Region, FilterPolicy, FilterPolicyScope, RedrivePolicy },
  });
}
