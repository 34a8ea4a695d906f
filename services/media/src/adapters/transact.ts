import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { TransactWrite } from '@shutterbus/lambda/outbox';
import { ConcurrentChangeError } from '../errors.ts';

/** Reasons for which a transaction is cancelled because of another writer; every other one is a fault. */
const conflictCodes = ['ConditionalCheckFailed', 'TransactionConflict'];

/** All of these writes or none. @throws ConcurrentChangeError when another writer came between */
export async function transact(client: DynamoDBDocumentClient, writes: TransactWrite[]): Promise<void> {
  try {
    await client.send(new TransactWriteCommand({ TransactItems: writes }));
  } catch (error) {
    const lost =
      error instanceof TransactionCanceledException &&
      error.CancellationReasons?.some(({ Code }) => conflictCodes.includes(Code ?? ''));
    throw lost ? new ConcurrentChangeError() : error;
  }
}
