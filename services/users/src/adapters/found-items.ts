import type { TransactWrite } from '@shutterbus/lambda/outbox';
import { beginningOf } from '../findable-by.ts';

export const foundPartition = (text: string): string => `FOUND#${beginningOf(text)}`;
/** The tab is in no entry and comes before every other character, so that "anna" stands before "anna lindqvist". */
const foundKey = (userId: string, entry: string) => ({
  pk: foundPartition(entry),
  sk: `${entry}\t${userId}`,
});

/** Puts a person under new entries, in the transaction that writes the profile. */
export function foundPuts(
  tableName: string,
  userId: string,
  after: readonly string[] = [],
  before: readonly string[] = [],
): TransactWrite[] {
  return after
    .filter((entry) => !before.includes(entry))
    .map((entry) => ({
      Put: { TableName: tableName, Item: { ...foundKey(userId, entry), type: 'FOUND', userId, entry } },
    }));
}

/** Takes away the entries that a person no longer has. */
export function foundDeletes(
  tableName: string,
  userId: string,
  after: readonly string[] = [],
  before: readonly string[] = [],
): TransactWrite[] {
  return before
    .filter((entry) => !after.includes(entry))
    .map((entry) => ({ Delete: { TableName: tableName, Key: foundKey(userId, entry) } }));
}
