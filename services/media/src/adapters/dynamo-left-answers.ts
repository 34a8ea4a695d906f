import { BatchWriteCommand, type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { documents } from '@shutterbus/lambda/dynamodb';
import type { LeftAnswers } from '../ports.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html: at most 25 in one call. */
const perCall = 25;

/** Likes and comments in MediaTable whose photo is gone. The counts stay closed, until DynamoDB removes them. */
export function dynamoLeftAnswers(
  tableName: string,
  client: DynamoDBDocumentClient = documents(),
): LeftAnswers {
  /** @returns how many there were, removed or not: what DynamoDB had no time for is found again */
  async function removeOf(mediaId: string, kind: string): Promise<number> {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: 'pk = :photo AND begins_with(sk, :kind)',
        ProjectionExpression: 'pk, sk',
        ExpressionAttributeValues: { ':photo': `MEDIA#${mediaId}`, ':kind': kind },
        ConsistentRead: true,
        Limit: perCall,
      }),
    );
    if (Items.length > 0) {
      const requests = Items.map((Key) => ({ DeleteRequest: { Key } }));
      await client.send(new BatchWriteCommand({ RequestItems: { [tableName]: requests } }));
    }
    return Items.length;
  }

  return {
    async removeSome(mediaId) {
      const found = await Promise.all(['COMMENT#', 'LIKE#'].map((kind) => removeOf(mediaId, kind)));
      return found.some((count) => count > 0);
    },
  };
}
