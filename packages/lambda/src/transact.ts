import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { TransactWrite } from './outbox.ts';

/** Reasons for which a transaction is cancelled because of another writer; every other one is a fault. */
const conflictCodes = ['ConditionalCheckFailed', 'TransactionConflict'];

/** Whether a transaction lost against another writer. */
export const isConflict = (error: unknown): boolean =>
  error instanceof TransactionCanceledException &&
  error.CancellationReasons?.some(({ Code }) => conflictCodes.includes(Code ?? '')) === true;

/**
 * All of these writes or none.
 * @param Conflict what is thrown when another writer came between
 */
export async function transact(
  client: DynamoDBDocumentClient,
  Conflict: new () => Error,
  writes: TransactWrite[],
): Promise<void> {
  try {
    await client.send(new TransactWriteCommand({ TransactItems: writes }));
  } catch (error) {
    throw isConflict(error) ? new Conflict() : error;
  }
}

/** What a write asks of the item that it replaces. @param version undefined when there was none */
export const ifVersion = (version: number | undefined) =>
  version === undefined
    ? { ConditionExpression: 'attribute_not_exists(pk)' }
    : {
        ConditionExpression: '#version = :version',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':version': version },
      };
