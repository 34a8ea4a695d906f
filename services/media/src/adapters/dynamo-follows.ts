import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { batchGet } from '@shutterbus/lambda/batch-get';
import { decodeCursor, encodeCursor } from '@shutterbus/lambda/cursor';
import { documents } from '@shutterbus/lambda/dynamodb';
import { cursorRangesAfter } from '@shutterbus/lambda/id-ranges';
import * as z from 'zod';
import type { FollowRepository } from '../ports.ts';
import { findLeftBy, leftBy, removeFound } from './left-behind.ts';

const partition = (followeeId: string) => `FOLLOWERS#${followeeId}`;
const pairKey = (followeeId: string, followerId: string) => ({
  pk: partition(followeeId),
  sk: `FOLLOWER#${followerId}`,
});
const pairSchema = z.object({ followerId: z.string(), followeeId: z.string(), active: z.boolean() });
const positionSchema = z.object({ id: z.string() });

/** The read model of who follows whom in MediaTable. Pairs that have ended stay, for their version. */
export function dynamoFollows(
  tableName: string,
  client: DynamoDBDocumentClient = documents(),
): FollowRepository {
  return {
    async rememberFollow({ followerId, followeeId, active, version }) {
      const Key = pairKey(followeeId, followerId);
      const { gsi3pk, gsi3sk } = leftBy(followerId, `FOLLOWS#${followeeId}`);
      try {
        await client.send(
          new UpdateCommand({
            TableName: tableName,
            Key,
            UpdateExpression:
              'SET #type = :type, followerId = :follower, followeeId = :followee, active = :active, #version = :version, gsi3pk = :person, gsi3sk = :position',
            ConditionExpression: 'attribute_not_exists(pk) OR #version < :version',
            ExpressionAttributeNames: { '#type': 'type', '#version': 'version' },
            ExpressionAttributeValues: {
              ...{ ':type': 'FOLLOWER', ':follower': followerId, ':followee': followeeId },
              ...{ ':active': active, ':version': version, ':person': gsi3pk, ':position': gsi3sk },
            },
          }),
        );
        return active;
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        const { Item } = await client.send(
          new GetCommand({ TableName: tableName, Key, ConsistentRead: true }),
        );
        return pairSchema.parse(Item).active;
      }
    },

    rangesAfter: cursorRangesAfter,

    async listFollowers(followeeId, { limit, cursor, until }) {
      const decoded = decodeCursor(cursor);
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: until === undefined ? 'pk = :partition' : 'pk = :partition AND sk < :until',
          FilterExpression: 'active = :true',
          ExpressionAttributeValues: {
            ...{ ':partition': partition(followeeId), ':true': true },
            ...(until !== undefined && { ':until': pairKey(followeeId, until).sk }),
          },
          Limit: limit,
          // Who has followed a moment ago gets the photo of now.
          ConsistentRead: true,
          ExclusiveStartKey: decoded && pairKey(followeeId, positionSchema.parse(decoded).id),
        }),
      );
      const position = z.object({ sk: z.string() }).optional().parse(LastEvaluatedKey);
      return {
        items: Items.map((item) => pairSchema.parse(item).followerId),
        nextCursor: encodeCursor(position && { id: position.sk.replace('FOLLOWER#', '') }),
      };
    },

    async removePair({ followerId, followeeId }) {
      await client.send(new DeleteCommand({ TableName: tableName, Key: pairKey(followeeId, followerId) }));
    },

    async removeSome(userId) {
      const ofFollowee = {
        KeyConditionExpression: 'pk = :partition',
        ExpressionAttributeValues: { ':partition': partition(userId) },
        ConsistentRead: true,
      };
      const found = await Promise.all(
        [ofFollowee, findLeftBy(userId, 'FOLLOWS#')].map((query) => removeFound(client, tableName, query)),
      );
      return found.some((count) => count > 0);
    },

    async followedAmong(followerId, userIds) {
      const keys = [...new Set(userIds)].map((userId) => pairKey(userId, followerId));
      const pairs = (await batchGet(client, tableName, keys)).map((item) => pairSchema.parse(item));
      return new Set(pairs.filter(({ active }) => active).map(({ followeeId }) => followeeId));
    },
  };
}
