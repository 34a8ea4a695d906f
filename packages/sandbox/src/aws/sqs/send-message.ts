import { AwsError } from '../../core/aws-error.ts';
import { type MessageAttribute, md5, md5OfAttributes } from './message-digest.ts';
import type { MessageStore, NewMessage } from './message-store.ts';
import { messageAttributes, text, wholeNumber } from './parameters.ts';
import type { Queue } from './queue-store.ts';

/** What XML 1.0 allows, and so SQS; a lone half of a surrogate pair is not among it. */
const ALLOWED = /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u;

/** @throws AwsError as SendMessage does */
export function readMessage(queue: Queue, input: Record<string, unknown>): NewMessage {
  const body = text(input, 'MessageBody');
  const attributes = messageAttributes(input.MessageAttributes);
  const trace = messageAttributes(input.MessageSystemAttributes).AWSTraceHeader;
  checkMessage(queue, { body, attributes });
  if (typeof input.MessageDeduplicationId === 'string') {
    throw new AwsError('InvalidParameterValue', 'MessageDeduplicationId is for FIFO queues only.');
  }
  const delaySeconds = wholeNumber(input, 'DelaySeconds', 0, 900);
  return { body, attributes, traceHeader: trace?.StringValue, delaySeconds };
}

/** @throws AwsError `InvalidParameterValue`, `InvalidMessageContents` for a message that the queue does not take */
export function checkMessage(queue: Queue, message: Pick<NewMessage, 'body' | 'attributes'>): void {
  if (!ALLOWED.test(message.body)) {
    throw new AwsError('InvalidMessageContents', 'The message contains characters outside the allowed set.');
  }
  const limit = Number(queue.attributes.MaximumMessageSize);
  if (messageBytes(message) <= limit) return;
  throw new AwsError(
    'InvalidParameterValue',
    `One or more parameters are invalid. Reason: Message must be shorter than ${limit} bytes.`,
  );
}

export function messageBytes({ body, attributes }: Pick<NewMessage, 'body' | 'attributes'>): number {
  return Object.entries(attributes).reduce(
    (sum, [name, { DataType, StringValue, BinaryValue }]) =>
      sum +
      Buffer.byteLength(name) +
      Buffer.byteLength(DataType) +
      Buffer.byteLength(StringValue ?? '') +
      Buffer.byteLength(BinaryValue ?? '', 'base64'),
    Buffer.byteLength(body),
  );
}

export function sendMessage(
  messages: MessageStore,
  queue: Queue,
  message: NewMessage,
): Record<string, unknown> {
  const MessageId = messages.send(queue, message);
  const system: Record<string, MessageAttribute> = message.traceHeader
    ? { AWSTraceHeader: { DataType: 'String', StringValue: message.traceHeader } }
    : {};
  return {
    MessageId,
    MD5OfMessageBody: md5(message.body),
    MD5OfMessageAttributes: md5OfAttributes(message.attributes),
    MD5OfMessageSystemAttributes: md5OfAttributes(system),
  };
}
