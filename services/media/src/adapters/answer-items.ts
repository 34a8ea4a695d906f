import type { TransactWrite } from '@shutterbus/lambda/outbox';
import * as z from 'zod';
import type { AnswerCounts } from '../answer-counts.ts';

/**
 * What people made of a photo is counted beside it and not in it: the photo is copied into three indexes, and each like would
 * write it four times and meet its owner's changes (decision 0053).
 */
export const countsKey = (mediaId: string) => ({ pk: `MEDIA#${mediaId}`, sk: 'COUNTS' });

const countsSchema = z.object({ likes: z.int().default(0), comments: z.int().default(0) });
export const countsOf = (item: unknown): AnswerCounts => countsSchema.parse(item);

/** Longer than any request lasts that began while the photo was there. */
const closedForSeconds = 24 * 60 * 60;

/** One more or one less; not for a photo that is gone. */
export const countUpdate = (
  TableName: string,
  mediaId: string,
  counter: keyof AnswerCounts,
  step: 1 | -1,
): TransactWrite => ({
  Update: {
    TableName,
    Key: countsKey(mediaId),
    UpdateExpression: 'ADD #counter :step SET #type = :type',
    ConditionExpression: 'attribute_not_exists(closed)',
    ExpressionAttributeNames: { '#counter': counter, '#type': 'type' },
    ExpressionAttributeValues: { ':step': step, ':type': 'COUNTS' },
  },
});

/** Belongs into the write that removes the photo: whoever found it a moment before counts nothing any more. */
export const closeUpdate = (TableName: string, mediaId: string, now: Date): TransactWrite => ({
  Update: {
    TableName,
    Key: countsKey(mediaId),
    UpdateExpression: 'SET closed = :true, expiresAt = :expiresAt, #type = :type',
    ExpressionAttributeNames: { '#type': 'type' },
    ExpressionAttributeValues: {
      ':true': true,
      ':expiresAt': Math.floor(now.getTime() / 1000) + closedForSeconds,
      ':type': 'COUNTS',
    },
  },
});
