import type { Access } from '../../core/access.ts';
import { AwsError } from '../../core/aws-error.ts';
import type { Call } from '../../core/edge.ts';
import type { JsonOperation } from '../../core/json-protocol.ts';
import { type Page, pageOf } from '../../core/page.ts';
import { batchError, inBatch } from './batch.ts';
import type { MessageStore } from './message-store.ts';
import type { MoveTasks } from './move-tasks.ts';
import { isRecord, names, settings, text, wholeNumber } from './parameters.ts';
import { DEFAULT_ATTRIBUTES, type Queue, type QueueStore } from './queue-store.ts';
import type { makeReceiver } from './receive-message.ts';
import { messageBytes, readMessage, sendMessage } from './send-message.ts';

export interface QueueServices {
  queues: QueueStore;
  messages: MessageStore;
  receiver: ReturnType<typeof makeReceiver>;
  moveTasks: MoveTasks;
  access: Access;
}

/** All bodies of a batch together. */
const MAX_BATCH_BYTES = 1_048_576;

/** The API of SQS in its JSON protocol. Tags and permissions are not handled. */
export function sqsOperations({
  queues,
  messages,
  receiver,
  moveTasks,
  access,
}: QueueServices): Record<string, JsonOperation> {
  /** An operation on one queue, with the action that policies name. */
  const on =
    (
      action: string,
      work: (queue: Queue, input: Record<string, unknown>, call: Call) => unknown,
    ): JsonOperation =>
    (input, call) => {
      const queue = queues.byUrl(text(input, 'QueueUrl'));
      access.check(call.caller, `sqs:${action}`, queue.arn);
      return work(queue, input, call);
    };

  return withQueryErrors({
    CreateQueue: (input) => ({ QueueUrl: createQueue(queues, input).url }),
    DeleteQueue: on('DeleteQueue', (queue) => {
      messages.purge(queue);
      queues.remove(queue);
    }),
    GetQueueUrl(input, { caller }) {
      const queue = queues.byUrl(text(input, 'QueueName'));
      access.check(caller, 'sqs:GetQueueUrl', queue.arn);
      return { QueueUrl: queue.url };
    },
    ListQueues(input) {
      const named = queues.all().filter(({ name }) => name.startsWith(String(input.QueueNamePrefix ?? '')));
      const { items, next } = listed(named, input);
      return {
        ...(items.length > 0 && { QueueUrls: items }),
        ...(next !== undefined && { NextToken: next }),
      };
    },
    GetQueueAttributes: on('GetQueueAttributes', (queue, input) => {
      const all = describeQueue(queue, messages);
      const wanted = names(input.AttributeNames);
      const unknown = wanted.find((name) => !KNOWN_ATTRIBUTES.has(name) && !Object.hasOwn(all, name));
      if (unknown !== undefined) throw new AwsError('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
      return {
        Attributes: Object.fromEntries(
          Object.entries(all).filter(([name]) => wanted.includes('All') || wanted.includes(name)),
        ),
      };
    }),
    SetQueueAttributes: on('SetQueueAttributes', (queue, input) => {
      queues.put(queue.name, settings(input.Attributes), false);
    }),
    PurgeQueue: on('PurgeQueue', (queue) => messages.purge(queue)),
    ListDeadLetterSourceQueues: on('ListDeadLetterSourceQueues', (queue, input) => {
      const { items, next } = listed(queues.sourcesOf(queue.arn), input);
      return { queueUrls: items, ...(next !== undefined && { NextToken: next }) };
    }),
    SendMessage: on('SendMessage', (queue, input) => sendMessage(messages, queue, readMessage(queue, input))),
    SendMessageBatch: on('SendMessage', (queue, input) => {
      checkBatchSize(input.Entries);
      return inBatch(input.Entries, (entry) => sendMessage(messages, queue, readMessage(queue, entry)));
    }),
    ReceiveMessage: on('ReceiveMessage', (queue, input, call) => receiver.receiveMessage(queue, input, call)),
    DeleteMessage: on('DeleteMessage', (queue, input) =>
      messages.delete(queue, text(input, 'ReceiptHandle')),
    ),
    DeleteMessageBatch: on('DeleteMessage', (queue, input) =>
      inBatch(input.Entries, (entry) => messages.delete(queue, text(entry, 'ReceiptHandle'))),
    ),
    ChangeMessageVisibility: on('ChangeMessageVisibility', (queue, input) =>
      messages.changeVisibility(queue, text(input, 'ReceiptHandle'), Number(input.VisibilityTimeout)),
    ),
    ChangeMessageVisibilityBatch: on('ChangeMessageVisibility', (queue, input) =>
      inBatch(input.Entries, (entry) =>
        messages.changeVisibility(queue, text(entry, 'ReceiptHandle'), Number(entry.VisibilityTimeout)),
      ),
    ),
    StartMessageMoveTask: (input) => moveTasks.start(input),
    ListMessageMoveTasks: (input) => moveTasks.list(text(input, 'SourceArn')),
  });
}

/** A thousand in a page; with a token only where the caller says how many. */
function listed(found: readonly Queue[], input: Record<string, unknown>): Page<string> {
  const limit = wholeNumber(input, 'MaxResults', 1, 1000) ?? 1000;
  const invalid = new AwsError('InvalidParameterValue', 'Invalid or expired next token.');
  const { items, next } = pageOf(found, limit, input.NextToken, invalid);
  const urls = items.map(({ url }) => url);
  return { items: urls, ...(next !== undefined && input.MaxResults !== undefined && { next }) };
}

const KNOWN_ATTRIBUTES = new Set([
  ...[
    'All',
    'Policy',
    'RedrivePolicy',
    'RedriveAllowPolicy',
    'KmsMasterKeyId',
    'KmsDataKeyReusePeriodSeconds',
  ],
  ...['FifoQueue', 'ContentBasedDeduplication', 'DeduplicationScope', 'FifoThroughputLimit'],
]);

/** The same queue again is no error, one with other settings is. */
function createQueue(queues: QueueStore, input: Record<string, unknown>): Queue {
  const name = text(input, 'QueueName');
  const wanted = settings(input.Attributes);
  const existing = queues.named(name);
  if (!existing) return queues.put(name, wanted, true);
  if (Object.entries(wanted).some(([attribute, value]) => existing.attributes[attribute] !== value)) {
    throw new AwsError(
      'QueueAlreadyExists',
      'A queue already exists with the same name and different settings.',
    );
  }
  return existing;
}

function describeQueue(queue: Queue, messages: MessageStore): Record<string, string> {
  return {
    ...DEFAULT_ATTRIBUTES,
    ...queue.attributes,
    QueueArn: queue.arn,
    CreatedTimestamp: String(queue.createdAt),
    LastModifiedTimestamp: String(queue.changedAt),
    ...messages.counts(queue),
  };
}

function checkBatchSize(entries: unknown): void {
  const sizes = Array.isArray(entries)
    ? entries
        .filter(isRecord)
        .map(({ MessageBody }) => messageBytes({ body: String(MessageBody), attributes: {} }))
    : [];
  if (sizes.reduce((sum, size) => sum + size, 0) > MAX_BATCH_BYTES) {
    throw batchError('BatchRequestTooLong', `Batch requests cannot be longer than ${MAX_BATCH_BYTES} bytes.`);
  }
}

/** Error types of the JSON protocol whose names are not the old code without its prefix. */
const JSON_TYPES: Record<string, string> = {
  'AWS.SimpleQueueService.NonExistentQueue': 'QueueDoesNotExist',
  QueueAlreadyExists: 'QueueNameExists',
};

/**
 * The JSON protocol has its own error types and keeps the old codes in a header, for SDKs that show those.
 * @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#x-amzn-query-error
 */
function withQueryErrors(operations: Record<string, JsonOperation>): Record<string, JsonOperation> {
  return Object.fromEntries(
    Object.entries(operations).map(([name, operation]): [string, JsonOperation] => [
      name,
      async (input, call) => {
        try {
          return await operation(input, call);
        } catch (error) {
          if (!(error instanceof AwsError)) throw error;
          call.response.setHeader('x-amzn-query-error', `${error.code};Sender`);
          const type = JSON_TYPES[error.code] ?? error.code.replace('AWS.SimpleQueueService.', '');
          throw new AwsError(type, error.message, error.status, error.details);
        }
      },
    ]),
  );
}
