import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { DomainError } from '@shutterbus/contracts/domain-error';
import { userIdField } from '@shutterbus/contracts/fields';
import { decodeCursor, encodeCursor } from '@shutterbus/lambda/cursor';
import { documents } from '@shutterbus/lambda/dynamodb';
import * as z from 'zod';
import type { PeopleFinder } from '../ports.ts';
import { foundPartition } from './found-items.ts';

const foundSchema = z.object({ userId: userIdField, entry: z.string() });
/** Where a page ended. DynamoDB refuses a key of more than 1,024 bytes. */
const positionSchema = z.object({ sk: z.string().min(1).max(250) });

/** The entries of people in UsersTable: one partition for each two characters with which they begin. */
export function dynamoFinder(tableName: string, client: DynamoDBDocumentClient = documents()): PeopleFinder {
  return {
    async entriesFrom(beginning, { limit, cursor }) {
      const pk = foundPartition(beginning);
      const after = cursor === undefined ? undefined : positionOf(cursor, beginning);
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :beginning)',
          ExpressionAttributeValues: { ':pk': pk, ':beginning': beginning },
          Limit: limit,
          ExclusiveStartKey: after === undefined ? undefined : { pk, sk: after },
        }),
      );
      const last = positionSchema.optional().parse(LastEvaluatedKey);
      return { items: Items.map((item) => foundSchema.parse(item)), nextCursor: encodeCursor(last) };
    },
  };
}

/** DynamoDB refuses to begin outside of what is asked for. */
function positionOf(cursor: string, beginning: string): string {
  const position = positionSchema.safeParse(decodeCursor(cursor));
  if (position.success && position.data.sk.startsWith(beginning)) return position.data.sk;
  throw new DomainError('invalid', 'invalid-cursor', 'The cursor is not one that this list gave out.');
}
