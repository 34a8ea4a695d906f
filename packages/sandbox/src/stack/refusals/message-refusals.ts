import { oneOf, shown } from '../../template/faults.ts';
import { isMapping, type Mapping, scalarText, type Value } from '../../template/value.ts';
import {
  choice,
  each,
  form,
  knownAt,
  needed,
  numberOf,
  type Refusal,
  range,
  referred,
  serviceOf,
  textAt,
  valuesAt,
} from './refusal.ts';

const queue = 'AWS::SQS::Queue';
const topic = 'AWS::SNS::Topic';
const subscription = 'AWS::SNS::Subscription';
const sqsApi =
  'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html';
const snsApi = 'https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html';

const fifo = (properties: Mapping, property: string): boolean => textAt(properties, property) === 'true';

/** A policy given as a mapping or as JSON text. */
function policyOf(value: Value | undefined): Mapping | undefined {
  if (isMapping(value)) return value;
  if (typeof value !== 'string') return undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    return isMapping(parsed) ? (parsed as Mapping) : undefined;
  } catch {
    return undefined;
  }
}

const queueRules: Refusal[] = [
  range(queue, 'VisibilityTimeout', 0, 43_200, ' seconds'),
  range(queue, 'DelaySeconds', 0, 900, ' seconds'),
  range(queue, 'MessageRetentionPeriod', 60, 1_209_600, ' seconds'),
  range(queue, 'ReceiveMessageWaitTimeSeconds', 0, 20, ' seconds'),
  range(queue, 'MaximumMessageSize', 1024, 1_048_576, ' bytes'),
  range(queue, 'KmsDataKeyReusePeriodSeconds', 60, 86_400, ' seconds'),
  {
    type: queue,
    rule: 'SQS Queue: malformed QueueName, or one without .fifo where FifoQueue is true',
    page: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html',
    *find({ properties }) {
      const name = textAt(properties, 'QueueName');
      if (name === undefined) return;
      const path = ['QueueName'];
      const ofFifo = fifo(properties, 'FifoQueue');
      if (!/^[\w-]{1,80}$/.test(name.replace(/\.fifo$/, '')) || name.length > 80)
        yield { path, sentence: `is ${shown(name)}; it has up to 80 letters, digits, - and _` };
      else if (ofFifo !== name.endsWith('.fifo'))
        yield {
          path,
          sentence: `is ${shown(name)}; the name of a FIFO queue, and of no other, ends with .fifo`,
        };
    },
  },
  {
    type: queue,
    rule: 'SQS Queue: properties of FIFO queues for a standard queue',
    page: sqsApi,
    *find({ properties }) {
      if (valuesAt(properties, 'FifoQueue').length > 0 && knownAt(properties, 'FifoQueue').length === 0)
        return;
      if (fifo(properties, 'FifoQueue')) return;
      for (const name of ['ContentBasedDeduplication', 'DeduplicationScope', 'FifoThroughputLimit']) {
        if (properties[name] !== undefined)
          yield { path: [name], sentence: 'goes with FifoQueue true alone; leave it out' };
      }
    },
  },
  {
    type: queue,
    rule: 'SQS Queue: a RedrivePolicy without queue, or with a maxReceiveCount outside 1 to 1000',
    page: sqsApi,
    *find({ properties }) {
      const policy = policyOf(properties.RedrivePolicy);
      if (
        properties.RedrivePolicy === undefined ||
        (policy && Object.keys(policy).some((key) => key === 'Ref' || key.startsWith('Fn::')))
      )
        return;
      const path = ['RedrivePolicy'];
      if (!policy) {
        yield { path, sentence: 'is no mapping; it has deadLetterTargetArn and maxReceiveCount' };
        return;
      }
      const { deadLetterTargetArn: arn, maxReceiveCount: count } = policy;
      if (arn === undefined)
        yield { path, sentence: 'has no deadLetterTargetArn; it is the ARN of the dead-letter queue' };
      const number = count === undefined ? undefined : numberOf(count);
      if (
        count === undefined ||
        (number !== undefined && !(Number.isInteger(number) && number >= 1 && number <= 1000))
      )
        yield {
          path: [...path, 'maxReceiveCount'],
          sentence: `is ${count === undefined ? 'missing' : shown(count)}; it is a whole number, 1 to 1000`,
        };
    },
  },
  {
    type: queue,
    rule: 'SQS Queue: a dead-letter queue of the other kind, standard or FIFO, or none',
    page: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html',
    *find({ properties }, around) {
      const arn = policyOf(properties.RedrivePolicy)?.deadLetterTargetArn;
      const path = ['RedrivePolicy', 'deadLetterTargetArn'];
      const service = serviceOf(arn, around);
      if (service !== undefined && service !== 'sqs')
        yield { path, sentence: `is of ${service || 'no service'}; it is the ARN of a queue` };
      const other = referred(arn, around);
      if (other?.type === queue && fifo(other.properties, 'FifoQueue') !== fifo(properties, 'FifoQueue'))
        yield {
          path,
          sentence: `is ${other.logicalId}, a queue of the other kind; the dead letters of a FIFO queue go to a FIFO queue, those of a standard queue to a standard one`,
        };
    },
  },
];

