import {
  BatchWriteCommand,
  type DynamoDBDocumentClient,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';

/**
 * What somebody left at others is found in gsi3 by the person, since its own keys are those of the photo or the other person. It goes
 * when they do (decision 0070).
 */
export const leftBy = (userId: string, position: string) => ({
  gsi3pk: `BY#${userId}`,
  gsi3sk: position,
});

/** What somebody left of one kind. The index lags: it may name what is gone already. */
export const findLeftBy = (userId: string, kind: string) => ({
  IndexName: 'gsi3',
  KeyConditionExpression: 'gsi3pk = :person AND begins_with(gsi3sk, :kind)',
  ExpressionAttributeValues: { ':person': leftBy(userId, '').gsi3pk, ':kind': kind },
});

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html: at most 25 in one call. */
const perCall = 25;

/**
 * Removes some of the items that a query finds.
 * @returns how many it found, removed or not: what DynamoDB had no time for is found again
 */
export async function removeFound(
  client: DynamoDBDocumentClient,
  tableName: string,
  query: Pick<
    QueryCommandInput,
    'IndexName' | 'KeyConditionExpression' | 'ExpressionAttributeValues' | 'ConsistentRead'
  >,
): Promise<number> {
  const { Items = [] } = await client.send(
    new QueryCommand({ ...query, TableName: tableName, ProjectionExpression: 'pk, sk', Limit: perCall }),
  );
  if (Items.length > 0) {
    const requests = Items.map((Key) => ({ DeleteRequest: { Key } }));
    await client.send(new BatchWriteCommand({ RequestItems: { [tableName]: requests } }));
  }
  return Items.length;
}
