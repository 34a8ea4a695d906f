import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { ConcurrentChangeError } from '../errors.ts';

/** Reasons for which a transaction is cancelled because of another writer; every other one is a fault. */
const conflictCodes = ['ConditionalCheckFailed', 'TransactionConflict'];

/** @throws ConcurrentChangeError in place of a transaction that lost against another writer */
export async function orConflict(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    const lost =
      error instanceof TransactionCanceledException &&
      error.CancellationReasons?.some(({ Code }) => conflictCodes.includes(Code ?? ''));
    throw lost ? new ConcurrentChangeError() : error;
  }
}
