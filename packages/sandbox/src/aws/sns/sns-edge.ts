import { AwsError } from '../../core/aws-error.ts';
import type { Edge } from '../../core/edge.ts';
import { pageOf } from '../../core/page.ts';
import type { TopicMessage, Topics } from '../../core/ports.ts';
import { queryProtocol, type Xml } from '../../core/query-protocol.ts';
import type { World } from '../../core/world.ts';
import { topicOperations } from './topic-operations.ts';
import type { TopicRegistry } from './topic-registry.ts';

/** The most that a message and its attributes may be, in bytes. */
const longestMessageBytes = 262_144;
const longestSubject = 100;
const largestBatch = 10;
/** What a list gives at once: https://docs.aws.amazon.com/sns/latest/api/API_ListTopics.html */
const largestPage = 100;

/** What clients of SNS may do: publish, look at what there is, and make topics and subscriptions. */
export function makeSnsEdge(
  world: Pick<World, 'region' | 'accountId' | 'access'>,
  registry: TopicRegistry,
  { publish }: Topics,
): Edge {
  const { accountId } = world;
  const { topics, subscriptions } = registry;
  const topicOf = (input: URLSearchParams): string => {
    const arn = input.get('TopicArn') ?? input.get('TargetArn') ?? '';
    if (!/^arn:aws[\w-]*:sns:/.test(arn))
      throw new AwsError(
        'InvalidParameter',
        'Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter',
      );
    if (!topics.has(arn)) throw new AwsError('NotFound', 'Topic does not exist', 404);
    return arn;
  };
  const subscribed = (input: URLSearchParams, topicArn?: string) => {
    const found = [...subscriptions.values()]
      .filter((each) => topicArn === undefined || each.topicArn === topicArn)
      .map(({ arn, topicArn: of, protocol, endpoint }) => ({
        ...{ SubscriptionArn: arn, Owner: accountId, Protocol: protocol, Endpoint: endpoint, TopicArn: of },
      }));
    return listed('Subscriptions', found, input);
  };

  return queryProtocol({
    name: 'sns',
    version: '2010-03-31',
    operations: {
      ...topicOperations(world, registry),
      Publish: (input, { caller }) => ({ MessageId: publish(caller, topicOf(input), messageOf(input, '')) }),
      PublishBatch(input, { caller }) {
        const topicArn = topicOf(input);
        const prefixes = numbered(input, 'PublishBatchRequestEntries.member', 'Id');
        if (prefixes.length === 0)
          throw new AwsError('EmptyBatchRequest', "The batch request doesn't contain any entries.");
        if (prefixes.length > largestBatch)
          throw new AwsError(
            'TooManyEntriesInBatchRequest',
            'The batch request contains more entries than permissible.',
          );
        const ids = prefixes.map((prefix) => input.get(`${prefix}Id`) ?? '');
        if (new Set(ids).size < ids.length)
          throw new AwsError(
            'BatchEntryIdsNotDistinct',
            'Two or more batch entries in the request have the same Id.',
          );
        const successful = prefixes.map((prefix, index) => ({
          Id: ids[index],
          MessageId: publish(caller, topicArn, messageOf(input, prefix)),
        }));
        return { Successful: successful, Failed: [] };
      },
      ListTopics(input) {
        const found = [...topics.keys()].map((TopicArn) => ({ TopicArn }));
        return listed('Topics', found, input);
      },
      ListSubscriptions: (input) => subscribed(input),
      ListSubscriptionsByTopic: (input) => subscribed(input, topicOf(input)),
    },
  });
}

function listed(name: string, all: Xml[], input: URLSearchParams): { [name: string]: Xml } {
  const invalid = new AwsError('InvalidParameter', 'Invalid parameter: NextToken');
  const { items, next } = pageOf(all, largestPage, input.get('NextToken'), invalid);
  return { [name]: items, ...(next !== undefined && { NextToken: next }) };
}

/** @param prefix begins the names of one entry of a batch; '' for a single message */
function messageOf(input: URLSearchParams, prefix: string): TopicMessage {
  const message = input.get(`${prefix}Message`) ?? '';
  const subject = input.get(`${prefix}Subject`) ?? undefined;
  if (message === '') throw new AwsError('InvalidParameter', 'Invalid parameter: Empty message');
  if (Buffer.byteLength(message) > longestMessageBytes)
    throw new AwsError('InvalidParameter', 'Invalid parameter: Message too long');
  if (subject !== undefined && (subject.length > longestSubject || /[\r\n]/.test(subject)))
    throw new AwsError('InvalidParameter', 'Invalid parameter: Subject');
  const attributes = Object.fromEntries(
    numbered(input, `${prefix}MessageAttributes.entry`, 'Name').map((entry) => [
      input.get(`${entry}Name`) ?? '',
      {
        Type: input.get(`${entry}Value.DataType`) ?? 'String',
        Value: input.get(`${entry}Value.StringValue`) ?? input.get(`${entry}Value.BinaryValue`) ?? '',
      },
    ]),
  );
  const byProtocol = input.get(`${prefix}MessageStructure`) === 'json';
  return { message: byProtocol ? defaultOf(message) : message, subject, attributes };
}

/** Every protocol gets the message that is meant for all. */
function defaultOf(message: string): string {
  try {
    const { default: text }: { default?: unknown } = Object(JSON.parse(message));
    if (typeof text === 'string') return text;
  } catch {
    // Said below.
  }
  throw new AwsError(
    'InvalidParameter',
    'Invalid parameter: Message Structure - No default entry in JSON message body',
  );
}

/** The beginnings `<list>.1.`, `<list>.2.` of entries that are there. */
function numbered(input: URLSearchParams, list: string, member: string): string[] {
  const found: string[] = [];
  while (input.has(`${list}.${found.length + 1}.${member}`)) found.push(`${list}.${found.length + 1}.`);
  return found;
}
