import type { RecordFilter } from '../lambda/filter-criteria.ts';
import type { MessageAttribute, Notification } from './message.ts';

/** Who hears of a topic, by a template. */
export interface Subscription {
  arn: string;
  topicArn: string;
  protocol: 'email' | 'email-json' | 'sqs' | 'lambda';
  /** Address, or ARN of a queue or a function. */
  endpoint: string;
  raw: boolean;
  wants(notification: Notification): boolean;
  /** Where messages go that the endpoint does not take. */
  deadLetterArn: string | undefined;
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
