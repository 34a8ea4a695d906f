import type { KeptDefinitions } from '../../core/kept-definitions.ts';
import type { Policy } from '../../core/policy.ts';
import type { RecordFilter } from '../lambda/filter-criteria.ts';
import { filterOf, type Subscription, type SubscriptionDefinition } from './subscription.ts';
import { readTopicPolicy } from './topic-policy.ts';

export interface TopicDefinition {
  arn: string;
  /** Names the sender of mails. */
  displayName: string;
  /** As it was written; without one, whoever owns the topic may do everything. */
  policy?: unknown;
}

export interface Topic {
  arn: string;
  displayName: string;
  policy: Policy | undefined;
}

/** What somebody made, changed or deleted through the API. */
export type KeptTopic =
  | { kind: 'topic'; definition: TopicDefinition; gone?: true }
  | { kind: 'subscription'; definition: SubscriptionDefinition; gone?: true };

/**
 * Topics with their subscriptions, in memory: they come from the template at every start, and from what is kept beside it.
 * @param matches the language of filter policies
 */
export function makeTopicRegistry(
  matches: (pattern: unknown) => RecordFilter,
  kept: KeptDefinitions<KeptTopic>,
) {
  const topics = new Map<string, Topic>();
  const subscriptions = new Map<string, Subscription>();

  function put({ arn, displayName, policy }: TopicDefinition): Topic {
    const topic = { arn, displayName, policy: policy === undefined ? undefined : readTopicPolicy(policy) };
    topics.set(arn, topic);
    return topic;
  }
  /** @throws AwsError for a filter policy that is none */
  function subscribe(definition: SubscriptionDefinition): Subscription {
    const { filterPolicy, filterScope } = definition;
    const wants = filterOf(filterPolicy && matches(filterPolicy), filterScope);
    const subscription = { ...definition, wants };
    subscriptions.set(definition.arn, subscription);
    return subscription;
  }
  /** With its subscriptions. */
  function remove(arn: string): void {
    topics.delete(arn);
    for (const each of subscriptions.values()) if (each.topicArn === arn) subscriptions.delete(each.arn);
  }

  return {
    topics: topics as ReadonlyMap<string, Topic>,
    subscriptions: subscriptions as ReadonlyMap<string, Subscription>,
    put,
    subscribe,
    remove,
    unsubscribe: (arn: string): void => void subscriptions.delete(arn),
    kept,
    /** Once the template's are made. */
    start(): void {
      for (const { kind, definition, gone } of kept.holding()) {
        if (kind === 'topic' && gone) remove(definition.arn);
        else if (kind === 'topic') put(definition);
        else if (gone) subscriptions.delete(definition.arn);
        // Its topic has left the template otherwise.
        else if (topics.has(definition.topicArn)) subscribe(definition);
      }
    },
  };
}

export type TopicRegistry = ReturnType<typeof makeTopicRegistry>;

export const definitionOf = ({ arn, displayName, policy }: Topic): TopicDefinition => ({
  ...{ arn, displayName },
  ...(policy && { policy: policy.document }),
});
