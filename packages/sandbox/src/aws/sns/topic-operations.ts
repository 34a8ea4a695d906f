import { randomUUID } from 'node:crypto';
import { AwsError } from '../../core/aws-error.ts';
import type { QueryOperation, Xml } from '../../core/query-protocol.ts';
import type { World } from '../../core/world.ts';
import { protocols, type Subscription, type SubscriptionDefinition } from './subscription.ts';
import { definitionOf, type Topic, type TopicRegistry } from './topic-registry.ts';

const invalid = (what: string): AwsError => new AwsError('InvalidParameter', `Invalid parameter: ${what}`);
const notFound = (what: string): AwsError => new AwsError('NotFound', `${what} does not exist`, 404);

/** Accepted without effect: nothing is encrypted, traced or delivered again here, and no signature can be checked. */
const withoutEffect = ['DeliveryPolicy', 'KmsMasterKeyId', 'SignatureVersion', 'TracingConfig'];

/** Topics and subscriptions, made, changed and deleted through the API. */
export function topicOperations(
  { region, accountId, access }: Pick<World, 'region' | 'accountId' | 'access'>,
  registry: TopicRegistry,
): Record<string, QueryOperation> {
  const { topics, subscriptions, kept } = registry;

  /** Asks for the right to do `action`, which is about the topic. */
  function topicOf(input: URLSearchParams, action: string, call: Parameters<QueryOperation>[1]): Topic {
    const arn = input.get('TopicArn') ?? '';
    access.check(call.caller, `sns:${action}`, arn);
    const topic = topics.get(arn);
    if (!topic) throw notFound('Topic');
    return topic;
  }
  function subscriptionOf(
    input: URLSearchParams,
    action: string,
    call: Parameters<QueryOperation>[1],
  ): Subscription {
    const subscription = subscriptions.get(input.get('SubscriptionArn') ?? '');
    if (!subscription) throw notFound('Subscription');
    access.check(call.caller, `sns:${action}`, subscription.topicArn);
    return subscription;
  }
  function put(topic: Topic, change: readonly [name: string, value: string][]): void {
    const definition = change.reduce((so, [name, value]) => changed(so, name, value), definitionOf(topic));
    registry.put(definition);
    kept.keep(topic.arn, { kind: 'topic', definition });
  }
  function subscribe(definition: SubscriptionDefinition): void {
    const { wants: _, ...plain } = registry.subscribe(definition);
    kept.keep(plain.arn, { kind: 'subscription', definition: plain });
  }

  return {
    CreateTopic(input, { caller }) {
      const name = input.get('Name') ?? '';
      if (!/^[\w-]{1,256}$/.test(name))
        throw invalid('Topic Name (the sandbox has no FIFO topics; it has letters, digits, - and _)');
      const arn = `arn:aws:sns:${region}:${accountId}:${name}`;
      access.check(caller, 'sns:CreateTopic', arn);
      put(topics.get(arn) ?? { arn, displayName: '', policy: undefined }, attributesOf(input));
      return { TopicArn: arn };
    },
    DeleteTopic(input, { caller }) {
      const arn = input.get('TopicArn') ?? '';
      access.check(caller, 'sns:DeleteTopic', arn);
      const topic = topics.get(arn);
      if (!topic) return {};
      const subscribed = [...subscriptions.values()].filter(({ topicArn }) => topicArn === arn);
      registry.remove(arn);
      kept.keep(arn, { kind: 'topic', definition: definitionOf(topic), gone: true });
      for (const { wants: _, ...definition } of subscribed)
        kept.keep(definition.arn, { kind: 'subscription', definition, gone: true });
      return {};
    },
    GetTopicAttributes(input, call) {
      const { arn, displayName, policy } = topicOf(input, 'GetTopicAttributes', call);
      const count = [...subscriptions.values()].filter(({ topicArn }) => topicArn === arn).length;
      const attributes: [string, string][] = [
        ['TopicArn', arn],
        ['Owner', accountId],
        ['DisplayName', displayName],
        ['Policy', JSON.stringify(policy?.document ?? ownersPolicy(arn, accountId))],
        ['SubscriptionsConfirmed', String(count)],
        ['SubscriptionsPending', '0'],
        ['SubscriptionsDeleted', '0'],
      ];
      return { Attributes: new Map(attributes) };
    },
    SetTopicAttributes(input, call) {
      const topic = topicOf(input, 'SetTopicAttributes', call);
      put(topic, [[input.get('AttributeName') ?? '', input.get('AttributeValue') ?? '']]);
      return {};
    },
    Subscribe(input, call) {
      const { arn: topicArn } = topicOf(input, 'Subscribe', call);
      const endpoint = input.get('Endpoint') ?? '';
      const protocol = protocols.find((one) => one === input.get('Protocol'));
      if (!protocol) throw invalid(`Protocol (the sandbox delivers by ${protocols.join(', ')})`);
      const asked = protocol.startsWith('email')
        ? endpoint.includes('@')
        : endpoint.startsWith(`arn:aws:${protocol}:`);
      if (!asked) throw invalid('Endpoint');
      const standing = [...subscriptions.values()].find(
        (each) => each.topicArn === topicArn && each.protocol === protocol && each.endpoint === endpoint,
      );
      if (standing) return { SubscriptionArn: standing.arn };
      const plain: SubscriptionDefinition = {
        ...{ arn: `${topicArn}:${randomUUID()}`, topicArn, protocol, endpoint },
        ...{ raw: false, filterScope: 'MessageAttributes' },
      };
      const definition = attributesOf(input).reduce((so, [name, value]) => changedBy(so, name, value), plain);
      subscribe(definition);
      return { SubscriptionArn: definition.arn };
    },
    Unsubscribe(input, { caller }) {
      const subscription = subscriptions.get(input.get('SubscriptionArn') ?? '');
      if (!subscription) return {};
      access.check(caller, 'sns:Unsubscribe', subscription.topicArn);
      registry.unsubscribe(subscription.arn);
      const { wants: _, ...definition } = subscription;
      kept.keep(subscription.arn, { kind: 'subscription', definition, gone: true });
      return {};
    },
    GetSubscriptionAttributes(input, call): Xml {
      const found = subscriptionOf(input, 'GetSubscriptionAttributes', call);
      const attributes: [string, string][] = [
        ['SubscriptionArn', found.arn],
        ['TopicArn', found.topicArn],
        ['Owner', accountId],
        ['Protocol', found.protocol],
        ['Endpoint', found.endpoint],
        ['RawMessageDelivery', String(found.raw)],
        ['PendingConfirmation', 'false'],
      ];
      if (found.filterPolicy)
        attributes.push(
          ['FilterPolicy', JSON.stringify(found.filterPolicy)],
          ['FilterPolicyScope', found.filterScope],
        );
      if (found.deadLetterArn !== undefined)
        attributes.push(['RedrivePolicy', JSON.stringify({ deadLetterTargetArn: found.deadLetterArn })]);
      return { Attributes: new Map(attributes) };
    },
    SetSubscriptionAttributes(input, call) {
      const { wants: _, ...definition } = subscriptionOf(input, 'SetSubscriptionAttributes', call);
      subscribe(changedBy(definition, input.get('AttributeName') ?? '', input.get('AttributeValue') ?? ''));
      return {};
    },
  };
}

