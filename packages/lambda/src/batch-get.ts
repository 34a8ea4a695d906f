import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { jitter } from './retry-on-conflict.ts';

type Items = Record<string, unknown>[];

/** BatchGetItem may leave keys unprocessed under load: it is asked twice more. */
const readAttempts = 3;

/** Those pauses that are long enough for a table that is throttled: up to some tens of milliseconds. */
const pause = (attempt: number) => jitter()(attempt + 4);

/**
 * Those of the items that are there, in no order. Under load some are left out: it is for what is not worth failing a page for, and
 * of which nothing is shown when it is missing. At most a hundred keys, none of them twice.
 */
export async function batchGet(
  client: DynamoDBDocumentClient,
  tableName: string,
  wanted: Items,
): Promise<Items> {
  return (await read(client, tableName, wanted)).found;
}

/** Likewise, for what decides on what is shown. @throws when some are left out */
export async function batchGetAll(
  client: DynamoDBDocumentClient,
  tableName: string,
  wanted: Items,
): Promise<Items> {
  const { found, left } = await read(client, tableName, wanted);
  if (left.length > 0) throw new Error('BatchGetItem leaves keys unprocessed');
  return found;
}

async function read(
  client: DynamoDBDocumentClient,
  tableName: string,
  wanted: Items,
): Promise<{ found: Items; left: Items }> {
  const found: Items = [];
  let left = wanted;
  for (let attempt = 1; left.length > 0 && attempt <= readAttempts; attempt += 1) {
    if (attempt > 1) await pause(attempt - 1);
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetCommand({ RequestItems: { [tableName]: { Keys: left } } }),
    );
    found.push(...(Responses?.[tableName] ?? []));
    left = UnprocessedKeys?.[tableName]?.Keys ?? [];
  }
  return { found, left };
}
