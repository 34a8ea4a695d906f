import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { clientSettings } from './aws-client.ts';
import { logger } from './logger.ts';

/** What most faults last for: a moment of a busy service. Then longer and longer, and then the queue's own timeout. */
const delaysSeconds = [5, 20, 80, 320];

/** Tells the queue when messages that failed may come back. */
export type ComeBack = (failed: readonly SQSRecord[]) => Promise<void>;

const defaultClient = new SQSClient(clientSettings());

/**
 * A queue hides a message for as long as its worker may need, and so what has failed for the rest of that, minutes. This lets
 * it come back after seconds the first time, and later each time that it failed. A queue that does not hear of it changes nothing.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html
 */
export function comeBackSoon(queueUrl: string, client: Pick<SQSClient, 'send'> = defaultClient): ComeBack {
  const hide = async ({ messageId, receiptHandle, attributes }: SQSRecord): Promise<void> => {
    const seconds = delaysSeconds[Number(attributes.ApproximateReceiveCount) - 1];
    if (seconds === undefined) return;
    const until = { QueueUrl: queueUrl, ReceiptHandle: receiptHandle, VisibilityTimeout: seconds };
    try {
      await client.send(new ChangeMessageVisibilityCommand(until));
    } catch (error) {
      logger.warn('Message comes back later', { messageId, reason: (error as Error).name });
    }
  };
  return async (failed) => void (await Promise.all(failed.map(hide)));
}
