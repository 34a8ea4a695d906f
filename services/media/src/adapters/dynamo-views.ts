import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { documents } from '@shutterbus/lambda/dynamodb';
import * as z from 'zod';
import { ConcurrentChangeError } from '../errors.ts';
import type { ViewRepository } from '../ports.ts';
import { countsKey } from './answer-items.ts';

const viewsSchema = z
  .object({ views: z.int().default(0), viewsMinute: z.int().default(0), viewsInMinute: z.int().default(0) })
  .transform(({ views, viewsMinute, viewsInMinute }) => ({
    total: views,
    minute: viewsMinute,
    inMinute: viewsInMinute,
  }));

/** Views stand with the counts beside a photo, and go with them. */
export function dynamoViews(tableName: string, client: DynamoDBDocumentClient = documents()): ViewRepository {
  return {
    async find(mediaId) {
      const { Item = {} } = await client.send(
        new GetCommand({ TableName: tableName, Key: countsKey(mediaId), ConsistentRead: true }),
      );
      return viewsSchema.parse(Item);
    },

    async keep(mediaId, before, { total, minute, inMinute }) {
      const asRead = before.total === 0 ? 'attribute_not_exists(#views)' : '#views = :before';
      try {
        await client.send(
          new UpdateCommand({
            TableName: tableName,
            Key: countsKey(mediaId),
            UpdateExpression:
              'SET #views = :total, viewsMinute = :minute, viewsInMinute = :inMinute, #type = :type',
            ConditionExpression: `attribute_not_exists(closed) AND ${asRead}`,
            ExpressionAttributeNames: { '#views': 'views', '#type': 'type' },
            ExpressionAttributeValues: {
              ...{ ':total': total, ':minute': minute, ':inMinute': inMinute, ':type': 'COUNTS' },
              ...(before.total > 0 && { ':before': before.total }),
            },
          }),
        );
      } catch (error) {
        throw error instanceof ConditionalCheckFailedException ? new ConcurrentChangeError() : error;
      }
    },
  };
}
