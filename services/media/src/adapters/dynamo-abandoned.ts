import { type DynamoDBDocumentClient, QueryCommand, type QueryCommandOutput } from '@aws-sdk/lib-dynamodb';
import { documents } from '@shutterbus/lambda/dynamodb';
import type { AbandonedPhotos } from '../ports.ts';
import { abandonedPartition, photoOf } from './photo-item.ts';

/** Few of them are removed in a run, and a page that is not gone through was read for nothing. */
const pageSize = 100;

/** In gsi2 of MediaTable, beside the feed: nothing is read but what is due (decision 0068). */
export function dynamoAbandoned(
  tableName: string,
  client: DynamoDBDocumentClient = documents(),
): AbandonedPhotos {
  return {
    async *due(now) {
      let start: Record<string, unknown> | undefined;
      do {
        const page: QueryCommandOutput = await client.send(
          new QueryCommand({
            TableName: tableName,
            IndexName: 'gsi2',
            KeyConditionExpression: 'gsi2pk = :partition AND gsi2sk <= :now',
            // `#` behind the time stands before `~`: what is due at this moment is due.
            ExpressionAttributeValues: { ':partition': abandonedPartition, ':now': `${now.toISOString()}~` },
            Limit: pageSize,
            ExclusiveStartKey: start,
          }),
        );
        yield* (page.Items ?? []).map(photoOf);
        start = page.LastEvaluatedKey;
      } while (start);
    },
  };
}
