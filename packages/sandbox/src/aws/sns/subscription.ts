import type { RecordFilter } from '../lambda/filter-criteria.ts';
import type { MessageAttribute, Notification } from './message.ts';

/** What messages are delivered by. */
export const protocols = ['email', 'email-json', 'sqs', 'lambda'] as const;

/** Who hears of a topic. */
export interface SubscriptionDefinition {
  arn: string;
  topicArn: string;
  protocol: (typeof protocols)[number];
  /** Address, or ARN of a queue or a function. */
  endpoint: string;
  raw: boolean;
  /** Everything is wanted without one. */
  filterPolicy?: Record<string, unknown> | undefined;
  filterScope: Scope;
  /** Where messages go that the endpoint does not take. */
  deadLetterArn?: string | undefined;
}

export interface Subscription extends SubscriptionDefinition {
  wants(notification: Notification): boolean;
}

type Scope = 'MessageAttributes' | 'MessageBody';

/**
 * What a filter policy lets through. Its language is that of event patterns, over the attributes or over a body of JSON.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
 */
export function filterOf(matches: RecordFilter | undefined, scope: Scope): Subscription['wants'] {
  if (!matches) return () => true;
  if (scope === 'MessageAttributes') return ({ attributes }) => matches(valuesOf(attributes));
  return ({ message }) => {
    try {
      return matches(JSON.parse(message));
    } catch {
      return false;
    }
  };
}

function valuesOf(attributes: Readonly<Record<string, MessageAttribute>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { Type: type, Value: value }]) => [name, typed(type, value)]),
  );
}

function typed(type: string, value: string): unknown {
  if (type.startsWith('Number')) return Number(value);
  if (type !== 'String.Array') return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}
