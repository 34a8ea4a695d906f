import type { Policy } from '../../core/policy.ts';
import type { Subscription } from './subscription.ts';

export interface Topic {
  arn: string;
  /** Names the sender of mails. */
  displayName: string;
  /** Of the template; without one, whoever owns the topic may do everything. */
  policy: Policy | undefined;
}

/** The topics of the template with their subscriptions; they live in memory, since every start makes them again. */
export interface TopicRegistry {
  topics: Map<string, Topic>;
  /** By ARN. */
  subscriptions: Map<string, Subscription>;
}
