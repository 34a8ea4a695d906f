import * as z from 'zod';
import type { Mailbox, Topics } from '../../core/ports.ts';
import type { ResourceProvider } from '../../core/resource.ts';
import type { World } from '../../core/world.ts';

export interface Sns {
  resources: ResourceProvider[];
  topics: Topics;
}

const topicProperties = z.strictObject({
  TopicName: z.string().optional(),
  /** The name of the sender. */
  DisplayName: z.string().default(''),
  KmsMasterKeyId: z.unknown().optional(),
  Tags: z.unknown().optional(),
});

const subscriptionProperties = z.strictObject({
  TopicArn: z.string(),
  Protocol: z.enum(['email', 'email-json'], {
    error: 'is a protocol that the sandbox does not deliver by; it knows email',
  }),
  Endpoint: z.string(),
});

/**
 * SNS as far as alarms need it: topics of a template, whose mail subscriptions end in the mailbox. A subscription holds
 * at once, without being confirmed. Not handled: the API, other protocols, filter policies.
 */
export function makeSns(world: Pick<World, 'region' | 'accountId'>, mailbox: Mailbox): Sns {
  /** Names of senders by topic ARN. */
  const senders = new Map<string, string>();
  /** Addresses by subscription. */
  const subscriptions = new Map<string, { topicArn: string; address: string }>();

  const topicProvider: ResourceProvider<z.infer<typeof topicProperties>> = {
    type: 'AWS::SNS::Topic',
    properties: topicProperties,
    apply({ physicalName, properties }) {
      const name = properties.TopicName ?? physicalName;
      const arn = `arn:aws:sns:${world.region}:${world.accountId}:${name}`;
      senders.set(arn, properties.DisplayName || 'AWS Notifications');
      return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
    },
  };
  const subscriptionProvider: ResourceProvider<z.infer<typeof subscriptionProperties>> = {
    type: 'AWS::SNS::Subscription',
    properties: subscriptionProperties,
    apply({ physicalName, properties: { TopicArn: topicArn, Endpoint: address } }) {
      const arn = `${topicArn}:${physicalName}`;
      subscriptions.set(arn, { topicArn, address });
      return { ref: arn, attributes: { Arn: arn } };
    },
  };

  return {
    resources: [topicProvider, subscriptionProvider],
    topics: {
      publish(topicArn, subject, text) {
        const from = `${senders.get(topicArn) ?? 'AWS Notifications'} <no-reply@sns.amazonaws.com>`;
        for (const { topicArn: subscribed, address } of subscriptions.values())
          if (subscribed === topicArn) mailbox.deliver({ from, to: [address], subject, text, html: '' });
      },
    },
  };
}
