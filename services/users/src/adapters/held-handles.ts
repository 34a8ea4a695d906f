import { hash } from 'node:crypto';

/** For so long nobody else gets a handle that somebody gave up. */
const heldForSeconds = 90 * 24 * 60 * 60;

const epochSeconds = (now: Date): number => Math.floor(now.getTime() / 1000);

/** A handle that somebody gave up is known by its digest alone: of somebody who is gone nothing readable stays. */
export const heldHandleKey = (handle: string) => ({
  pk: `HELD#${hash('sha256', handle, 'base64url')}`,
  sk: 'HELD',
});

/** DynamoDB removes an item some time after it has expired, so that each reading compares the time. */
export const isHeldAt = (now: Date, item: Record<string, unknown> | undefined): boolean =>
  Number(item?.expiresAt ?? 0) > epochSeconds(now);

/** @param heldFor whom it may be given back to; nobody when that person is gone */
export const holdHandle = (TableName: string, now: Date, handle: string, heldFor?: string) => ({
  Put: {
    TableName,
    Item: { ...heldHandleKey(handle), type: 'HELD', heldFor, expiresAt: epochSeconds(now) + heldForSeconds },
  },
});

/** Fails while it is held for another. */
export const unlessHeld = (TableName: string, now: Date, handle: string, userId: string) => ({
  ConditionCheck: {
    TableName,
    Key: heldHandleKey(handle),
    ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now OR heldFor = :userId',
    ExpressionAttributeValues: { ':now': epochSeconds(now), ':userId': userId },
  },
});
