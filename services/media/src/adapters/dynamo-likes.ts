import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { batchGet } from '@shutterbus/lambda/batch-get';
import type { Clock } from '@shutterbus/lambda/clock';
import { documents } from '@shutterbus/lambda/dynamodb';
import { outboxPuts } from '@shutterbus/lambda/outbox';
import { ifVersion, transact } from '@shutterbus/lambda/transact';
import { ConcurrentChangeError } from '../errors.ts';
import { type LikePair, likeSchema } from '../like.ts';
import type { LikeRepository } from '../ports.ts';
import { countUpdate } from './answer-items.ts';
import { findLeftBy, leftBy } from './left-behind.ts';

const likeKey = ({ mediaId, likerId }: LikePair) => ({ pk: `MEDIA#${mediaId}`, sk: `LIKE#${likerId}` });
const pairSchema = likeSchema.pick({ mediaId: true, likerId: true });

/** Who likes what, beside the photos in MediaTable. */
export function dynamoLikes(
  tableName: string,
  clock: Clock,
  client: DynamoDBDocumentClient = documents(),
): LikeRepository {
  return {
    async find(pair) {
      const { Item } = await client.send(
        new GetCommand({ TableName: tableName, Key: likeKey(pair), ConsistentRead: true }),
      );
      return Item && likeSchema.parse(Item);
    },

    async save(before, after, events) {
      const found = leftBy(after.likerId, `LIKE#${after.mediaId}`);
      const Item = { ...likeKey(after), ...found, type: 'LIKE', ...after };
      await transact(client, ConcurrentChangeError, [
        { Put: { TableName: tableName, Item, ...ifVersion(before?.version) } },
        countUpdate(tableName, after.mediaId, 'likes', after.active ? 1 : -1),
        ...outboxPuts(tableName, events, clock()),
      ]);
    },

    async remove(like, events) {
      await transact(client, ConcurrentChangeError, [
        { Delete: { TableName: tableName, Key: likeKey(like), ...ifVersion(like.version) } },
        ...(like.active ? [countUpdate(tableName, like.mediaId, 'likes', -1)] : []),
        ...outboxPuts(tableName, events, clock()),
      ]);
    },

    async drop(pair) {
      await client.send(new DeleteCommand({ TableName: tableName, Key: likeKey(pair) }));
    },

    async someOf(likerId, limit) {
      const { Items = [] } = await client.send(
        new QueryCommand({ TableName: tableName, ...findLeftBy(likerId, 'LIKE#'), Limit: limit }),
      );
      return Items.map((item) => pairSchema.parse(item));
    },

    async likedAmong(likerId, mediaIds) {
      const keys = mediaIds.map((mediaId) => likeKey({ mediaId, likerId }));
      const likes = (await batchGet(client, tableName, keys)).map((item) => likeSchema.parse(item));
      return likes.filter(({ active }) => active).map(({ mediaId }) => mediaId);
    },
  };
}
