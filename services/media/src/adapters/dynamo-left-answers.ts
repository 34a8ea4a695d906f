import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { documents } from '@shutterbus/lambda/dynamodb';
import type { LeftAnswers } from '../ports.ts';
import { removeFound } from './left-behind.ts';

/** Likes and comments in MediaTable whose photo is gone. The counts stay closed, until DynamoDB removes them. */
export function dynamoLeftAnswers(
  tableName: string,
  client: DynamoDBDocumentClient = documents(),
): LeftAnswers {
  const removeOf = (mediaId: string, kind: string) =>
    removeFound(client, tableName, {
      KeyConditionExpression: 'pk = :photo AND begins_with(sk, :kind)',
      ExpressionAttributeValues: { ':photo': `MEDIA#${mediaId}`, ':kind': kind },
      ConsistentRead: true,
    });

  return {
    async removeSome(mediaId) {
      const found = await Promise.all(['COMMENT#', 'LIKE#'].map((kind) => removeOf(mediaId, kind)));
      return found.some((count) => count > 0);
    },
  };
}
