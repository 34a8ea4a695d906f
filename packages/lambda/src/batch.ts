import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { logger } from './logger.ts';

/** A batch of which nothing succeeded. */
export class WholeBatchFailedError extends Error {
  constructor(count: number, options: ErrorOptions) {
    super(`All ${count} messages of the batch failed`, options);
    this.name = 'WholeBatchFailedError';
  }
}

/** How many items an answer with partial failures names. */
export const failedItems = ({ batchItemFailures }: { batchItemFailures: readonly unknown[] }): number =>
  batchItemFailures.length;

/**
 * Runs each message of a batch for itself, in order, and reports those that failed.
 * @throws WholeBatchFailedError when all failed: the queue gets each message back as it would by the report, and Lambda
 * counts an error and slows its polling down, which it does not do for an answer
 */
export async function processBatch(
  records: readonly SQSRecord[],
  process: (body: unknown) => Promise<void>,
): Promise<SQSBatchResponse> {
  const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
  let cause: unknown;
  for (const { body, messageId, attributes } of records) {
    try {
      await process(JSON.parse(body));
    } catch (error) {
      const receiveCount = Number(attributes.ApproximateReceiveCount);
      logger.warn('Message goes back to its queue', { messageId, receiveCount, reason: nameOf(error) });
      batchItemFailures.push({ itemIdentifier: messageId });
      cause = error;
    }
  }
  if (records.length > 0 && batchItemFailures.length === records.length)
    throw new WholeBatchFailedError(records.length, { cause });
  return { batchItemFailures };
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);
