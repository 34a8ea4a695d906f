import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { DomainError } from '@shutterbus/contracts/domain-error';
import type { PersonLimit } from '@shutterbus/contracts/route';
import * as z from 'zod';
import { documents } from './dynamodb.ts';

/** 429: one person calls a route more often than any person would. */
export class TooOftenError extends DomainError {
  constructor(routeId: string, { atOnce }: PersonLimit, retryAfterSeconds: number) {
    super(
      'too-many',
      'too-often',
      `You did this very often just now. Try again in ${retryAfterSeconds} s.`,
      { name: routeId, max: atOnce },
      retryAfterSeconds,
    );
  }
}

/** One call that counts against its limit. */
export interface CountedCall {
  userId: string;
  routeId: string;
  limit: PersonLimit;
  now: Date;
}

/** Counts what people write. */
export interface WriteCounter {
  /** @throws TooOftenError when there is no room for one more; then it is not counted */
  countWrite(call: CountedCall): Promise<void>;
}

/** DynamoDB removes a bucket some time after it is empty; an empty one and none are the same. */
const keptForSeconds = 60 * 60;

/** The item that a failed condition brings along, as DynamoDB writes it. */
const bucketSchema = z.object({ emptyAtMs: z.object({ N: z.coerce.number<string>() }) });

/**
 * A bucket for each person and route in the service's own table, `LIMIT#<userId>`, kept as one number: when it will be empty
 * again. A call adds its share of an hour; a bucket that would be fuller than `atOnce` calls takes none (GCRA, a leaky
 * bucket as a meter). One write for a call after a rest, two in a burst; no read. Calls at the same time queue up at the item, and none is lost.
 */
export function personLimits(
  tableName: string,
  client: Pick<DynamoDBDocumentClient, 'send'> = documents(),
): WriteCounter {
  /** @returns when the bucket will be empty, where the condition does not hold */
  async function fill(
    { userId, routeId, now }: CountedCall,
    [expression, condition]: [string, string],
    values: Record<string, number>,
  ): Promise<number | undefined> {
    const expiresAt = Math.floor(now.getTime() / 1000) + keptForSeconds;
    try {
      await client.send(
        new UpdateCommand({
          TableName: tableName,
          Key: { pk: `LIMIT#${userId}`, sk: routeId },
          UpdateExpression: `SET ${expression}, expiresAt = :expiresAt, #type = :type`,
          ConditionExpression: condition,
          ExpressionAttributeNames: { '#type': 'type' },
          ExpressionAttributeValues: { ...values, ':expiresAt': expiresAt, ':type': 'LIMIT' },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return undefined;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return bucketSchema.parse(error.Item).emptyAtMs.N;
      throw error;
    }
  }

  return {
    async countWrite(call) {
      const { limit, routeId } = call;
      const now = call.now.getTime();
      const shareMs = Math.ceil(3_600_000 / limit.perHour);
      const latest = now + shareMs * (limit.atOnce - 1);
      const ofEmpty: [string, string] = [
        'emptyAtMs = :next',
        'attribute_not_exists(pk) OR emptyAtMs <= :now',
      ];
      const emptyAt = await fill(call, ofEmpty, { ':next': now + shareMs, ':now': now });
      if (emptyAt === undefined) return;
      const fullUntil =
        emptyAt > latest
          ? emptyAt
          : await fill(call, ['emptyAtMs = emptyAtMs + :share', 'emptyAtMs <= :latest'], {
              ':share': shareMs,
              ':latest': latest,
            });
      if (fullUntil === undefined) return;
      throw new TooOftenError(routeId, limit, Math.max(1, Math.ceil((fullUntil - latest) / 1000)));
    },
  };
}
