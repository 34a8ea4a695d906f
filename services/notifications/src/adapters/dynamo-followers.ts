import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { decodeCursor, encodeCursor } from '@shutterbus/lambda/cursor';
import { documents } from '@shutterbus/lambda/dynamodb';
import { cursorRangesAfter } from '@shutterbus/lambda/id-ranges';
import * as z from 'zod';
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
const keySchema = z.object({ pk: z.string(), sk: z.string() });
const listedSchema = z.object({ followerId: z.string() });
const pairSchema = z
  .object({ pk: z.string(), followerId: z.string(), firstFollowedAt: z.string().optional() })
  .transform(({ pk, ...pair }) => ({ ...pair, followeeId: pk.replace(partition(''), '') }));
/** In gsi1, where pairs are found by who follows. */
const followingPartition = (followerId: string) => `BY#${followerId}`;
const followingKey = (followerId: string, followeeId: string) => ({
  gsi1pk: followingPartition(followerId),
  gsi1sk: `FOLLOWS#${followeeId}`,
});
const positionSchema = z.object({ id: z.string() });
/** Of the two lists of a person's pairs. */
const sidesSchema = z.object({ follower: z.string().optional(), followee: z.string().optional() });

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
      const { gsi1pk, gsi1sk } = followingKey(followerId, followeeId);
      const first = active ? ', firstFollowedAt = if_not_exists(firstFollowedAt, :at)' : '';
      try {
        const { Attributes } = await client.send(
          new UpdateCommand({
            TableName: tableName,
            Key,
            UpdateExpression: `SET #type = :type, followerId = :id, active = :active, #version = :version, gsi1pk = :by, gsi1sk = :position${first}`,
            ConditionExpression: 'attribute_not_exists(pk) OR #version < :version',
            ExpressionAttributeNames: { '#type': 'type', '#version': 'version' },
            ExpressionAttributeValues: {
              ':type': 'FOLLOWER',
              ':id': followerId,
              ':active': active,
              ':version': version,
              ':by': gsi1pk,
              ':position': gsi1sk,
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

    async pairsOf(userId, { limit, cursor }) {
      const after = sidesSchema.parse(decodeCursor(cursor) ?? {});
      const [followers, following] = await Promise.all([
        client.send(
          new QueryCommand({
            TableName: tableName,
            KeyConditionExpression: 'pk = :partition',
            ExpressionAttributeValues: { ':partition': partition(userId) },
            ConsistentRead: true,
            Limit: limit,
            ExclusiveStartKey: after.follower === undefined ? undefined : followerKey(userId, after.follower),
          }),
        ),
        client.send(
          new QueryCommand({
            TableName: tableName,
            IndexName: 'gsi1',
            KeyConditionExpression: 'gsi1pk = :by',
            ExpressionAttributeValues: { ':by': followingPartition(userId) },
            Limit: limit,
            ExclusiveStartKey:
              after.followee === undefined
                ? undefined
                : { ...followerKey(after.followee, userId), ...followingKey(userId, after.followee) },
          }),
        ),
      ]);
      const pairs = (followers.Items ?? []).map((item) => pairSchema.parse(item));
      const keys = (following.Items ?? []).map((item) => keySchema.parse(item));
      // The index holds keys alone, and lags: it may name what is removed already.
      const followed = (await Promise.all(keys.map(whole))).filter((item) => item !== undefined);
      const follower = pairs.at(-1)?.followerId ?? after.follower;
      const followee = keys.at(-1)?.pk.replace(partition(''), '') ?? after.followee;
      const position = { ...(follower && { follower }), ...(followee && { followee }) };
      return {
        items: [...pairs, ...followed.map((item) => pairSchema.parse(item))],
        nextCursor: pairs.length + keys.length === 0 ? undefined : encodeCursor(position),
      };
    },

    async remove(pairs) {
      await Promise.all(
        pairs.map(({ followeeId, followerId }) =>
          client.send(new DeleteCommand({ TableName: tableName, Key: followerKey(followeeId, followerId) })),
        ),
      );
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

    rangesAfter: cursorRangesAfter,

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

  async function whole(Key: z.infer<typeof keySchema>) {
    const { Item } = await client.send(new GetCommand({ TableName: tableName, Key, ConsistentRead: true }));
    return Item;
  }
}
