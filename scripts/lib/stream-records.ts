import {
  type AttributeValue,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type _Record as StreamRecord,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';

/** An open shard always gives a next page; after so many with nothing in them nothing more comes. */
const mostEmptyPages = 5;

/** Where the records lie that an event source mapping gave up; its message holds no more than this. */
export interface RecordPlace {
  streamArn: string;
  shardId: string;
  startSequenceNumber: string;
  endSequenceNumber: string;
}

/**
 * The outbox items of a stretch of a table's stream, as a relay gets them from Lambda. What else was written between them is left out,
 * as the mapping's filter does.
 * @returns undefined when the stream, which keeps records for a day, has them no more
 */
export async function outboxRecords(
  client: DynamoDBStreamsClient,
  { streamArn, shardId, startSequenceNumber, endSequenceNumber }: RecordPlace,
): Promise<object[] | undefined> {
  try {
    let { ShardIterator: iterator } = await client.send(
      new GetShardIteratorCommand({
        StreamArn: streamArn,
        ShardId: shardId,
        ShardIteratorType: 'AT_SEQUENCE_NUMBER',
        SequenceNumber: startSequenceNumber,
      }),
    );
    const found: object[] = [];
    const [start, end] = [BigInt(startSequenceNumber), BigInt(endSequenceNumber)];
    for (let empty = 0; iterator !== undefined && empty < mostEmptyPages; ) {
      const { Records = [], NextShardIterator } = await client.send(
        new GetRecordsCommand({ ShardIterator: iterator }),
      );
      for (const record of Records) {
        const position = BigInt(record.dynamodb?.SequenceNumber ?? 0);
        const isMeant = position >= start && position <= end;
        if (isMeant && isOutboxItem(record)) found.push(asLambdaGetsIt(record, streamArn));
        if (position >= end) return found.length > 0 ? found : undefined;
      }
      empty = Records.length === 0 ? empty + 1 : 0;
      iterator = NextShardIterator;
    }
    return found.length > 0 ? found : undefined;
  } catch (error) {
    if (error instanceof TrimmedDataAccessException) return undefined;
    throw error;
  }
}

const isOutboxItem = ({ eventName, dynamodb }: StreamRecord): boolean =>
  eventName === 'INSERT' && dynamodb?.NewImage?.type?.S === 'OUTBOX';

/** Times are seconds in Lambda's event, and dates in the SDK's answer. */
function asLambdaGetsIt({ dynamodb, ...record }: StreamRecord, eventSourceARN: string): object {
  const createdAt = dynamodb?.ApproximateCreationDateTime;
  return {
    ...record,
    eventSourceARN,
    dynamodb: {
      ...dynamodb,
      NewImage: dynamodb?.NewImage satisfies Record<string, AttributeValue> | undefined,
      ...(createdAt && { ApproximateCreationDateTime: createdAt.getTime() / 1000 }),
    },
  };
}
