import * as z from 'zod';
import type { ResourceProvider } from '../../core/resource.ts';
import type { World } from '../../core/world.ts';
import { flag, ignored } from '../lambda/template-values.ts';
import { protocols } from './subscription.ts';
import { definitionOf, type TopicDefinition, type TopicRegistry } from './topic-registry.ts';

const protocol = z.enum(protocols, {
  error: 'is a protocol that the sandbox does not deliver by; it knows email, email-json, sqs and lambda',
});

const topicProperties = z.strictObject({
  TopicName: z.string().optional(),
  /** The name of the sender. */
  DisplayName: z.string().default(''),
  Subscription: z.array(z.strictObject({ Protocol: protocol, Endpoint: z.string() })).default([]),
  FifoTopic: z.literal(false, { error: 'the sandbox has no FIFO topics' }).optional(),
  /** State on one machine is not encrypted. */
  KmsMasterKeyId: ignored,
  /** There is no X-Ray. */
  TracingConfig: ignored,
  /** No signature can be checked here, whatever its version. */
  SignatureVersion: ignored,
  Tags: ignored,
});

const json = z.union([
  z.record(z.string(), z.unknown()),
  z.string().transform((text): Record<string, unknown> => Object(JSON.parse(text))),
]);

const subscriptionProperties = z.strictObject({
  TopicArn: z.string(),
  Protocol: protocol,
  Endpoint: z.string(),
  RawMessageDelivery: flag.default(false),
  FilterPolicy: json.optional(),
  FilterPolicyScope: z.enum(['MessageAttributes', 'MessageBody']).default('MessageAttributes'),
  RedrivePolicy: z
    .union([
      z.strictObject({ deadLetterTargetArn: z.string() }),
      z.string().transform((text): { deadLetterTargetArn: string } => JSON.parse(text)),
    ])
    .optional(),
  /** There is one region. */
  Region: ignored,
  /** What is delivered is stored at once. */
  DeliveryPolicy: ignored,
});
type SubscriptionProperties = z.infer<typeof subscriptionProperties>;

const policyProperties = z.strictObject({
  Topics: z.array(z.string()).min(1),
  PolicyDocument: z.union([z.record(z.string(), z.unknown()), z.string()]),
});

/** AWS::SNS::Topic, AWS::SNS::Subscription and AWS::SNS::TopicPolicy, which fill the registry. */
export function topicResources(
  { region, accountId }: Pick<World, 'region' | 'accountId'>,
  registry: TopicRegistry,
): ResourceProvider[] {
  const { topics, kept } = registry;
  function put(definition: TopicDefinition): void {
    registry.put(definition);
    kept.declare(definition.arn, definition);
  }
  function subscribe(name: string, given: Omit<SubscriptionProperties, 'Region' | 'DeliveryPolicy'>): string {
    const arn = `${given.TopicArn}:${name}`;
    const definition = {
      ...{ arn, topicArn: given.TopicArn, protocol: given.Protocol, endpoint: given.Endpoint },
      ...{ raw: given.RawMessageDelivery, filterPolicy: given.FilterPolicy },
      filterScope: given.FilterPolicyScope,
      deadLetterArn: given.RedrivePolicy?.deadLetterTargetArn,
    };
    registry.subscribe(definition);
    kept.declare(arn, definition);
    return arn;
  }

  const topicProvider: ResourceProvider<z.infer<typeof topicProperties>> = {
    type: 'AWS::SNS::Topic',
    properties: topicProperties,
    apply({ physicalName, properties }) {
      const name = properties.TopicName ?? physicalName;
      const arn = `arn:aws:sns:${region}:${accountId}:${name}`;
      const standing = topics.get(arn);
      put({ ...(standing && definitionOf(standing)), arn, displayName: properties.DisplayName });
      for (const [index, { Protocol, Endpoint }] of properties.Subscription.entries()) {
        const FilterPolicyScope = 'MessageAttributes';
        subscribe(`${name}-${index}`, {
          ...{ TopicArn: arn, Protocol, Endpoint, FilterPolicyScope, RawMessageDelivery: false },
        });
      }
      return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
    },
    remove: ({ ref }) => registry.remove(ref),
  };
  const subscriptionProvider: ResourceProvider<SubscriptionProperties> = {
    type: 'AWS::SNS::Subscription',
    properties: subscriptionProperties,
    apply({ physicalName, properties }) {
      const arn = subscribe(physicalName, properties);
      return { ref: arn, attributes: { Arn: arn } };
    },
    remove: ({ ref }) => registry.unsubscribe(ref),
  };
  const policyProvider: ResourceProvider<z.infer<typeof policyProperties>> = {
    type: 'AWS::SNS::TopicPolicy',
    properties: policyProperties,
    apply({ physicalName, properties }) {
      for (const arn of properties.Topics) {
        const topic = topics.get(arn);
        if (!topic) throw new Error(`Topics names ${arn}, which is not there`);
        put({ ...definitionOf(topic), policy: properties.PolicyDocument });
      }
      return { ref: physicalName, attributes: { Id: physicalName } };
    },
    remove({ properties: { Topics } }) {
      for (const arn of Array.isArray(Topics) ? Topics : []) {
        const topic = topics.get(String(arn));
        if (topic) put({ ...definitionOf(topic), policy: undefined });
      }
    },
  };

  return [topicProvider, subscriptionProvider, policyProvider];
}
