import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  PutCommand,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import { documents } from '@shutterbus/lambda/dynamodb';
import * as z from 'zod';
import type { AuthorRepository } from '../ports.ts';

const authorSchema = z.object({
  userId: z.string(),
  handle: z.string(),
  displayName: z.string(),
  version: z.int().positive(),
});

const authorKey = (userId: string) => ({ pk: `AUTHOR#${userId}`, sk: 'AUTHOR' });
const handleKey = (handle: string) => `HANDLE#${handle}`;

/** BatchGetItem may leave keys unprocessed under load; names are not worth failing a page for, so it asks again twice. */
const readAttempts = 3;

/** The read model of people in MediaTable; found by handle through gsi1. */
export function dynamoAuthors(
  tableName: string,
  client: DynamoDBDocumentClient = documents(),
): AuthorRepository {
  return {
    async remember(author) {
      const { userId, handle, version } = author;
      try {
        await client.send(
          new PutCommand({
            TableName: tableName,
            Item: {
              ...authorKey(userId),
              type: 'AUTHOR',
              ...author,
              gsi1pk: handleKey(handle),
              gsi1sk: 'AUTHOR',
            },
            ConditionExpression: 'attribute_not_exists(pk) OR #version < :version',
            ExpressionAttributeNames: { '#version': 'version' },
            ExpressionAttributeValues: { ':version': version },
          }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },

    async findMany(userIds) {
      const found: unknown[] = [];
      let keys: Record<string, unknown>[] = userIds.map(authorKey);
      for (let attempt = 1; keys.length > 0 && attempt <= readAttempts; attempt += 1) {
        const { Responses, UnprocessedKeys } = await client.send(
          new BatchGetCommand({ RequestItems: { [tableName]: { Keys: keys } } }),
        );
        found.push(...(Responses?.[tableName] ?? []));
        keys = UnprocessedKeys?.[tableName]?.Keys ?? [];
      }
      return found.map((item) => authorSchema.parse(item));
    },

    async findByHandle(handle) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: tableName,
          IndexName: 'gsi1',
          KeyConditionExpression: 'gsi1pk = :handle',
          ExpressionAttributeValues: { ':handle': handleKey(handle) },
          Limit: 1,
        }),
      );
      return Items[0] && authorSchema.parse(Items[0]);
    },
  };
}
