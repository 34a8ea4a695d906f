import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '@shutterbus/lambda/clock';
import { documents } from '@shutterbus/lambda/dynamodb';
import { outboxPuts } from '@shutterbus/lambda/outbox';
import { transact } from '@shutterbus/lambda/transact';
import { addressSchema } from '../address.ts';
import { ConcurrentChangeError } from '../errors.ts';
import type { AddressRepository } from '../ports.ts';
import { addressKey } from './keys.ts';

/** New addresses in UsersTable. */
export function dynamoAddresses(
  tableName: string,
  clock: Clock,
  client: DynamoDBDocumentClient = documents(),
): AddressRepository {
  return {
    async find(userId) {
      const { Item } = await client.send(
        new GetCommand({ TableName: tableName, Key: addressKey(userId), ConsistentRead: true }),
      );
      return Item && addressSchema.parse(Item);
    },

    async noteWanted(userId, email) {
      await client.send(
        new UpdateCommand({
          TableName: tableName,
          Key: addressKey(userId),
          UpdateExpression:
            'SET #type = :type, userId = :userId, wanted = :wanted, #version = if_not_exists(#version, :first)',
          ExpressionAttributeNames: { '#type': 'type', '#version': 'version' },
          ExpressionAttributeValues: {
            ':type': 'ADDRESS',
            ':userId': userId,
            ':wanted': email,
            ':first': 1,
          },
        }),
      );
    },

    async tell(before, after, events) {
      await transact(client, ConcurrentChangeError, [
        {
          Update: {
            TableName: tableName,
            Key: addressKey(before.userId),
            UpdateExpression: 'SET told = :told, #version = :after',
            ConditionExpression: '#version = :before',
            ExpressionAttributeNames: { '#version': 'version' },
            ExpressionAttributeValues: {
              ':told': after.told,
              ':before': before.version,
              ':after': after.version,
            },
          },
        },
        ...outboxPuts(tableName, events, clock()),
      ]);
    },
  };
}
