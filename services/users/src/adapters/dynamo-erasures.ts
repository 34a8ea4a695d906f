import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { documents } from '@shutterbus/lambda/dynamodb';
import { type Erasure, erasureSchema } from '../erasure.ts';
import { ConcurrentChangeError } from '../errors.ts';
import type { ErasureRepository } from '../ports.ts';
import { erasureKey } from './keys.ts';

/** How far each leaving is, in UsersTable. */
export function dynamoErasures(
  tableName: string,
  client: DynamoDBDocumentClient = documents(),
): ErasureRepository {
  return {
    async begin({ userId, leavingUntil }) {
      const begun = await update(userId, {
        UpdateExpression: 'SET #type = :type, userId = :userId, leavingUntil = :until',
        ConditionExpression: 'attribute_not_exists(pk) OR leavingUntil <= :until',
        ExpressionAttributeNames: { '#type': 'type' },
        ExpressionAttributeValues: { ':type': 'ERASURE', ':userId': userId, ':until': leavingUntil },
      });
      if (!begun) throw new ConcurrentChangeError();
    },

    async find(userId) {
      const { Item } = await client.send(
        new GetCommand({ TableName: tableName, Key: erasureKey(userId), ConsistentRead: true }),
      );
      return Item && read(Item);
    },

    async await({ userId, leavingUntil }, { token, awaits }) {
      const waiting = await update(userId, {
        UpdateExpression: 'SET #token = :token, awaits = :awaits',
        ConditionExpression: 'leavingUntil = :until',
        ExpressionAttributeNames: { '#token': 'token' },
        ExpressionAttributeValues: { ':token': token, ':awaits': awaits, ':until': leavingUntil },
      });
      if (!waiting) throw new ConcurrentChangeError();
      return waiting;
    },

    async noteDeletion(userId, version) {
      await update(userId, {
        UpdateExpression: 'SET deletedVersion = :version',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':version': version },
      });
    },

    confirm: (userId, event) =>
      update(userId, {
        UpdateExpression: 'ADD confirmed :event',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':event': new Set([event]) },
      }),

    async end({ userId, leavingUntil }) {
      try {
        await client.send(
          new DeleteCommand({
            TableName: tableName,
            Key: erasureKey(userId),
            ConditionExpression: 'attribute_not_exists(pk) OR leavingUntil = :until',
            ExpressionAttributeValues: { ':until': leavingUntil },
          }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
  };

  /** @returns what it is then; undefined when its condition does not hold */
  async function update(
    userId: string,
    change: Omit<UpdateCommandInput, 'TableName' | 'Key' | 'ReturnValues'>,
  ): Promise<Erasure | undefined> {
    try {
      const { Attributes } = await client.send(
        new UpdateCommand({
          ...{ TableName: tableName, Key: erasureKey(userId), ReturnValues: 'ALL_NEW' as const },
          ...change,
        }),
      );
      return read(Attributes);
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  }
}

const read = ({ confirmed = [], ...item }: Record<string, unknown> = {}): Erasure =>
  erasureSchema.parse({ ...item, confirmed: [...(confirmed as Set<string>)].sort() });
