import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** BatchGetItem may leave keys unprocessed under load; names and counts are not worth failing a page for, so it asks again twice. */
const readAttempts = 3;

/** Those of the items that are there, in no order. At most a hundred keys, none of them twice. */
export async function batchGet(
  client: DynamoDBDocumentClient,
  tableName: string,
  wanted: Record<string, unknown>[],
): Promise<Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = [];
  let keys = wanted;
  for (let attempt = 1; keys.length > 0 && attempt <= readAttempts; attempt += 1) {
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetCommand({ RequestItems: { [tableName]: { Keys: keys } } }),
    );
    found.push(...(Responses?.[tableName] ?? []));
    keys = UnprocessedKeys?.[tableName]?.Keys ?? [];
  }
  return found;
}
