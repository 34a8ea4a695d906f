import { createHash } from 'node:crypto';
import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mailsEndedField } from '@shutterbus/contracts/routes/notification-mails';
import { documents } from '@shutterbus/lambda/dynamodb';
import * as z from 'zod';
import type { AddressRepository } from '../ports.ts';

const addressSchema = z.object({ reason: mailsEndedField });
const addressKey = (address: string) => ({
  pk: `ADDRESS#${createHash('sha256').update(address.trim().toLowerCase()).digest('hex')}`,
  sk: 'ADDRESS',
});

/** Addresses to which no mail goes any more, in NotificationsTable: by a digest, for good, whatever becomes of the account. */
export function dynamoAddresses(
  tableName: string,
  client: DynamoDBDocumentClient = documents(),
): AddressRepository {
  return {
    async end(address, reason, now) {
      await client.send(
        new UpdateCommand({
          TableName: tableName,
          Key: addressKey(address),
          UpdateExpression:
            'SET reason = if_not_exists(reason, :reason), endedAt = if_not_exists(endedAt, :now), #type = :type',
          ExpressionAttributeNames: { '#type': 'type' },
          ExpressionAttributeValues: { ':reason': reason, ':now': now.toISOString(), ':type': 'ADDRESS' },
        }),
      );
    },

    async whyEnded(address) {
      const { Item } = await client.send(
        new GetCommand({ TableName: tableName, Key: addressKey(address), ConsistentRead: true }),
      );
      return Item && addressSchema.parse(Item).reason;
    },
  };
}
