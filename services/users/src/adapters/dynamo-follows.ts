import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { DomainError } from '@shutterbus/contracts/domain-error';
import type { Clock } from '@shutterbus/lambda/clock';
import { decodeCursor, encodeCursor } from '@shutterbus/lambda/cursor';
import { documents } from '@shutterbus/lambda/dynamodb';
import { outboxPuts, type TransactWrite } from '@shutterbus/lambda/outbox';
import { ifVersion, transact } from '@shutterbus/lambda/transact';
import * as z from 'zod';
import { ConcurrentChangeError } from '../errors.ts';
import { type Follow, followSchema, type Pair, pairId } from '../follow.ts';
import type { FollowRepository, Page, PageRequest } from '../ports.ts';
import { profileKey } from './keys.ts';

const pairKey = (pair: Pair) => ({ pk: `PAIR#${pairId(pair)}`, sk: 'PAIR' });

/** The two lists, as sparse indexes: a pair that has ended is in neither. */
const lists = {
  followers: {
    index: 'gsi1',
    partition: (followeeId: string) => `FOLLOWERS#${followeeId}`,
    listed: 'followerId',
  },
  following: {
    index: 'gsi2',
    partition: (followerId: string) => `FOLLOWING#${followerId}`,
    listed: 'followeeId',
  },
} as const;

/** Where a page ended: the last person, and since when. The partition is never taken from the caller. */
const positionSchema = z.object({ id: z.uuid(), at: z.iso.datetime({ precision: 3 }) });

/** Who follows whom, in UsersTable. */
export function dynamoFollows(
  tableName: string,
  clock: Clock,
  client: DynamoDBDocumentClient = documents(),
): FollowRepository {
  return {
    async find(pair) {
      const { Item } = await client.send(
        new GetCommand({ TableName: tableName, Key: pairKey(pair), ConsistentRead: true }),
      );
      return Item && followSchema.parse(Item);
    },

    async save(before, after, events) {
      await transact(client, ConcurrentChangeError, [
        { Put: { TableName: tableName, Item: itemOf(after), ...ifVersion(before?.version) } },
        count(after.followerId, 'followingCount', after.active),
        count(after.followeeId, 'followerCount', after.active),
        ...outboxPuts(tableName, events, clock()),
      ]);
    },

    listFollowers: (userId, page) => list('followers', userId, page),
    listFollowing: (userId, page) => list('following', userId, page),
  };

  function count(userId: string, counter: 'followerCount' | 'followingCount', up: boolean): TransactWrite {
    return {
      Update: {
        TableName: tableName,
        Key: profileKey(userId),
        UpdateExpression: 'ADD #counter :step',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeNames: { '#counter': counter },
        ExpressionAttributeValues: { ':step': up ? 1 : -1 },
      },
    };
  }

  async function list(
    name: keyof typeof lists,
    userId: string,
    { limit, cursor }: PageRequest,
  ): Promise<Page<string>> {
    const { index, partition, listed } = lists[name];
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: tableName,
        IndexName: index,
        KeyConditionExpression: '#partition = :partition',
        ExpressionAttributeNames: { '#partition': `${index}pk` },
        ExpressionAttributeValues: { ':partition': partition(userId) },
        ScanIndexForward: false,
        Limit: limit,
        ExclusiveStartKey: startAfter(name, userId, cursor),
      }),
    );
    const follows = Items.map((item) => followSchema.parse(item));
    const last = LastEvaluatedKey && follows.at(-1);
    return {
      items: follows.map((follow) => follow[listed]),
      nextCursor: encodeCursor(last && { id: last[listed], at: last.changedAt }),
    };
  }
}

function itemOf(follow: Follow) {
  const { followerId, followeeId, changedAt, active } = follow;
  return {
    ...pairKey(follow),
    type: 'PAIR',
    ...follow,
    ...(active && {
      gsi1pk: lists.followers.partition(followeeId),
      gsi1sk: `${changedAt}#${followerId}`,
      gsi2pk: lists.following.partition(followerId),
      gsi2sk: `${changedAt}#${followeeId}`,
    }),
  };
}

function startAfter(name: keyof typeof lists, userId: string, cursor: string | undefined) {
  const decoded = decodeCursor(cursor);
  if (!decoded) return undefined;
  const position = positionSchema.safeParse(decoded);
  if (!position.success)
    throw new DomainError('invalid', 'invalid-cursor', 'The cursor is not one that this list gave out.');
  const { id, at } = position.data;
  const { index, partition } = lists[name];
  const pair =
    name === 'followers' ? { followerId: id, followeeId: userId } : { followerId: userId, followeeId: id };
  return { ...pairKey(pair), [`${index}pk`]: partition(userId), [`${index}sk`]: `${at}#${id}` };
}
