import type { StreamRecord } from '../../core/ports.ts';
import type { InvocationRecord } from './destinations.ts';
import type { InvocationTarget } from './functions.ts';
import type { Answer, DiscardCondition } from './stream-batch.ts';

export function createdAtMs({ dynamodb }: StreamRecord): number {
  return dynamodb.ApproximateCreationDateTime * 1000;
}

export interface StreamFailure {
  streamArn: string;
  shardId: string;
  records: readonly StreamRecord[];
  condition: DiscardCondition;
  attempts: number;
  answer: Answer | undefined;
}

/**
 * What the failure destination of a stream gets: where the records lie, not the records.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export function streamFailure(
  failure: StreamFailure,
  target: InvocationTarget,
  now: number,
): InvocationRecord {
  const { records, answer } = failure;
  const first = records[0];
  const last = records.at(-1);
  return {
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    requestContext: {
      requestId: answer?.requestId ?? '',
      functionArn: target.invokedArn,
      condition: failure.condition,
      approximateInvokeCount: failure.attempts,
    },
    ...(answer && {
      responseContext: {
        statusCode: 200,
        executedVersion: target.version,
        ...(answer.failed && { functionError: 'Unhandled' as const }),
      },
    }),
    DDBStreamBatchInfo: {
      shardId: failure.shardId,
      startSequenceNumber: first?.dynamodb.SequenceNumber,
      endSequenceNumber: last?.dynamodb.SequenceNumber,
      approximateArrivalOfFirstRecord: first && new Date(createdAtMs(first)).toISOString(),
      approximateArrivalOfLastRecord: last && new Date(createdAtMs(last)).toISOString(),
      batchSize: records.length,
      streamArn: failure.streamArn,
    },
  };
}
