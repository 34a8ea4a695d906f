import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { decodeCursor, encodeCursor } from '@shutterbus/lambda/cursor';
import { documents } from '@shutterbus/lambda/dynamodb';
import * as z from 'zod';
import { rangesAfterId } from '../follower-ranges.ts';
import type { FollowerRepository } from '../ports.ts';

const partition = (followeeId: string) => `FOLLOWERS#${followeeId}`;
const followerKey = (followeeId: string, followerId: string) => ({
  pk: partition(followeeId),
  sk: `FOLLOWER#${followerId}`,
});
const followerSchema = z.object({
  active: z.boolean(),
  version: z.int().positive(),
  firstFollowedAt: z.string().optional(),
});
const listedSchema = z.object({ followerId: z.string() });
const positionSchema = z.object({ id: z.string() });

/** Who only wants to know of some does not read all. */
const looksAtMost = 100;

/** The read model of who follows whom in NotificationsTable. Ended pairs stay, for their version. */
export function dynamoFollowers(
  tableName: string,
  client: DynamoDBDocumentClient = documents(),
): FollowerRepository {
  return {
    async remember({ followeeId, followerId, active, version, occurredAt }) {
      const Key = followerKey(followeeId, followerId);
      const first = active ? ', firstFollowedAt = if_not_exists(firstFollowedAt, :at)' : '';
      try {
        const { Attributes } = await client.send(
          new UpdateCommand({
            TableName: tableName,
            Key,
            UpdateExpression: `SET #type = :type, followerId = :id, active = :active, #version = :version${first}`,
            ConditionExpression: 'attribute_not_exists(pk) OR #version < :version',
            ExpressionAttributeNames: { '#type': 'type', '#version': 'version' },
            ExpressionAttributeValues: {
              ':type': 'FOLLOWER',
              ':id': followerId,
              ':active': active,
              ':version': version,
              ...(active && { ':at': occurredAt }),
            },
            ReturnValues: 'ALL_NEW',
          }),
        );
        return followerSchema.parse(Attributes);
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        const { Item } = await client.send(
          new GetCommand({ TableName: tableName, Key, ConsistentRead: true }),
        );
        return followerSchema.parse(Item);
      }
    },

    async listSince(followeeId, at, limit) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: 'pk = :partition',
          FilterExpression: 'active = :true AND firstFollowedAt < :at',
          ExpressionAttributeValues: { ':partition': partition(followeeId), ':true': true, ':at': at },
          Limit: looksAtMost,
        }),
      );
      return Items.slice(0, limit).map((item) => listedSchema.parse(item).followerId);
    },

    rangesAfter: (firstCursor) =>
      rangesAfterId(positionSchema.parse(decodeCursor(firstCursor)).id).map(({ after, until }) => ({
        cursor: encodeCursor({ id: after }),
        until,
      })),

    async list(followeeId, { limit, cursor, until }) {
      const decoded = decodeCursor(cursor);
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: until === undefined ? 'pk = :partition' : 'pk = :partition AND sk < :until',
          FilterExpression: 'active = :true',
          ExpressionAttributeValues: {
            ':partition': partition(followeeId),
            ':true': true,
            ...(until !== undefined && { ':until': followerKey(followeeId, until).sk }),
          },
          Limit: limit,
          ConsistentRead: true,
          ExclusiveStartKey: decoded && followerKey(followeeId, positionSchema.parse(decoded).id),
        }),
      );
      const position = z.object({ sk: z.string() }).optional().parse(LastEvaluatedKey);
      return {
        items: Items.map((item) => listedSchema.parse(item).followerId),
        nextCursor: encodeCursor(position && { id: position.sk.replace('FOLLOWER#', '') }),
      };
    },
  };
}