/** `Attributes.entry.1.key` and `.value`, and so on. */
function attributesOf(input: URLSearchParams): [name: string, value: string][] {
  const found: [string, string][] = [];
  for (;;) {
    const name = input.get(`Attributes.entry.${found.length + 1}.key`);
    if (name === null) return found;
    found.push([name, input.get(`Attributes.entry.${found.length + 1}.value`) ?? '']);
  }
}

function changed<Definition extends ReturnType<typeof definitionOf>>(
  definition: Definition,
  name: string,
  value: string,
): Definition {
  if (name === 'DisplayName') return { ...definition, displayName: value };
  if (name === 'Policy') return { ...definition, policy: value === '' ? undefined : value };
  if (withoutEffect.includes(name)) return definition;
  throw invalid('AttributeName');
}

function changedBy(definition: SubscriptionDefinition, name: string, value: string): SubscriptionDefinition {
  if (name === 'RawMessageDelivery') {
    if (value !== 'true' && value !== 'false')
      throw invalid(
        `Attributes Reason: RawMessageDelivery: Invalid value [${value}]. Must be true or false.`,
      );
    return { ...definition, raw: value === 'true' };
  }
  if (name === 'FilterPolicyScope') {
    if (value !== 'MessageAttributes' && value !== 'MessageBody') throw invalid('FilterPolicyScope');
    return { ...definition, filterScope: value };
  }
  if (name === 'FilterPolicy')
    return { ...definition, filterPolicy: value === '' ? undefined : objectOf(name, value) };
  if (name === 'RedrivePolicy') {
    const { deadLetterTargetArn } = value === '' ? {} : objectOf(name, value);
    return {
      ...definition,
      deadLetterArn: deadLetterTargetArn === undefined ? undefined : String(deadLetterTargetArn),
    };
  }
  if (withoutEffect.includes(name)) return definition;
  throw invalid('AttributeName');
}

function objectOf(name: string, text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Said below.
  }
  throw invalid(`${name}: failed to parse JSON.`);
}

/** What a topic has for a policy that nobody gave it. */
const ownersPolicy = (arn: string, accountId: string) => ({
  Version: '2008-10-17',
  Id: '__default_policy_ID',
  Statement: [
    {
      ...{ Sid: '__default_statement_ID', Effect: 'Allow', Principal: { AWS: '*' } },
      Action: ['GetTopicAttributes', 'SetTopicAttributes', 'AddPermission', 'RemovePermission']
        .concat(['DeleteTopic', 'Subscribe', 'ListSubscriptionsByTopic', 'Publish'])
        .map((action) => `SNS:${action}`),
      Resource: arn,
      Condition: { StringEquals: { 'AWS:SourceOwner': accountId } },
    },
  ],
});
