import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { ComeBack } from './come-back-soon.ts';
import { logger } from './logger.ts';
import { NotYetError } from './not-yet.ts';
import { watched } from './watched.ts';

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

/** How many of the messages that an answer gives back came too early; not in the answer itself, which Lambda reads. */
const tooEarly = new WeakMap<SQSBatchResponse, number>();

const faultsIn = (answer: SQSBatchResponse): number => failedItems(answer) - (tooEarly.get(answer) ?? 0);

/**
 * Runs each message of a batch for itself, in order, and reports those that failed.
 * @param comeBack is told of these; without it they come back when the queue's visibility timeout ends
 * @throws WholeBatchFailedError when all failed, and not all for a NotYetError: the queue gets each message back as it would by the report, and Lambda
 * counts an error and slows its polling down, which it does not do for an answer
 */
export function processBatch(
  records: readonly SQSRecord[],
  process: (body: unknown) => Promise<void>,
  comeBack?: ComeBack,
): Promise<SQSBatchResponse> {
  const each = records.map((record): [SQSRecord] => [record]);
  return processGroups(each, ([{ body }]) => process(JSON.parse(body)), comeBack);
}

async function processGroups<Group extends readonly SQSRecord[]>(
  groups: readonly Group[],
  process: (group: Group) => Promise<void>,
  comeBack?: ComeBack,
): Promise<SQSBatchResponse> {
  const records = groups.flat();
  const failed: SQSRecord[] = [];
  let early = 0;
  let cause: unknown;
  for (const group of groups) {
    try {
      await process(group);
    } catch (error) {
      for (const { messageId, attributes } of group) {
        const receiveCount = Number(attributes.ApproximateReceiveCount);
        logger.warn('Message goes back to its queue', { messageId, receiveCount, reason: nameOf(error) });
      }
      failed.push(...group);
      if (error instanceof NotYetError) early += group.length;
      else cause = error;
    }
  }
  await comeBack?.(failed);
  if (failed.length > early && failed.length === records.length)
    throw new WholeBatchFailedError(records.length, { cause });
  const answer = { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  tooEarly.set(answer, early);
  return answer;
}

/** The handler of a queue whose messages are read as they are; each is tried for itself, and the failed ones are reported. */
export const batchHandler = (process: (body: unknown) => Promise<void>, comeBack?: ComeBack) =>
  middy<SQSEvent, SQSBatchResponse>()
    .use(watched(faultsIn))
    .handler(({ Records }) => processBatch(Records, process, comeBack));

/** The handler of a queue of plain texts, which may be the same: `process` gets each once, with how often it is in the batch. */
export const tallyHandler = (process: (text: string, count: number) => Promise<void>) =>
  middy<SQSEvent, SQSBatchResponse>()
    .use(watched(faultsIn))
    .handler(({ Records }) => {
      const groups = [...Map.groupBy(Records, ({ body }) => body).values()];
      return processGroups(groups, (group) => process(group[0]?.body ?? '', group.length));
    });

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);
