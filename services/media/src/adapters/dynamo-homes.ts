import { BatchWriteCommand, type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { DomainError } from '@shutterbus/contracts/domain-error';
import { timestampField, ulidField, userIdField } from '@shutterbus/contracts/fields';
import type { Clock } from '@shutterbus/lambda/clock';
import { decodeCursor, encodeCursor } from '@shutterbus/lambda/cursor';
import { documents } from '@shutterbus/lambda/dynamodb';
import { jitter, type Pause } from '@shutterbus/lambda/retry-on-conflict';
import * as z from 'zod';
import type { HomePlace } from '../home-place.ts';
import type { HomeRepository } from '../ports.ts';
import { removeFound } from './left-behind.ts';

const homeKey = (userId: string) => `HOME#${userId}`;
const positionOf = ({ publishedAt, mediaId }: HomePlace) => `${publishedAt}#${mediaId}`;
const placeSchema = z.object({ mediaId: ulidField, ownerId: userIdField, publishedAt: timestampField });
/** The form is checked because DynamoDB refuses a key that is empty or longer than 1,024 bytes. */
const cursorSchema = z.object({ at: z.string().regex(/^[\d:.TZ-]{20,30}#[0-9A-Z]{26}$/) });

/** What is older is on its owner's page. */
const keptForSeconds = 183 * 24 * 60 * 60;

/** BatchWriteItem takes so many items. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const batchSize = 25;
/** Under load it leaves some of them; then they are sent again, so often in all. */
const attempts = 4;

/** Places of photos in the Homes of MediaTable: one partition for each person. */
export function dynamoHomes(
  tableName: string,
  clock: Clock,
  client: DynamoDBDocumentClient = documents(),
  pause: Pause = jitter(),
): HomeRepository {
  return {
    async place(places) {
      const expiresAt = Math.floor(clock().getTime() / 1000) + keptForSeconds;
      const requests = places.map(({ userId, ...place }) => ({
        PutRequest: {
          Item: { pk: homeKey(userId), sk: positionOf(place), type: 'HOME', ...place, expiresAt },
        },
      }));
      for (let start = 0; start < requests.length; start += batchSize)
        await write(requests.slice(start, start + batchSize));
    },

    async removeSome(userId) {
      const found = await removeFound(client, tableName, {
        KeyConditionExpression: 'pk = :home',
        ExpressionAttributeValues: { ':home': homeKey(userId) },
        ConsistentRead: true,
      });
      return found > 0;
    },

    async listPlaces(userId, { limit, cursor }) {
      const after = cursor === undefined ? undefined : parseCursor(cursor);
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: `pk = :home${after === undefined ? '' : ' AND sk < :after'}`,
          ExpressionAttributeValues: {
            ':home': homeKey(userId),
            ...(after !== undefined && { ':after': after }),
          },
          ScanIndexForward: false,
          Limit: limit,
        }),
      );
      const items = Items.map((item) => placeSchema.parse(item));
      const last = LastEvaluatedKey && items.at(-1);
      return { items, nextCursor: encodeCursor(last && { at: positionOf(last) }) };
    },
  };

  /** @throws Error when DynamoDB takes some of them at no time */
  async function write(requests: { PutRequest: { Item: Record<string, unknown> } }[]): Promise<void> {
    let left: Record<string, unknown>[] = requests;
    for (let attempt = 1; left.length > 0; attempt += 1) {
      if (attempt > attempts) throw new Error(`BatchWriteItem leaves ${left.length} items unprocessed`);
      const { UnprocessedItems } = await client.send(
        new BatchWriteCommand({ RequestItems: { [tableName]: left } }),
      );
      left = UnprocessedItems?.[tableName] ?? [];
      if (left.length > 0) await pause(attempt);
    }
  }
}

function parseCursor(cursor: string): string {
  const position = cursorSchema.safeParse(decodeCursor(cursor));
  if (position.success) return position.data.at;
  throw new DomainError('invalid', 'invalid-cursor', 'The cursor is not one that this list gave out.');
}
