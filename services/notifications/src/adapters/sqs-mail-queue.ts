import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clientSettings } from '@shutterbus/lambda/aws-client';
import { queueBody } from '@shutterbus/lambda/queue';
import type { MailQueue } from '../ports.ts';

const sqs = new SQSClient(clientSettings());

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
const messagesPerCall = 10;

/** @throws Error when the queue refuses a message; the caller repeats the whole, and what was queued twice is sent once */
export function sqsMailQueue(queueUrl: string, client: SQSClient = sqs): MailQueue {
  return {
    async enqueue(keys, trace) {
      for (let start = 0; start < keys.length; start += messagesPerCall) {
        const page = keys.slice(start, start + messagesPerCall);
        const { Failed = [] } = await client.send(
          new SendMessageBatchCommand({
            QueueUrl: queueUrl,
            Entries: page.map(({ id, userId }, index) => ({
              Id: String(index),
              MessageBody: queueBody({ id, userId }, trace),
            })),
          }),
        );
        if (Failed.length > 0) throw new Error(`the mail queue refused ${Failed.length} messages`);
      }
    },
  };
}
