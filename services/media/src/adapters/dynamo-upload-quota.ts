import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { documents } from '@shutterbus/lambda/dynamodb';
import { DailyQuotaError } from '../errors.ts';
import type { UploadQuota } from '../ports.ts';

/** Enough for a day out with a camera; what it bounds is storage (5 GiB) and work per person. */
export const uploadsPerDay = 200;

/** The counter must outlive its day everywhere; DynamoDB removes it afterwards. */
const keptForSeconds = 2 * 24 * 60 * 60;

/**
 * One counter item per person and day in MediaTable. A plain update and no part of a transaction: several uploads
 * that start together would conflict there, while updates just queue up.
 */
export function dynamoUploadQuota(
  tableName: string,
  client: DynamoDBDocumentClient = documents(),
): UploadQuota {
  return {
    async take(ownerId, now) {
      const day = now.toISOString().slice(0, 10);
      try {
        await client.send(
          new UpdateCommand({
            TableName: tableName,
            Key: { pk: `QUOTA#${ownerId}`, sk: `DAY#${day}` },
            UpdateExpression: 'ADD #used :one SET expiresAt = :expiresAt, #type = :type',
            ConditionExpression: 'attribute_not_exists(#used) OR #used < :limit',
            ExpressionAttributeNames: { '#used': 'used', '#type': 'type' },
            ExpressionAttributeValues: {
              ':one': 1,
              ':limit': uploadsPerDay,
              ':type': 'QUOTA',
              ':expiresAt': Math.floor(now.getTime() / 1000) + keptForSeconds,
            },
          }),
        );
      } catch (error) {
        throw error instanceof ConditionalCheckFailedException ? new DailyQuotaError() : error;
      }
    },
  };
}
