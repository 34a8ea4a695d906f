import { randomUUID } from 'node:crypto';
import { AwsError } from '../../core/aws-error.ts';
import type { Edge } from '../../core/edge.ts';
import { makeKeptDefinitions } from '../../core/kept-definitions.ts';
import type { FunctionInvoker, Mailbox, Queues, TopicMessage, Topics } from '../../core/ports.ts';
import { type Principal, servicePrincipal } from '../../core/principal.ts';
import type { PolicyKeeper, ResourceProvider } from '../../core/resource.ts';
import type { World } from '../../core/world.ts';
import type { RecordFilter } from '../lambda/filter-criteria.ts';
import { functionEvent, type Notification, queueBody } from './message.ts';
import { makeSnsEdge } from './sns-edge.ts';
import type { Subscription } from './subscription.ts';
import { type KeptTopic, makeTopicRegistry, type Topic } from './topic-registry.ts';
import { topicResources } from './topic-resources.ts';

export interface Sns extends PolicyKeeper {
  edge: Edge;
  resources: ResourceProvider[];
  topics: Topics;
  /** Once the template's topics are made. */
  start(): void;
}

export interface SnsNeeds {
  mailbox: Mailbox;
  queues: Pick<Queues, 'send'>;
  invoker: Pick<FunctionInvoker, 'invokeAsync'>;
  /** The language of filter policies is that of event patterns. */
  matches(pattern: unknown): RecordFilter;
}

/**
 * SNS: topics of a template, and what is made of them through the API. Mail subscriptions end in the mailbox and hold at once, without being confirmed; queues and
 * functions get the message in the transaction of whoever publishes, so that what is answered survives a kill. Not handled: FIFO topics,
 * HTTP, SMS and Firehose; delivery to what does not take it is not tried again but goes to the subscription's dead-letter queue.
 */
export function makeSns(world: World, needs: SnsNeeds): Sns {
  const kept = makeKeptDefinitions<KeptTopic>(world.db, 'sns_kept');
  const registry = makeTopicRegistry(needs.matches, kept);

  function publish(caller: Principal, topicArn: string, sent: TopicMessage): string {
    world.access.check(caller, 'sns:Publish', topicArn);
    const topic = registry.topics.get(topicArn);
    if (!topic) throw new AwsError('NotFound', 'Topic does not exist', 404);
    const notification: Notification = {
      messageId: randomUUID(),
      topicArn,
      subject: sent.subject,
      message: sent.message,
      attributes: sent.attributes ?? {},
      timestamp: new Date(world.now()).toISOString(),
    };
    world.transaction(() => {
      for (const subscription of registry.subscriptions.values())
        if (subscription.topicArn === topicArn && subscription.wants(notification))
          deliver(topic, subscription, notification, sent);
    });
    return notification.messageId;
  }

  function deliver(
    topic: Topic,
    subscription: Subscription,
    notification: Notification,
    { cause }: TopicMessage,
  ): void {
    const { arn, protocol, endpoint, raw, deadLetterArn } = subscription;
    const body = raw ? notification.message : queueBody(notification, arn);
    const attributes = raw ? textsOf(notification) : {};
    const caller = servicePrincipal('sns', topic.arn, world.accountId);
    try {
      if (protocol === 'lambda')
        needs.invoker.invokeAsync(caller, endpoint, functionEvent(notification, arn), cause);
      else if (protocol === 'sqs') needs.queues.send(caller, endpoint, body, attributes);
      else needs.mailbox.deliver(mailOf(topic, endpoint, notification));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      world.report(`SNS: ${endpoint} did not take a message of ${topic.arn}: ${why}`);
      if (deadLetterArn !== undefined) needs.queues.send(caller, deadLetterArn, body, attributes);
    }
  }

  const topics: Topics = { publish };
  return {
    edge: makeSnsEdge(world, registry, topics),
    resources: topicResources(world, registry),
    topics,
    start: registry.start,
    policyOf: (arn) => registry.topics.get(arn)?.policy,
  };
}

const textsOf = ({ attributes }: Notification): Record<string, string> =>
  Object.fromEntries(Object.entries(attributes).map(([name, { Value }]) => [name, Value]));

function mailOf({ displayName }: Topic, to: string, { subject, message }: Notification) {
  const from = `${displayName || 'AWS Notifications'} <no-reply@sns.amazonaws.com>`;
  return { from, to: [to], subject: subject ?? 'AWS Notification Message', text: message, html: '' };
}
