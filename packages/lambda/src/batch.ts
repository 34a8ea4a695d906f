import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { logger } from './logger.ts';

/** Runs each message of a batch for itself, in order, and reports those that failed. */
export async function processBatch(
  records: readonly SQSRecord[],
  process: (body: unknown) => Promise<void>,
): Promise<SQSBatchResponse> {
  const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
  for (const { body, messageId, attributes } of records) {
    try {
      await process(JSON.parse(body));
    } catch (error) {
      const receiveCount = Number(attributes.ApproximateReceiveCount);
      logger.warn('Message goes back to its queue', { messageId, receiveCount, reason: nameOf(error) });
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);
