import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { documents } from '@shutterbus/lambda/dynamodb';
import * as z from 'zod';
import type { PersonRepository } from '../ports.ts';

const personKey = (userId: string) => ({ pk: `USER#${userId}`, sk: 'PERSON' });
const personSchema = z.object({
  userId: z.string(),
  handle: z.string().optional(),
  displayName: z.string().optional(),
  email: z.string().optional(),
});

/**
 * The read model of people in NotificationsTable. Name and address come with different events, in any order, so
 * each is written for itself.
 */
export function dynamoPeople(
  tableName: string,
  client: DynamoDBDocumentClient = documents(),
): PersonRepository {
  return {
    async find(userId) {
      const { Item } = await client.send(
        new GetCommand({ TableName: tableName, Key: personKey(userId), ConsistentRead: true }),
      );
      return Item && personSchema.parse(Item);
    },

    async rememberName({ userId, handle, displayName, version }) {
      try {
        await client.send(
          new UpdateCommand({
            TableName: tableName,
            Key: personKey(userId),
            UpdateExpression:
              'SET #type = :type, userId = :userId, handle = :handle, displayName = :name, nameVersion = :version',
            ConditionExpression: 'attribute_not_exists(nameVersion) OR nameVersion < :version',
            ExpressionAttributeNames: { '#type': 'type' },
            ExpressionAttributeValues: {
              ':type': 'PERSON',
              ':userId': userId,
              ':handle': handle,
              ':name': displayName,
              ':version': version,
            },
          }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },

    async rememberAddress({ userId, email }) {
      await client.send(
        new UpdateCommand({
          TableName: tableName,
          Key: personKey(userId),
          UpdateExpression: 'SET #type = :type, userId = :userId, email = :email',
          ExpressionAttributeNames: { '#type': 'type' },
          ExpressionAttributeValues: { ':type': 'PERSON', ':userId': userId, ':email': email },
        }),
      );
    },
  };
}
