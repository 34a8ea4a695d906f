import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { documents } from '@shutterbus/lambda/dynamodb';
import * as z from 'zod';
import type { AbandonedPhotos } from '../ports.ts';
import { abandonedPartition } from './photo-item.ts';

/** No more is read of it here: one that is spoilt must not hold up those behind it. */
const dueSchema = z.object({ mediaId: z.string() });

/** Few of them are removed in a run, and a page that is not gone through was read for nothing. */
const pageSize = 100;

/** In gsi2 of MediaTable, beside the feed: nothing is read but what is due (decision 0068). */
export function dynamoAbandoned(
  tableName: string,
  client: DynamoDBDocumentClient = documents(),
): AbandonedPhotos {
  return {
    async *due(now) {
      const pages = paginateQuery(
        { client, pageSize },
        {
          TableName: tableName,
          IndexName: 'gsi2',
          KeyConditionExpression: 'gsi2pk = :partition AND gsi2sk <= :now',
          // `#` behind the time stands before `~`: what is due at this moment is due.
          ExpressionAttributeValues: { ':partition': abandonedPartition, ':now': `${now.toISOString()}~` },
        },
      );
      for await (const { Items = [] } of pages) yield* Items.map((item) => dueSchema.parse(item));
    },
  };
}