/** What the endpoint of a protocol is. */
const endpoints: Record<string, { service?: string; form?: RegExp; words: string }> = {
  sqs: { service: 'sqs', words: 'the ARN of a queue' },
  lambda: { service: 'lambda', words: 'the ARN of a function' },
  firehose: { service: 'firehose', words: 'the ARN of a delivery stream' },
  email: { form: /^\S+@\S+$/, words: 'an address' },
  'email-json': { form: /^\S+@\S+$/, words: 'an address' },
  http: { form: /^http:\/\//, words: 'an address that begins with http://' },
  https: { form: /^https:\/\//, words: 'an address that begins with https://' },
  sms: { words: 'a telephone number' },
  application: { words: 'the ARN of an endpoint of an app' },
};

const topicRules: Refusal[] = [
  {
    type: topic,
    rule: 'SNS Topic: malformed TopicName, or one without .fifo where FifoTopic is true',
    page: 'https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html',
    *find({ properties }) {
      const name = textAt(properties, 'TopicName');
      if (name === undefined) return;
      const path = ['TopicName'];
      if (!/^[\w-]{1,256}$/.test(name.replace(/\.fifo$/, '')))
        yield { path, sentence: `is ${shown(name)}; it has up to 256 letters, digits, - and _` };
      else if (fifo(properties, 'FifoTopic') !== name.endsWith('.fifo'))
        yield {
          path,
          sentence: `is ${shown(name)}; the name of a FIFO topic, and of no other, ends with .fifo`,
        };
    },
  },
  choice(subscription, 'Protocol', Object.keys(endpoints)),
  needed(subscription, 'TopicArn'),
  {
    type: subscription,
    rule: 'SNS Subscription: an Endpoint that does not fit its Protocol',
    page: snsApi,
    *find({ properties }, around) {
      const protocol = textAt(properties, 'Protocol') ?? '';
      const wanted = Object.hasOwn(endpoints, protocol) ? endpoints[protocol] : undefined;
      if (!wanted) return;
      const path = ['Endpoint'];
      const { Endpoint: endpoint } = properties;
      if (endpoint === undefined) {
        yield { path, sentence: `is missing; for ${protocol} it is ${wanted.words}` };
        return;
      }
      const service = serviceOf(endpoint, around);
      const text = textAt(properties, 'Endpoint');
      const wrongService =
        wanted.service !== undefined && service !== undefined && service !== wanted.service;
      const wrongText = wanted.form !== undefined && text !== undefined && !wanted.form.test(text);
      if (wrongService || wrongText)
        yield {
          path,
          sentence: `is ${shown(text ?? `of ${service}`)}; for ${protocol} it is ${wanted.words}`,
        };
    },
  },
  choice(subscription, 'FilterPolicyScope', ['MessageAttributes', 'MessageBody']),
  {
    type: subscription,
    rule: 'SNS Subscription: RawMessageDelivery for another protocol than sqs, http, https and firehose',
    page: 'https://docs.aws.amazon.com/sns/latest/dg/sns-large-payload-raw-message-delivery.html',
    *find({ properties }) {
      const protocol = textAt(properties, 'Protocol');
      const raw = ['sqs', 'http', 'https', 'firehose'];
      if (fifo(properties, 'RawMessageDelivery') && protocol !== undefined && !raw.includes(protocol))
        yield {
          path: ['RawMessageDelivery'],
          sentence: `does not go with ${protocol}; it goes with ${oneOf(raw)}`,
        };
    },
  },
];

const group = 'AWS::Logs::LogGroup';
const retentions = [
  ...[
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
  ],
];

export const logRefusals: Refusal[] = [
  choice(group, 'RetentionInDays', retentions),
  form(
    group,
    'LogGroupName',
    /^[\w.\-/#]{1,512}$/,
    'has up to 512 letters, digits and the characters . - _ / #',
  ),
  each(group, 'LogGroupName', 'Logs LogGroup: LogGroupName that begins with aws/', ({ value }) =>
    (scalarText(value) ?? '').startsWith('aws/')
      ? `is ${shown(value)}; names that begin with aws/ are kept for AWS, /aws/ is right`
      : undefined,
  ),
];

export const messageRefusals: Refusal[] = [...queueRules, ...topicRules];
